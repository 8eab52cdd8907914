import { TillFailure } from '#shared/contract/errors';
import type { Printer, PrintJob } from '#shared/contract/values';
import { readCustomer } from '#shared/customer/model';
import type { Authorship } from './customer-changes.ts';
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
    printer: card.printer,
    nowMs: author.nowMs,
  });
  if (card.printer.kind !== 'service') return;
  const { printerUid } = card.printer;
  enqueueMutation(context.db, {
    ...author,
    mutationId: card.mutationId,
    customerUid,
    change: { kind: 'print-card', payload: printerUid === undefined ? {} : { printerUid } },
    printJobId: card.jobId,
  });
  refreshCustomer(context, customerUid);
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
