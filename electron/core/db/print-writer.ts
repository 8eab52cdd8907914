import { TillFailure, type TillError } from '#shared/contract/errors';
import type { Printer, PrintJob, PrintJobState } from '#shared/contract/values';
import { readCustomer } from '#shared/customer/model';
import { orderCard, printJob, unusedLoyaltyId, type CardOrder } from './card-orders.ts';
import { audit, enqueueChange, refreshed, visible, type Authorship } from './customer-changes.ts';
import { refreshCustomer } from './customers.ts';
import type { Store } from './open.ts';
import {
  findPrintJob,
  recoverPrintJobs,
  removePrinter,
  savePrinter,
  setPrintJobState,
  waitingNetworkJobs,
} from './print-jobs.ts';
import { statement } from './statement.ts';
import type { Transactions } from './transactions.ts';
import type { WriterContext } from './writer-context.ts';

/** Cards that are ordered, and printers. Part of the writer (writer.ts), on its thread. */
export function createPrintWriter(context: WriterContext, { atomic, indispensable }: Transactions) {
  const { db } = context;
  return {
    /** Orders a card; a customer without a loyalty id gets one with it, as a change of its own. */
    printCard: atomic(
      (customerUid: string, card: CardOrder, author: Authorship, loyaltyIds: readonly string[]): PrintJob => {
        let stored = visible(context, customerUid);
        if (!readCustomer(stored.record)?.loyaltyId) {
          const loyaltyId = unusedLoyaltyId(context, loyaltyIds);
          enqueueChange(context, stored, author, { kind: 'update', payload: { loyaltyId } });
          stored = refreshed(context, customerUid);
        }
        orderCard(context, stored, card, author);
        audit(context, author, 'cards.print', customerUid);
        return printJob(context, card.jobId);
      },
    ),

    /** Jobs this till sends itself; each must be claimed before a byte is sent. */
    waitingNetworkJobs: () => waitingNetworkJobs(db),

    /** Takes a waiting job for sending; false when somebody else did. */
    claimPrintJob: indispensable((jobId: string, nowMs: number): boolean => {
      if (findPrintJob(db, jobId)?.state !== 'waiting') return false;
      setPrintJobState(db, jobId, 'sending', nowMs);
      return true;
    }),

    setPrintJobState: indispensable(
      (jobId: string, state: PrintJobState, nowMs: number, error: TillError | null) => {
        setPrintJobState(db, jobId, state, nowMs, error);
      },
    ),

    /** After a crash nobody knows whether the card came out: a person looks. */
    recoverPrintJobs: indispensable((nowMs: number, error: TillError) => recoverPrintJobs(db, nowMs, error)),

    /**
     * A person's word on a job: it came out, it is to be tried once more, or it is
     * given up. Only an open job takes one, so that asking twice prints once.
     *
     * @throws TillFailure `print-job.not-found`; `mutation.not-waiting` while it is being sent and once it is settled
     */
    settlePrintJob: indispensable(
      (
        jobId: string,
        outcome: 'came-out' | 'print-again' | 'cancel',
        again: CardOrder,
        author: Authorship,
      ): PrintJob => {
        const job = findPrintJob(db, jobId);
        if (job === undefined) throw new TillFailure('print-job.not-found');
        if (job.state !== 'waiting' && job.state !== 'needs-attention') {
          throw new TillFailure('mutation.not-waiting');
        }
        settlePrintMutation(db, jobId, author.nowMs);
        setPrintJobState(db, jobId, outcome === 'came-out' ? 'sent' : 'cancelled', author.nowMs);
        refreshCustomer(context, job.customerUid);
        audit(context, author, 'cards.settle', job.customerUid);
        if (outcome !== 'print-again') return printJob(context, jobId);
        orderCard(context, visible(context, job.customerUid), again, author);
        return printJob(context, again.jobId);
      },
    ),

    savePrinter: atomic((printer: Printer) => savePrinter(db, printer)),
    removePrinter: atomic((printerId: string) => removePrinter(db, printerId)),
  };
}

/** A person has settled the job, so its mutation is not sent any more. */
function settlePrintMutation(db: Store, jobId: string, nowMs: number): void {
  statement(
    db,
    `UPDATE mutation SET state = 'acked', payload = '{}', settled_at_ms = ? WHERE print_job_id = ? AND state <> 'acked'`,
  ).run(nowMs, jobId);
}
