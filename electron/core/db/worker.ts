import { parentPort, workerData } from 'node:worker_threads';
import { reservePathOf } from './data-folder.ts';
import { createDiskReserve, type DiskReserve } from './disk-reserve.ts';
import { mendIndex } from './index-damage.ts';
import { isDamage, isDiskFull, openStore, storeFailureOf, type Store } from './open.ts';
import { createPairFinder } from '../duplicates/pair-finder.ts';
import { createReader } from './reader.ts';
import { createWriter, type Writer } from './writer.ts';
import { migrate } from './migrations/index.ts';
import type { WorkerReply, WorkerRequest, WorkerSetup } from './worker-protocol.ts';

/**
 * The thread that hosts the writer or the reader. It only carries calls; what
 * they do is in writer.ts and reader.ts. `open` comes first, `close` last.
 */
const port = parentPort;
if (port === null) throw new Error('worker.ts runs in a worker thread');

interface Opened {
  readonly methods: Record<string, (...args: never[]) => unknown>;
  readonly close: () => void;
}

let opened: Opened | undefined;

port.on('message', ({ id, method, args }: WorkerRequest) => {
  try {
    port.postMessage({ id, ok: true, value: answer(method, args) } satisfies WorkerReply);
  } catch (cause) {
    port.postMessage(failed(id, cause));
  }
  if (method === 'close') port.close();
});

function answer(method: string, args: readonly unknown[]): unknown {
  if (method === 'open') {
    opened = open(workerData as WorkerSetup);
    return undefined;
  }
  if (method === 'close') return opened?.close();
  const run = opened?.methods[method];
  if (run === undefined) throw new Error(`No method ${method}`);
  return run(...(args as never[]));
}

function open(setup: WorkerSetup): Opened {
  if (setup.role === 'writer') return openWriterStore(setup);
  const db = openStore(setup.path, setup.key, { readonly: true });
  try {
    if (setup.role === 'pair-finder') {
      // Runs beside the till's other threads: a small cache will do.
      db.pragma('cache_size = -16384');
      return { methods: { ...createPairFinder(db) }, close: () => db.close() };
    }
    const reader = createReader(db);
    return {
      methods: reader.methods,
      close: () => {
        reader.stop();
        db.close();
      },
    };
  } catch (cause) {
    db.close();
    throw cause;
  }
}

/** Opening takes a little space too: a till opens on a full disk, and what it has can be sent and erased. */
function openWriterStore(setup: WorkerSetup): Opened {
  const reserve = createDiskReserve(reservePathOf(setup.path));
  try {
    return openWith(setup, reserve);
  } catch (cause) {
    if (!isDiskFull(cause) || !reserve.release()) throw cause;
    return openWith(setup, reserve);
  }
}

function openWith(setup: WorkerSetup, reserve: DiskReserve): Opened {
  const db = openStore(setup.path, setup.key);
  try {
    migrate(db);
    const methods = openWriter(db, reserve);
    reserve.keep();
    return { methods, close: () => db.close() };
  } catch (cause) {
    db.close();
    throw cause;
  }
}

/** What the writer remembers of the index may be what is damaged; without it, it opens. */
function openWriter(db: Store, reserve: DiskReserve): Writer {
  try {
    return createWriter(db, reserve);
  } catch (cause) {
    const mended = isDamage(cause) ? mendIndex(db) : 'nothing';
    if (mended === 'nothing') throw cause;
    return createWriter(db, reserve);
  }
}

function failed(id: number, cause: unknown): WorkerReply {
  const failure = storeFailureOf(cause);
  if (failure !== undefined) return { id, ok: false, failure: failure.error };
  return { id, ok: false, bug: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) };
}
