import { displayNameOf, readCustomer } from '#shared/customer/model';
import { printerSchema, type Printer, type PrintJob, type PrintJobState } from '#shared/contract/values';
import type { TillError } from '#shared/contract/errors';
import { statement } from './statement.ts';
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
  };
}

export function insertPrintJob(
  db: Store,
  job: { jobId: string; customerUid: string; loyaltyId: string; printer: Printer; nowMs: number },
): void {
  statement(
    db,
    `INSERT INTO print_job (job_id, customer_uid, loyalty_id, printer_id, printer_name, state, created_at_ms, updated_at_ms)
     VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?)`,
  ).run(
    job.jobId,
    job.customerUid,
    job.loyaltyId,
    job.printer.printerId,
    job.printer.name,
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

/** Newest first. */
export function listPrintJobs(
  db: Store,
  filter: { customerUid?: string | undefined; limit: number },
): PrintJob[] {
  const rows =
    filter.customerUid === undefined
      ? statement<PrintJobRow>(db, `SELECT ${jobColumns} ORDER BY job.created_at_ms DESC LIMIT ?`).all(
          filter.limit,
        )
      : statement<PrintJobRow>(
          db,
          `SELECT ${jobColumns} WHERE job.customer_uid = ? ORDER BY job.created_at_ms DESC LIMIT ?`,
        ).all(filter.customerUid, filter.limit);
  return rows.map(printJobOf);
}

/** The till sends a job itself unless it travels in the outbox; what has become of its printer plays no part. */
const sentByTill = `NOT EXISTS (
  SELECT 1 FROM mutation
  WHERE mutation.customer_uid = job.customer_uid AND mutation.state <> 'acked' AND mutation.print_job_id = job.job_id)`;

/** Jobs this till has to send and nothing has been sent for, oldest first. */
export function waitingNetworkJobs(db: Store): PrintJob[] {
  return statement<PrintJobRow>(
    db,
    `SELECT ${jobColumns} WHERE job.state = 'waiting' AND ${sentByTill} ORDER BY job.created_at_ms`,
  )
    .all()
    .map(printJobOf);
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

/** The service's own printing: every till has it, even before any printer was added. */
export const servicePrinter: Printer = { kind: 'service', printerId: 'service', name: 'Customer service' };

export function listPrinters(db: Store): Printer[] {
  const saved = statement<{ profile: string }>(db, `SELECT profile FROM printer ORDER BY printer_id`)
    .all()
    .map((row) => printerSchema.parse(JSON.parse(row.profile)));
  return saved.some((printer) => printer.printerId === servicePrinter.printerId)
    ? saved
    : [servicePrinter, ...saved];
}

export function savePrinter(db: Store, printer: Printer): void {
  statement(
    db,
    `INSERT INTO printer (printer_id, profile) VALUES (?, ?) ON CONFLICT (printer_id) DO UPDATE SET profile = excluded.profile`,
  ).run(printer.printerId, JSON.stringify(printer));
}

export function removePrinter(db: Store, printerId: string): boolean {
  return statement(db, `DELETE FROM printer WHERE printer_id = ?`).run(printerId).changes > 0;
}
