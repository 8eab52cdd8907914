import { noReserve, type DiskReserve } from './disk-reserve.ts';
import type { LookupWriter } from './lookup-rows.ts';
import { isDiskFull, type Store } from './open.ts';
import { statement } from './statement.ts';

/** Wraps a function. */
export type Atomic = <Args extends unknown[], Value>(
  run: (...args: Args) => Value,
) => (...args: Args) => Value;

export interface Transactions {
  /** Each call is one transaction, on disk when it returns. */
  readonly atomic: Atomic;
  /** Commits without waiting for the disk; a power cut takes the newest of such commits, and nothing else. */
  readonly unhurried: Atomic;
  /** Goes on when the disk is full. */
  readonly indispensable: Atomic;
}

/**
 * The ways in which the writer's functions become transactions; each takes the
 * writer's lock at its start.
 *
 * @param lookup told when a transaction was rolled back
 * @param reserve room on the disk for what must go on when it is full
 */
export function createTransactions(
  db: Store,
  lookup: LookupWriter,
  reserve: DiskReserve = noReserve,
): Transactions {
  /** One function, one transaction. */
  function atomic<Args extends unknown[], Value>(run: (...args: Args) => Value): (...args: Args) => Value {
    const transaction = db.transaction(run as (...args: unknown[]) => unknown);
    return (...args) => {
      // Left open by an error, it would make a commit within it none at all.
      if (db.inTransaction) statement(db, 'ROLLBACK').run();
      try {
        const value = transaction.immediate(...args) as Value;
        reserve.keep();
        return value;
      } catch (cause) {
        // What the index writer remembers went with the transaction.
        lookup.forget();
        throw cause;
      }
    };
  }

  /**
   * The same for what must not wait until somebody has made room on a full disk:
   * removing customers, and noting what became of changes that are sent.
   */
  function indispensable<Args extends unknown[], Value>(
    run: (...args: Args) => Value,
  ): (...args: Args) => Value {
    const attempt = atomic(run);
    return (...args) => {
      try {
        return attempt(...args);
      } catch (cause) {
        if (!isDiskFull(cause)) throw cause;
        reserve.release();
        makeRoomInLog(db);
        return attempt(...args);
      }
    };
  }

  /** Commits without waiting for the disk; a power cut takes the newest of such commits, and nothing else. */
  function unhurried<Args extends unknown[], Value>(
    write: (...args: Args) => Value,
  ): (...args: Args) => Value {
    return (...args) => {
      db.pragma('synchronous = NORMAL');
      try {
        return write(...args);
      } finally {
        db.pragma('synchronous = FULL');
      }
    };
  }

  return { atomic, unhurried, indispensable };
}

/** What the log holds goes to where it belongs, most of which is there already: then the log begins again and need not grow. */
function makeRoomInLog(db: Store): void {
  try {
    db.pragma('wal_checkpoint(PASSIVE)');
  } catch (cause) {
    // What did not fit stays in the log, where it is safe.
    if (!isDiskFull(cause)) throw cause;
  }
}
