import { Worker } from 'node:worker_threads';
import {
  errorOfReply,
  type Remote,
  type WorkerReply,
  type WorkerRequest,
  type WorkerSetup,
} from './worker-protocol.ts';

/** Sources run in place; a bundle carries the worker as its own file beside the main one. */
function workerUrl(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './db-worker.cjs', import.meta.url);
}

/** A thread of the store: its functions, and how it begins and ends. */
export interface WorkerClient<Methods> {
  readonly methods: Remote<Methods>;
  /** Opens the store; nothing else is answered before. @throws TillFailure when it cannot be opened */
  open(): Promise<void>;
  /** Closes the store and ends the thread. */
  close(): Promise<void>;
}

/** Starts the thread of the writer or of the reader; it loads its code while others still open. */
export function startWorker<Methods>(setup: WorkerSetup): WorkerClient<Methods> {
  const worker = new Worker(workerUrl(), { workerData: setup });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let ended: Error | undefined;

  worker.on('message', (reply: WorkerReply) => {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.ok) call?.resolve(reply.value);
    else call?.reject(errorOfReply(reply));
  });
  const end = (error: Error) => {
    ended ??= error;
    for (const call of waiting.values()) call.reject(ended);
    waiting.clear();
  };
  worker.on('error', end);
  worker.on('exit', () => end(new Error(`The ${setup.role} has ended`)));

  function send(method: string, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (ended !== undefined) {
        reject(ended);
        return;
      }
      const id = (lastId += 1);
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, method, args } satisfies WorkerRequest);
    });
  }

  return {
    methods: new Proxy({} as Remote<Methods>, {
      get: (_target, method) =>
        // A proxy that answers `then` would be taken for a promise.
        typeof method === 'string' && method !== 'then'
          ? (...args: unknown[]) => send(method, args)
          : undefined,
    }),
    async open() {
      await send('open', []);
    },
    async close() {
      if (ended === undefined) await send('close', []);
      await worker.terminate();
    },
  };
}
