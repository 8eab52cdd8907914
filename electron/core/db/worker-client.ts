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

/** A started worker: its functions, and how to end it. */
export interface WorkerClient<Methods> {
  readonly methods: Remote<Methods>;
  close(): Promise<void>;
}

/**
 * Starts the writer or the reader on its own thread.
 *
 * @throws TillFailure when the store cannot be opened
 */
export async function startWorker<Methods>(setup: WorkerSetup): Promise<WorkerClient<Methods>> {
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

  function send(id: number, method: string, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (ended !== undefined) {
        reject(ended);
        return;
      }
      waiting.set(id, { resolve, reject });
      if (id > 0) worker.postMessage({ id, method, args } satisfies WorkerRequest);
    });
  }

  await send(0, 'start', []);
  const methods = new Proxy({} as Remote<Methods>, {
    get: (_target, method) =>
      // A proxy that answers `then` would be taken for a promise.
      typeof method === 'string' && method !== 'then'
        ? (...args: unknown[]) => send((lastId += 1), method, args)
        : undefined,
  });
  return {
    methods,
    close: async () => {
      if (ended !== undefined) return;
      await send((lastId += 1), 'close', []);
      await worker.terminate();
    },
  };
}
