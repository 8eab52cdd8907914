import { displayNameOf, readCustomer } from '#shared/customer/model';
import {
  printJobStates,
  type PrintCounts,
  type PrintJob,
  type PrintJobState,
} from '#shared/contract/printing';
import type { TillError } from '#shared/contract/errors';
import { inOneView, statement } from './statement.ts';
import type { Store } from './open.ts';

interface PrintJobRow {
  job_id: string;
  customer_uid: string;
  loyalty_id: string;
  printer_id: string;
  printer_name: string;
  state: PrintJobState;
  error: string | null;
  created_at_ms: number;
  reprint_of: string | null;
  batch_id: string | null;
  verified_at_ms: number | null;
  record: string | null;
}

const jobColumns = `job.*, customer.record
  FROM print_job AS job LEFT JOIN customer ON customer.customer_uid = job.customer_uid`;

function printJobOf(row: PrintJobRow): PrintJob {
  const customer = row.record === null ? undefined : readCustomer(JSON.parse(row.record));
  return {
    jobId: row.job_id,
    customerUid: row.customer_uid,
    displayName: customer === undefined ? '—' : displayNameOf(customer),
    loyaltyId: row.loyalty_id,
    printerId: row.printer_id,
    printerName: row.printer_name,
    state: row.state,
    createdAt: new Date(row.created_at_ms).toISOString(),
    error: row.error === null ? null : (JSON.parse(row.error) as TillError),
    reprintOf: row.reprint_of,
    batchId: row.batch_id,
    verifiedAt: row.verified_at_ms === null ? null : new Date(row.verified_at_ms).toISOString(),
  };
}

export function insertPrintJob(
  db: Store,
  job: {
    readonly jobId: string;
    readonly customerUid: string;
    readonly loyaltyId: string;
    readonly printerId: string;
    readonly printerName: string;
    readonly nowMs: number;
    readonly reprintOf?: string | undefined;
    readonly batchId?: string;
    readonly batchPlace?: number;
  },
): void {
  statement(
    db,
    `INSERT INTO print_job (job_id, customer_uid, loyalty_id, printer_id, printer_name, state,
       reprint_of, batch_id, batch_place, created_at_ms, updated_at_ms)
     VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?, ?, ?, ?)`,
  ).run(
    job.jobId,
    job.customerUid,
    job.loyaltyId,
    job.printerId,
    job.printerName,
    job.reprintOf ?? null,
    job.batchId ?? null,
    job.batchPlace ?? 0,
    job.nowMs,
    job.nowMs,
  );
}

/** Cards of which somebody has to look whether they came out. */
export function countCardsInTrouble(db: Store): number {
  return statement<{ total: number }>(
    db,
    `SELECT count(*) AS total FROM print_job WHERE state = 'needs-attention'`,
  ).get()!.total;
}

export function findPrintJob(db: Store, jobId: string): PrintJob | undefined {
  const row = statement<PrintJobRow>(db, `SELECT ${jobColumns} WHERE job.job_id = ?`).get(jobId);
  return row === undefined ? undefined : printJobOf(row);
}

export interface PrintJobFilter {
  readonly customerUid?: string | undefined;
  readonly batchId?: string | undefined;
  readonly states?: readonly PrintJobState[] | undefined;
  /** Leaves out the cards of batches. */
  readonly single?: boolean | undefined;
}

/** What a person has to look at comes first, then what is on its way. */
const inOrder: readonly (readonly PrintJobState[])[] = [
  ['needs-attention'],
  ['sending'],
  ['waiting'],
  ['sent', 'verified', 'cancelled'],
];

/** A page of jobs: what needs a person first, then what is on its way, then what waits; newest first within each. */
export function listPrintJobs(
  db: Store,
  filter: PrintJobFilter,
  limit: number,
  offset: number,
): { jobs: PrintJob[]; total: number; counts: PrintCounts } {
  const wanted: [condition: string, value: string][] = [];
  if (filter.customerUid !== undefined) wanted.push(['job.customer_uid = ?', filter.customerUid]);
  if (filter.batchId !== undefined) wanted.push(['job.batch_id = ?', filter.batchId]);
  const conditions = wanted.map(([condition]) => condition);
  if (filter.single === true) conditions.push('job.batch_id IS NULL');
  const values = wanted.map(([, value]) => value);
  const page = statement<PrintJobRow>(
    db,
    `SELECT ${jobColumns} ${where([...conditions, 'job.state IN (SELECT value FROM json_each(?))'])}
     ORDER BY job.created_at_ms DESC, job.batch_place LIMIT ? OFFSET ?`,
  );

  // A job changes groups while it is printed: seen in one view, it is in one of them.
  return inOneView(db, () => {
    const counts = countByState(db, conditions, values);
    const asked = filter.states ?? printJobStates;
    const jobs: PrintJob[] = [];
    let toSkip = offset;
    for (const group of inOrder) {
      const states = group.filter((state) => asked.includes(state));
      const size = states.reduce((sum, state) => sum + counts[state], 0);
      if (toSkip < size && jobs.length < limit) {
        jobs.push(
          ...page.all(...values, JSON.stringify(states), limit - jobs.length, toSkip).map(printJobOf),
        );
      }
      toSkip = Math.max(0, toSkip - size);
    }
    return { jobs, total: asked.reduce((sum, state) => sum + counts[state], 0), counts };
  });
}

/** Jobs of each state, of all that meet the conditions. */
export function countByState(
  db: Store,
  conditions: readonly string[],
  values: readonly string[],
): PrintCounts {
  const rows = statement<{ state: PrintJobState; total: number }>(
    db,
    `SELECT job.state, count(*) AS total FROM print_job AS job ${where(conditions)} GROUP BY job.state`,
  ).all(...values);
  const found = new Map(rows.map(({ state, total }) => [state, total]));
  return Object.fromEntries(printJobStates.map((state) => [state, found.get(state) ?? 0])) as PrintCounts;
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}

/** The newest job whose card can be scanned now: it was handed to a printer, and nobody has scanned it. */
export function newestToVerify(db: Store, loyaltyId?: string): PrintJob | undefined {
  const ofCode = loyaltyId === undefined ? '' : 'AND job.loyalty_id = ?';
  const row = statement<PrintJobRow>(
    db,
    `SELECT ${jobColumns} WHERE job.state IN ('sent', 'needs-attention') ${ofCode}
     ORDER BY job.created_at_ms DESC, job.batch_place LIMIT 1`,
  ).get(...(loyaltyId === undefined ? [] : [loyaltyId]));
  return row === undefined ? undefined : printJobOf(row);
}

/** The till sends a `job` itself unless it travels in the outbox; what has become of its printer plays no part. */
export const sentByTill = `NOT EXISTS (
  SELECT 1 FROM mutation
  WHERE mutation.customer_uid = job.customer_uid AND mutation.state <> 'acked' AND mutation.print_job_id = job.job_id)`;

/** Printers that jobs of this till wait for. */
export function printersWithWork(db: Store): string[] {
  return statement<{ printer_id: string }>(
    db,
    `SELECT DISTINCT printer_id FROM print_job AS job
     WHERE state = 'waiting' AND batch_id IS NULL AND ${sentByTill}
     UNION
     SELECT printer_id FROM print_batch WHERE state = 'open' AND EXISTS (
       SELECT 1 FROM print_job AS job
       WHERE job.batch_id = print_batch.batch_id AND job.state = 'waiting' AND ${sentByTill})`,
  )
    .all()
    .map((row) => row.printer_id);
}

/** The oldest job, of those ordered one by one, that nothing has been sent for. */
export function nextSingleJob(db: Store, printerId: string): PrintJob | undefined {
  const row = statement<PrintJobRow>(
    db,
    `SELECT ${jobColumns} WHERE job.printer_id = ? AND job.state = 'waiting' AND job.batch_id IS NULL
       AND ${sentByTill} ORDER BY job.created_at_ms LIMIT 1`,
  ).get(printerId);
  return row === undefined ? undefined : printJobOf(row);
}

/** Where a job stands in its batch, beside the job. */
export interface BatchJob extends PrintJob {
  readonly place: number;
}

/** Jobs of a batch that nothing has been sent for, in their order. */
export function waitingJobsOf(db: Store, batchId: string, afterPlace: number, limit: number): BatchJob[] {
  return statement<PrintJobRow & { batch_place: number }>(
    db,
    `SELECT ${jobColumns} WHERE job.batch_id = ? AND job.state = 'waiting' AND job.batch_place > ?
       AND ${sentByTill} ORDER BY job.batch_place LIMIT ?`,
  )
    .all(batchId, afterPlace, limit)
    .map((row) => Object.assign(printJobOf(row), { place: row.batch_place }));
}

/** Whether a card is on its way to a printer at this moment. */
export function isCardBeingSent(db: Store): boolean {
  return statement(db, `SELECT 1 FROM print_job WHERE state = 'sending' LIMIT 1`).get() !== undefined;
}

/** Hands the jobs this till was sending itself to a person. */
export function recoverPrintJobs(db: Store, nowMs: number, error: TillError): void {
  statement(
    db,
    `UPDATE print_job AS job SET state = 'needs-attention', error = ?, updated_at_ms = ?
     WHERE job.state = 'sending' AND ${sentByTill}`,
  ).run(JSON.stringify(error), nowMs);
}

export function setPrintJobState(
  db: Store,
  jobId: string,
  state: PrintJobState,
  nowMs: number,
  error: TillError | null = null,
): void {
  statement(db, `UPDATE print_job SET state = ?, error = ?, updated_at_ms = ? WHERE job_id = ?`).run(
    state,
    error === null ? null : JSON.stringify(error),
    nowMs,
    jobId,
  );
}

export function isWaiting(db: Store, jobId: string): boolean {
  const row = statement(db, `SELECT 1 FROM print_job WHERE job_id = ? AND state = 'waiting'`).get(jobId);
  return row !== undefined;
}

/** Takes a job for sending; what its card says may have changed since it was ordered. */
export function claimPrintJob(db: Store, jobId: string, loyaltyId: string, nowMs: number): void {
  statement(
    db,
    `UPDATE print_job SET state = 'sending', loyalty_id = ?, error = NULL, updated_at_ms = ? WHERE job_id = ?`,
  ).run(loyaltyId, nowMs, jobId);
}

export function verifyPrintJob(db: Store, jobId: string, nowMs: number): void {
  statement(
    db,
    `UPDATE print_job SET state = 'verified', error = NULL, verified_at_ms = ?, updated_at_ms = ? WHERE job_id = ?`,
  ).run(nowMs, nowMs, jobId);
}

/**
 * The customer is erased: what was on its cards, and on those of customers merged into it, is forgotten,
 * and none is printed any more. To be called in the transaction that erases the customer.
 */
export function forgetCards(db: Store, customerUid: string, nowMs: number): void {
  statement(
    db,
    `WITH RECURSIVE person (customer_uid) AS (
       SELECT ? UNION
       SELECT tombstone.customer_uid FROM tombstone JOIN person ON tombstone.merged_into_uid = person.customer_uid)
     UPDATE print_job SET loyalty_id = '', error = NULL, updated_at_ms = ?,
       state = CASE state WHEN 'waiting' THEN 'cancelled' ELSE state END
     WHERE customer_uid IN (SELECT customer_uid FROM person)`,
  ).run(customerUid, nowMs);
}
