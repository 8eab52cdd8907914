import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { ErrorCode } from '#shared/contract/errors';
import { answerCalls, callMethod } from '../threads/answer-calls.ts';
import { reservePathOf } from './data-folder.ts';
import { createDiskReserve, type DiskReserve } from './disk-reserve.ts';
import { mendIndex } from './index-damage.ts';
import { isDamage, isDiskFull, openStore, storeFailureOf, type Store } from './open.ts';
import { createPairFinder } from '../duplicates/pair-finder.ts';
import { createBackupMaker } from '../privacy/backup-maker.ts';
import { backUpBeforeMigration, noteMissedBackup } from '../privacy/backup-before-migration.ts';
import { createReader } from './reader.ts';
import { createWriter, type Writer } from './writer.ts';
import { migrate } from './migrations/index.ts';
import type { WorkerSetup } from './worker-setup.ts';

/**
 * The thread that hosts the writer or the reader. It only carries calls; what
 * they do is in writer.ts and reader.ts. `open` comes first, `close` last.
 */
const port = parentPort;
if (port === null) throw new Error('worker.ts runs in a worker thread');

interface Opened {
  readonly methods: object;
  readonly close: () => void;
  /** Why the store was changed without a backup. */
  readonly missedBackup?: ErrorCode | undefined;
}

let opened: Opened | undefined;

function run(method: string, args: readonly unknown[]): unknown {
  if (method === 'open') {
    opened = open(workerData as WorkerSetup);
    return opened.missedBackup;
  }
  if (method === 'connect') return answerCalls(args[0] as MessagePort, { run, failureOf: storeFailureOf });
  if (method === 'close') return opened?.close();
  if (opened === undefined) throw new Error(`${method} before open`);
  return callMethod(opened.methods, method, args);
}

answerCalls(port, { run, failureOf: storeFailureOf });

function open(setup: WorkerSetup): Opened {
  if (setup.role === 'writer') return openWriterStore(setup);
  const db = openStore(setup.path, setup.key, { readonly: true });
  try {
    if (setup.role === 'pair-finder') {
      return { methods: { ...createPairFinder(db) }, close: () => db.close() };
    }
    if (setup.role === 'backup-maker') {
      return { methods: createBackupMaker(db, setup.key), close: () => db.close() };
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
    return openWith(setup, reserve, true);
  } catch (cause) {
    if (!isDiskFull(cause) || !reserve.release()) throw cause;
    return openWith(setup, reserve, false);
  }
}

/** @param hasRoom false where what the reserve gave is all there is: it is not for a backup */
function openWith({ path, key }: WorkerSetup, reserve: DiskReserve, hasRoom: boolean): Opened {
  const db = openStore(path, key);
  try {
    const nowMs = Date.now();
    const missed = backUpBeforeMigration({ db, path, key, nowMs }, hasRoom);
    migrate(db, () => {
      if (missed !== undefined) noteMissedBackup(db, missed, nowMs);
    });
    const methods = openWriter(db, reserve);
    reserve.keep();
    return { methods, close: () => db.close(), missedBackup: missed?.code };
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
