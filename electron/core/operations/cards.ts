import { otherSpellings, readCode } from '#shared/cards/code-readings';
import { TillFailure } from '#shared/contract/errors';
import type { Handlers } from '#shared/contract/operations';
import type { PrintJob, PrintJobState } from '#shared/contract/printing';
import { designFor } from '../cards/card-designs.ts';
import { cardModelOf } from '../cards/card-model.ts';
import type { PrintQueue } from '../cards/print-queue.ts';
import { answering, authorNow, noteChanged, spareLoyaltyIds, type OperationContext } from './context.ts';
import { cardOrderFor, requireCard } from './print-orders.ts';

type CardOperation =
  | 'cards.render'
  | 'cards.print'
  | 'cards.reprint'
  | 'cards.jobs'
  | 'cards.settle'
  | 'cards.cancel'
  | 'cards.verify';

/** States of jobs whose card may be in somebody's hand. */
const hasLeft: ReadonlySet<PrintJobState> = new Set(['sent', 'needs-attention', 'verified']);

/** Membership cards, one by one. */
export function cardHandlers(context: OperationContext, printQueue: PrintQueue): Handlers<CardOperation> {
  const { reader, writer } = context;

  async function jobOf(jobId: string): Promise<PrintJob> {
    const job = await reader.findPrintJob(jobId);
    if (job === undefined) throw new TillFailure('print-job.not-found');
    return job;
  }

  function noteJobs(...customerUids: string[]): void {
    noteChanged(context, ...customerUids);
    context.emit({ type: 'print-jobs' });
    printQueue.start();
  }

  async function printCard(
    customerUid: string,
    printer: string | undefined,
    reprintOf?: string,
  ): Promise<PrintJob> {
    const customer = (await reader.getCustomer(customerUid))?.customer;
    if (customer !== undefined) requireCard(context, customer);
    const order = await cardOrderFor(context, printer);
    const job = await writer.printCard(
      customer?.customerUid ?? customerUid,
      reprintOf === undefined ? order : { ...order, reprintOf },
      authorNow(context),
      spareLoyaltyIds(),
    );
    noteJobs(job.customerUid);
    return job;
  }

  async function settle(
    jobId: string,
    outcome: 'came-out' | 'print-again' | 'cancel',
    printer?: string,
  ): Promise<PrintJob> {
    const known = await jobOf(jobId);
    const again =
      outcome === 'print-again'
        ? {
            ...(await cardOrderFor(context, printer ?? known.printerId)),
            customerUid: (await reader.mergedInto(known.customerUid)) ?? known.customerUid,
          }
        : null;
    const job = await writer.settlePrintJob(jobId, outcome, again, authorNow(context), spareLoyaltyIds());
    noteJobs(job.customerUid);
    return job;
  }

  return {
    'cards.render': ({ customerUid, format, designId }) =>
      answering(async () => {
        const details = await reader.getCustomer(customerUid);
        if (details === undefined) throw new TillFailure('customer.not-found');
        const card = cardModelOf(details.customer, await reader.getSettings());
        if (!card.ok) throw new TillFailure(card.error.code, card.error);
        const design = designFor(format, await reader.getOwnDesigns(), designId);
        const { bytes, ...rendered } = await context.drawer.renderCard(card.model, design, format);
        return { ...rendered, base64: Buffer.from(bytes).toString('base64') };
      }),

    'cards.print': ({ customerUid, printer }) =>
      answering(async () => ({ job: await printCard(customerUid, printer) })),

    'cards.reprint': ({ jobId, printer }) =>
      answering(async () => {
        const known = await jobOf(jobId);
        if (known.state === 'waiting' || known.state === 'sending') {
          throw new TillFailure('print-job.not-settled');
        }
        if (known.state === 'needs-attention') return { job: await settle(jobId, 'print-again', printer) };
        return { job: await printCard(known.customerUid, printer ?? known.printerId, jobId) };
      }),

    'cards.jobs': ({ limit, offset, ...filter }) =>
      answering(async () => reader.listPrintJobs(filter, limit ?? 100, offset ?? 0)),

    'cards.settle': ({ jobId, outcome }) => answering(async () => ({ job: await settle(jobId, outcome) })),

    'cards.cancel': ({ jobId }) =>
      answering(async () => {
        await jobOf(jobId);
        await printQueue.breakOff(jobId);
        const job = await jobOf(jobId);
        // Broken off, it says by itself what has become of it.
        return { job: job.state === 'waiting' ? await settle(jobId, 'cancel') : job };
      }),

    'cards.verify': ({ code: scanned, jobId }) =>
      answering(async () => {
        const { text, values } = readCode(scanned);
        const spellings = new Set(values.flatMap((value) => otherSpellings(value).concat(value)));
        const wanted = jobId === undefined ? undefined : await jobOf(jobId);
        if (wanted !== undefined && !hasLeft.has(wanted.state)) {
          throw new TillFailure('print-job.not-settled');
        }

        for (const spelling of spellings) {
          const found = await reader.newestToVerify(spelling);
          const isWanted = wanted === undefined || wanted.loyaltyId === spelling;
          const job = isWanted ? (wanted ?? found) : undefined;
          if (job === undefined) continue;
          const verified = await writer.verifyPrintJob(job.jobId, authorNow(context));
          noteJobs(verified.customerUid);
          return { outcome: 'verified' as const, job: verified };
        }
        const expected = wanted ?? (await reader.newestToVerify());
        if (expected === undefined) return { outcome: 'nothing-to-verify' as const, code: text };
        const meaning = await reader.findCode(scanned);
        const customer = 'customer' in meaning ? meaning.customer : null;
        return {
          outcome: 'other-card' as const,
          code: text,
          customer:
            customer === null
              ? null
              : { customerUid: customer.customerUid, displayName: customer.displayName },
          expected,
        };
      }),
  };
}
