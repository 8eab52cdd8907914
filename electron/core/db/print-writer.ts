import { TillFailure, type TillError } from '#shared/contract/errors';
import type { Printer, PrinterOf, PrintJob, PrintJobState } from '#shared/contract/printing';
import { handToService, orderCard, printJob, withLoyaltyId, type CardOrder } from './card-orders.ts';
import { audit, type Authorship } from './customer-changes.ts';
import { refreshCustomer } from './customers.ts';
import type { Store } from './open.ts';
import {
  addToBatch,
  insertPrintBatch,
  isBatchOpen,
  moveBatch,
  nextPrintBatch,
  recoverPrintBatches,
  setPrintBatchState,
  type NewPrintBatch,
} from './print-batches.ts';
import {
  claimPrintJob,
  findPrintJob,
  isWaiting,
  nextSingleJob,
  printersWithWork,
  recoverPrintJobs,
  setPrintJobState,
  verifyPrintJob,
  waitingJobsOf,
  type BatchJob,
} from './print-jobs.ts';
import { removePrinter, savePrinter } from './printers.ts';
import { statement } from './statement.ts';
import type { Transactions } from './transactions.ts';
import type { WriterContext } from './writer-context.ts';

/** Cards that are ordered, and printers. Part of the writer (writer.ts), on its thread. */
export function createPrintWriter(context: WriterContext, { atomic, indispensable }: Transactions) {
  const { db } = context;

  const settleAll = (
    jobIds: readonly string[],
    state: PrintJobState,
    nowMs: number,
    error: TillError | null,
  ): void => {
    for (const jobId of jobIds) setPrintJobState(db, jobId, state, nowMs, error);
  };

  return {
    /** Orders a card; a customer without a loyalty id gets one with it, as a change of its own. */
    printCard: atomic(
      (customerUid: string, card: CardOrder, author: Authorship, loyaltyIds: readonly string[]): PrintJob => {
        orderCard(context, withLoyaltyId(context, customerUid, author, loyaltyIds), card, author);
        const action = card.reprintOf === undefined ? 'cards.print' : 'cards.reprint';
        audit(context, author, action, customerUid, { printJobId: card.jobId });
        return printJob(context, card.jobId);
      },
    ),

    /** For the card of a batch, when its turn comes. */
    giveLoyaltyId: atomic((customerUid: string, author: Authorship, loyaltyIds: readonly string[]) => {
      withLoyaltyId(context, customerUid, author, loyaltyIds);
    }),

    printersWithWork: (): string[] => printersWithWork(db),
    nextSingleJob: (printerId: string): PrintJob | undefined => nextSingleJob(db, printerId),
    nextPrintBatch: (printerId: string): string | undefined => nextPrintBatch(db, printerId),
    waitingJobsOf: (batchId: string, afterPlace: number, limit: number): BatchJob[] =>
      waitingJobsOf(db, batchId, afterPlace, limit),

    /**
     * Takes waiting jobs for sending, all or none: none when one is not waiting any more, or when its
     * batch was stopped meanwhile. Nothing of them has been sent before.
     */
    claimPrintJobs: indispensable(
      (
        jobs: readonly { readonly jobId: string; readonly loyaltyId: string }[],
        batchId: string | null,
        nowMs: number,
      ): boolean => {
        if (isHeldBack(db, batchId)) return false;
        if (jobs.some(({ jobId }) => !isWaiting(db, jobId))) return false;
        for (const { jobId, loyaltyId } of jobs) claimPrintJob(db, jobId, loyaltyId, nowMs);
        return true;
      },
    ),

    settlePrintJobs: indispensable(settleAll),

    /** A person's word on many jobs that need one; those that do not any more are left alone. */
    settleOpenJobs: indispensable(
      (jobIds: readonly string[], state: 'sent' | 'cancelled', nowMs: number): void => {
        for (const jobId of jobIds) {
          const job = findPrintJob(db, jobId);
          if (job?.state !== 'needs-attention') continue;
          setPrintJobState(db, jobId, state, nowMs);
          if (settlePrintMutation(db, job.customerUid, jobId, nowMs))
            refreshCustomer(context, job.customerUid);
        }
      },
    ),

    /** Puts jobs of a service's printer into the outbox; those that are not waiting any more are left out. */
    handToService: atomic(
      (
        cards: readonly { readonly jobId: string; readonly mutationId: string }[],
        printer: PrinterOf<'service'>,
        author: Authorship,
      ): void => {
        for (const card of cards) {
          const job = findPrintJob(db, card.jobId);
          if (job?.state !== 'waiting' || isHeldBack(db, job.batchId)) continue;
          handToService(context, job.customerUid, card, printer, author);
        }
      },
    ),

    /** After a crash nobody knows whether the card came out: a person looks. */
    recoverPrintJobs: indispensable((nowMs: number, error: TillError) => {
      for (const batchId of recoverPrintBatches(db, error)) {
        while (cancelSome(context, batchId, nowMs));
      }
      recoverPrintJobs(db, nowMs, error);
    }),

    /**
     * A person's word on a job: it came out, it is to be tried once more, or it is
     * given up. Only an open job takes one, so that asking twice prints once.
     *
     * @param again how a card is printed again, and whose when that customer was merged into another
     * @throws TillFailure `print-job.not-found`; `mutation.not-waiting` while it is being sent and once it is settled
     */
    settlePrintJob: indispensable(
      (
        jobId: string,
        outcome: 'came-out' | 'print-again' | 'cancel',
        again: (CardOrder & { readonly customerUid?: string }) | null,
        author: Authorship,
        loyaltyIds: readonly string[] = [],
      ): PrintJob => {
        const job = findPrintJob(db, jobId);
        if (job === undefined) throw new TillFailure('print-job.not-found');
        if (job.state !== 'waiting' && job.state !== 'needs-attention') {
          throw new TillFailure('mutation.not-waiting');
        }
        settlePrintMutation(db, job.customerUid, jobId, author.nowMs);
        setPrintJobState(db, jobId, outcome === 'came-out' ? 'sent' : 'cancelled', author.nowMs);
        refreshCustomer(context, job.customerUid);
        audit(context, author, 'cards.settle', job.customerUid);
        if (outcome !== 'print-again' || again === null) return printJob(context, jobId);
        const stored = withLoyaltyId(context, again.customerUid ?? job.customerUid, author, loyaltyIds);
        orderCard(context, stored, { ...again, reprintOf: jobId }, author);
        return printJob(context, again.jobId);
      },
    ),

    /** The card was scanned. */
    verifyPrintJob: indispensable((jobId: string, author: Authorship): PrintJob => {
      verifyPrintJob(db, jobId, author.nowMs);
      const job = printJob(context, jobId);
      settlePrintMutation(db, job.customerUid, jobId, author.nowMs);
      refreshCustomer(context, job.customerUid);
      audit(context, author, 'cards.verify', job.customerUid);
      return job;
    }),

    startPrintBatch: atomic((batch: NewPrintBatch) => insertPrintBatch(db, batch)),
    addToPrintBatch: atomic(
      (
        batch: NewPrintBatch,
        cards: readonly {
          readonly jobId: string;
          readonly customerUid: string;
          readonly reprintOf?: string;
        }[],
        firstPlace: number,
      ) => addToBatch(db, batch, cards, firstPlace),
    ),
    /** All jobs of a new batch are written, or a paused one goes on, on another printer if one is given. */
    openPrintBatch: atomic((batchId: string, printer?: Printer): void => {
      if (printer !== undefined) moveBatch(db, batchId, printer);
      setPrintBatchState(db, batchId, 'open');
    }),
    pausePrintBatch: indispensable((batchId: string, error: TillError | null): void => {
      if (isBatchOpen(db, batchId)) setPrintBatchState(db, batchId, 'paused', error);
    }),

    /**
     * Gives up what is not sent yet, and what the outbox was to carry of it, some at a time so that nobody
     * waits for it. From the first call on nothing of the batch is sent.
     *
     * @returns whether there is more to give up
     */
    cancelPrintBatch: indispensable((batchId: string, nowMs: number): boolean => {
      setPrintBatchState(db, batchId, 'cancelled');
      return cancelSome(context, batchId, nowMs);
    }),

    savePrinter: atomic((printer: Printer) => savePrinter(db, printer)),
    removePrinter: atomic((printerId: string) => removePrinter(db, printerId)),
  };
}

/** Whether somebody or something has stopped the batch. */
function isHeldBack(db: Store, batchId: string | null): boolean {
  return batchId !== null && !isBatchOpen(db, batchId);
}

const cancelledAtOnce = 200;

/** @returns whether there is more */
function cancelSome(context: WriterContext, batchId: string, nowMs: number): boolean {
  const { db } = context;
  const some = statement<{ job_id: string; customer_uid: string }>(
    db,
    `SELECT job_id, customer_uid FROM print_job WHERE batch_id = ? AND state = 'waiting' LIMIT ?`,
  ).all(batchId, cancelledAtOnce);
  for (const { job_id: jobId, customer_uid: customerUid } of some) {
    setPrintJobState(db, jobId, 'cancelled', nowMs);
    if (settlePrintMutation(db, customerUid, jobId, nowMs)) refreshCustomer(context, customerUid);
  }
  return some.length === cancelledAtOnce;
}

/**
 * A person has settled the job, so its mutation is not sent any more.
 *
 * @returns whether there was one
 */
function settlePrintMutation(db: Store, customerUid: string, jobId: string, nowMs: number): boolean {
  const settled = statement(
    db,
    `UPDATE mutation SET state = 'acked', payload = '{}', settled_at_ms = ?
     WHERE customer_uid = ? AND print_job_id = ? AND state <> 'acked'`,
  ).run(nowMs, customerUid, jobId);
  return settled.changes > 0;
}
