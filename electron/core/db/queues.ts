import type { Printer } from '#shared/contract/printing';
import { listPrinters } from './printers.ts';
import type { Store } from './open.ts';
import { inOneView, statement } from './statement.ts';

/** What waits on this till, for those who look after it: numbers and times. Milliseconds since the epoch. */
export interface Queues {
  /** The oldest change the service has not taken. */
  readonly oldestChangeMs: number | null;
  readonly cards: { readonly waiting: number; readonly oldestWaitingMs: number | null };
  /** In the order of the till's list of printers. */
  readonly printers: readonly {
    readonly kind: Printer['kind'];
    readonly waiting: number;
    readonly inTrouble: number;
    readonly lastPrintedMs: number | null;
  }[];
}

/** By indexes alone, however many cards were ever printed. */
export function describeQueues(db: Store): Queues {
  return inOneView(db, () => {
    const { oldestChangeMs } = statement<{ oldestChangeMs: number | null }>(
      db,
      `SELECT min(created_at_ms) AS oldestChangeMs FROM mutation WHERE state <> 'acked'`,
    ).get()!;
    const open = statement<{
      printerId: string;
      state: string;
      count: number;
      oldestMs: number;
    }>(
      db,
      `SELECT printer_id AS printerId, state, count(*) AS count, min(created_at_ms) AS oldestMs
       FROM print_job WHERE state IN ('waiting', 'sending', 'needs-attention') GROUP BY 1, 2`,
    ).all();
    const waiting = open.filter(({ state }) => state !== 'needs-attention');
    return {
      oldestChangeMs,
      cards: {
        waiting: sumOf(waiting),
        oldestWaitingMs: waiting.length === 0 ? null : Math.min(...waiting.map(({ oldestMs }) => oldestMs)),
      },
      printers: listPrinters(db).map(({ kind, printerId }) => ({
        kind,
        waiting: sumOf(waiting.filter((row) => row.printerId === printerId)),
        inTrouble: sumOf(
          open.filter((row) => row.printerId === printerId && row.state === 'needs-attention'),
        ),
        lastPrintedMs: lastPrintedMs(db, printerId),
      })),
    };
  });
}

function sumOf(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}

/** Among the newest cards: further back nobody wants to know. */
function lastPrintedMs(db: Store, printerId: string): number | null {
  return statement<{ lastMs: number | null }>(
    db,
    `SELECT max(updated_at_ms) AS lastMs FROM
       (SELECT printer_id, updated_at_ms FROM print_job WHERE state = 'sent' ORDER BY created_at_ms DESC LIMIT 500)
     WHERE printer_id = ?`,
  ).get(printerId)!.lastMs;
}
