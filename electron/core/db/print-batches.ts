import type { TillError } from '#shared/contract/errors';
import type { PrintBatch, PrintBatchState } from '#shared/contract/printing';
import { readCustomer } from '#shared/customer/model';
import { appendAudit } from './audit.ts';
import type { Store } from './open.ts';
import { countByState, insertPrintJob, sentByTill } from './print-jobs.ts';
import { statement } from './statement.ts';

interface PrintBatchRow {
  batch_id: string;
  printer_id: string;
  printer_name: string;
  actor: string;
  state: 'collecting' | 'open' | 'paused' | 'cancelled';
  error: string | null;
  reprint_of: string | null;
  created_at_ms: number;
}

/** A batch as it is stored; how much of it is drawn only the print queue knows. */
export type StoredBatch = Omit<PrintBatch, 'drawn'>;

export interface NewPrintBatch {
  readonly batchId: string;
  readonly printerId: string;
  readonly printerName: string;
  readonly actor: string;
  readonly nowMs: number;
  readonly reprintOf?: string;
}

function printBatchOf(db: Store, row: PrintBatchRow): StoredBatch {
  const counts = countByState(db, ['job.batch_id = ?'], [row.batch_id]);
  return {
    batchId: row.batch_id,
    printerId: row.printer_id,
    printerName: row.printer_name,
    createdAt: new Date(row.created_at_ms).toISOString(),
    actor: row.actor,
    state: stateOf(row, counts.waiting + counts.sending > 0),
    total: Object.values(counts).reduce((sum, count) => sum + count, 0),
    counts,
    error: row.error === null ? null : (JSON.parse(row.error) as TillError),
    reprintOf: row.reprint_of,
  };
}

function stateOf({ state }: PrintBatchRow, isUnderWay: boolean): PrintBatchState {
  if (state === 'cancelled') return 'cancelled';
  if (!isUnderWay) return 'done';
  return state === 'paused' ? 'paused' : 'printing';
}

export function findPrintBatch(db: Store, batchId: string): StoredBatch | undefined {
  const row = statement<PrintBatchRow>(
    db,
    `SELECT * FROM print_batch WHERE batch_id = ? AND state <> 'collecting'`,
  ).get(batchId);
  return row === undefined ? undefined : printBatchOf(db, row);
}

/** Newest first. */
export function listPrintBatches(db: Store, limit: number): StoredBatch[] {
  return statement<PrintBatchRow>(
    db,
    `SELECT * FROM print_batch WHERE state <> 'collecting' ORDER BY created_at_ms DESC, batch_id LIMIT ?`,
  )
    .all(limit)
    .map((row) => printBatchOf(db, row));
}

/** The oldest batch whose cards are to go to this printer now. */
export function nextPrintBatch(db: Store, printerId: string): string | undefined {
  return statement<{ batch_id: string }>(
    db,
    `SELECT batch_id FROM print_batch WHERE printer_id = ? AND state = 'open'
       AND EXISTS (SELECT 1 FROM print_job AS job
         WHERE job.batch_id = print_batch.batch_id AND job.state = 'waiting' AND ${sentByTill})
     ORDER BY created_at_ms LIMIT 1`,
  ).get(printerId)?.batch_id;
}

/** Whether its cards may be sent. */
export function isBatchOpen(db: Store, batchId: string): boolean {
  return (
    statement(db, `SELECT 1 FROM print_batch WHERE batch_id = ? AND state = 'open'`).get(batchId) !==
    undefined
  );
}

export function insertPrintBatch(db: Store, batch: NewPrintBatch): void {
  statement(
    db,
    `INSERT INTO print_batch (batch_id, printer_id, printer_name, actor, state, reprint_of, created_at_ms)
     VALUES (?, ?, ?, ?, 'collecting', ?, ?)`,
  ).run(batch.batchId, batch.printerId, batch.printerName, batch.actor, batch.reprintOf ?? null, batch.nowMs);
}

/** Adds cards for those of the customers that are in sight; their places go on from the first one given. */
export function addToBatch(
  db: Store,
  batch: NewPrintBatch,
  cards: readonly { readonly jobId: string; readonly customerUid: string; readonly reprintOf?: string }[],
  firstPlace: number,
): void {
  const find = statement<{ record: string }>(
    db,
    `SELECT record FROM customer WHERE customer_uid = ? AND hidden = 0`,
  );
  for (const [index, { jobId, customerUid, reprintOf }] of cards.entries()) {
    const row = find.get(customerUid);
    if (row === undefined) continue;
    insertPrintJob(db, {
      ...batch,
      jobId,
      customerUid,
      // A customer without one gets one when its card is printed.
      loyaltyId: readCustomer(JSON.parse(row.record))?.loyaltyId ?? '',
      reprintOf,
      batchPlace: firstPlace + index,
    });
    appendAudit(db, {
      atMs: batch.nowMs,
      actor: batch.actor,
      action: reprintOf === undefined ? 'cards.print' : 'cards.reprint',
      customerUid,
      outcome: 'ok',
      detail: { printJobId: jobId },
    });
  }
}

export function setPrintBatchState(
  db: Store,
  batchId: string,
  state: 'open' | 'paused' | 'cancelled',
  error: TillError | null = null,
): void {
  statement(db, `UPDATE print_batch SET state = ?, error = ? WHERE batch_id = ?`).run(
    state,
    error === null ? null : JSON.stringify(error),
    batchId,
  );
}

/** Moves what is not sent yet to another printer. */
export function moveBatch(db: Store, batchId: string, printer: { printerId: string; name: string }): void {
  statement(db, `UPDATE print_batch SET printer_id = ?, printer_name = ? WHERE batch_id = ?`).run(
    printer.printerId,
    printer.name,
    batchId,
  );
  statement(
    db,
    `UPDATE print_job SET printer_id = ?, printer_name = ? WHERE batch_id = ? AND state = 'waiting'`,
  ).run(printer.printerId, printer.name, batchId);
}

/**
 * After a start: a batch whose jobs were not all written was answered to nobody and never was; one that
 * was being sent goes on when a person has looked.
 *
 * @returns batches that were given up, and not wholly yet
 */
export function recoverPrintBatches(db: Store, error: TillError): string[] {
  const batches = statement<{ batch_id: string; state: PrintBatchRow['state']; wasSending: 0 | 1 }>(
    db,
    `SELECT batch_id, state, EXISTS (SELECT 1 FROM print_job
        WHERE print_job.batch_id = print_batch.batch_id AND print_job.state = 'sending') AS wasSending
     FROM print_batch WHERE state IN ('collecting', 'open')
        OR EXISTS (SELECT 1 FROM print_job
          WHERE print_job.batch_id = print_batch.batch_id AND print_job.state = 'waiting')`,
  ).all();
  for (const { batch_id: batchId, state, wasSending } of batches) {
    if (state === 'open' && wasSending === 1) setPrintBatchState(db, batchId, 'paused', error);
    if (state !== 'collecting') continue;
    statement(db, `DELETE FROM print_job WHERE batch_id = ?`).run(batchId);
    statement(db, `DELETE FROM print_batch WHERE batch_id = ?`).run(batchId);
  }
  return batches.flatMap(({ batch_id: batchId, state }) => (state === 'cancelled' ? [batchId] : []));
}
