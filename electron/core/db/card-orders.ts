import { TillFailure } from '#shared/contract/errors';
import type { Printer, PrinterOf, PrintJob } from '#shared/contract/printing';
import { readCustomer } from '#shared/customer/model';
import { enqueueChange, refreshed, visible, type Authorship } from './customer-changes.ts';
import { refreshCustomer, type StoredCustomer } from './customers.ts';
import { isLoyaltyIdTaken } from './loyalty-ids.ts';
import { enqueueMutation } from './mutations.ts';
import { findPrintJob, insertPrintJob } from './print-jobs.ts';
import type { WriterContext } from './writer-context.ts';

/** A card to print with, or for, a customer. */
export interface CardOrder {
  readonly jobId: string;
  readonly mutationId: string;
  readonly printer: Printer;
  /** The job whose card is printed again. */
  readonly reprintOf?: string;
}

/** A job for the service's printing travels in the outbox; one for a printer of the shop waits for the print queue. */
export function orderCard(
  context: WriterContext,
  stored: StoredCustomer,
  card: CardOrder,
  author: Authorship,
): void {
  const loyaltyId = readCustomer(stored.record)?.loyaltyId;
  if (!loyaltyId) throw new TillFailure('card.no-loyalty-id');
  const { customerUid } = stored;
  insertPrintJob(context.db, {
    jobId: card.jobId,
    customerUid,
    loyaltyId,
    printerId: card.printer.printerId,
    printerName: card.printer.name,
    nowMs: author.nowMs,
    reprintOf: card.reprintOf,
  });
  if (card.printer.kind === 'service') handToService(context, customerUid, card, card.printer, author);
}

/** From here on the job travels in the outbox. */
export function handToService(
  context: WriterContext,
  customerUid: string,
  card: Pick<CardOrder, 'jobId' | 'mutationId'>,
  { printerUid }: PrinterOf<'service'>,
  author: Authorship,
): void {
  enqueueMutation(context.db, {
    ...author,
    mutationId: card.mutationId,
    customerUid,
    change: { kind: 'print-card', payload: printerUid === undefined ? {} : { printerUid } },
    printJobId: card.jobId,
  });
  refreshCustomer(context, customerUid);
}

/** The customer with a loyalty id: one without gets it as a change of its own. */
export function withLoyaltyId(
  context: WriterContext,
  customerUid: string,
  author: Authorship,
  candidates: readonly string[],
): StoredCustomer {
  const stored = visible(context, customerUid);
  if (readCustomer(stored.record)?.loyaltyId) return stored;
  const loyaltyId = unusedLoyaltyId(context, candidates);
  enqueueChange(context, stored, author, { kind: 'update', payload: { loyaltyId } });
  return refreshed(context, customerUid);
}

export function printJob(context: WriterContext, jobId: string): PrintJob {
  const job = findPrintJob(context.db, jobId);
  if (job === undefined) throw new Error(`Print job ${jobId} is not in the table it was written to`);
  return job;
}

/** The first candidate nobody on this till has, waiting or synced. */
export function unusedLoyaltyId(context: WriterContext, candidates: readonly string[]): string {
  const unused = candidates.find((candidate) => !isLoyaltyIdTaken(context, candidate));
  if (unused === undefined) throw new Error('No unused loyalty id among the candidates');
  return unused;
}
