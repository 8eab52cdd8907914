import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { ErrorCode } from '#shared/contract/errors';
import { createRemote, type Remote } from '../threads/remote.ts';
import { smallYoungGeneration, workerUrl } from '../threads/worker-start.ts';
import type { WorkerSetup } from './worker-setup.ts';

/** A thread of the store: its functions, and how it begins and ends. */
export interface WorkerClient<Methods> {
  readonly methods: Remote<Methods>;
  /**
   * Opens the store; nothing else is answered before.
   *
   * @returns of the writer: why the store was changed to this version's schema without a backup
   * @throws TillFailure when it cannot be opened
   */
  open(): Promise<ErrorCode | undefined>;
  /** One more end for the same functions, to be given to another thread: calls from there do not pass through this one. */
  connect(): Promise<MessagePort>;
  /** Closes the store and ends the thread. */
  close(): Promise<void>;
}

/** How a thread of the store begins and ends. */
interface Lifecycle {
  open(): ErrorCode | undefined;
  connect(port: MessagePort): void;
  close(): void;
}

/** Starts the thread of the writer or of the reader; it loads its code while others still open. */
export function startWorker<Methods>(setup: WorkerSetup): WorkerClient<Methods> {
  const worker = new Worker(workerUrl(new URL('./worker.ts', import.meta.url), 'db-worker'), {
    workerData: setup,
    ...(setup.role === 'writer' ? { resourceLimits: smallYoungGeneration } : {}),
  });
  const remote = createRemote<Methods & Lifecycle>(worker);
  const lifecycle: Remote<Lifecycle> = remote.methods;
  let hasEnded = false;
  const end = (error: Error) => {
    hasEnded = true;
    remote.end(error);
  };
  worker.on('error', end);
  worker.on('exit', () => end(new Error(`The ${setup.role} has ended`)));

  return {
    methods: remote.methods,
    open: () => lifecycle.open(),
    async connect() {
      const { port1, port2 } = new MessageChannel();
      await lifecycle.connect(port1);
      return port2;
    },
    async close() {
      if (!hasEnded) await lifecycle.close();
      await worker.terminate();
    },
  };
}
