import { parentPort, workerData } from 'node:worker_threads';
import { openStore, storeFailureOf } from './open.ts';
import { createReader } from './reader.ts';
import { createWriter } from './writer.ts';
import { migrate } from './migrations/index.ts';
import type { WorkerReply, WorkerRequest, WorkerSetup } from './worker-protocol.ts';

/**
 * The thread that hosts the writer or the reader. It only carries calls; what
 * they do is in writer.ts and reader.ts. Request id 0 is the start itself.
 */
const port = parentPort;
if (port === null) throw new Error('worker.ts runs in a worker thread');

function failed(id: number, cause: unknown): WorkerReply {
  const failure = storeFailureOf(cause);
  if (failure !== undefined) return { id, ok: false, failure: failure.error };
  return { id, ok: false, bug: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) };
}

function start(setup: WorkerSetup): {
  methods: Record<string, (...args: never[]) => unknown>;
  close: () => void;
} {
  const db = openStore(setup.path, setup.key, { readonly: setup.role === 'reader' });
  if (setup.role === 'reader') {
    const reader = createReader(db);
    return {
      methods: reader.methods,
      close: () => {
        reader.stop();
        db.close();
      },
    };
  }
  migrate(db);
  return { methods: createWriter(db), close: () => db.close() };
}

try {
  const { methods, close } = start(workerData as WorkerSetup);
  port.on('message', ({ id, method, args }: WorkerRequest) => {
    try {
      if (method === 'close') {
        close();
        port.postMessage({ id, ok: true, value: undefined } satisfies WorkerReply);
        port.close();
        return;
      }
      const run = methods[method];
      if (run === undefined) throw new Error(`No method ${method}`);
      port.postMessage({ id, ok: true, value: run(...(args as never[])) } satisfies WorkerReply);
    } catch (cause) {
      port.postMessage(failed(id, cause));
    }
  });
  port.postMessage({ id: 0, ok: true, value: undefined } satisfies WorkerReply);
} catch (cause) {
  port.postMessage(failed(0, cause));
  port.close();
}
