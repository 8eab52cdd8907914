import { because } from '#shared/contract/error-reasons';
import { TillFailure } from '#shared/contract/errors';
import type { Handlers } from '#shared/contract/operations';
import { maxBatch, type CardsFor, type PrintBatch, type Printer } from '#shared/contract/printing';
import type { StoredBatch } from '../db/print-batches.ts';
import type { PrintQueue } from '../cards/print-queue.ts';
import { answering, noteChanged, type OperationContext } from './context.ts';
import { printerFor } from './print-orders.ts';

type BatchOperation =
  | 'cards.printMany'
  | 'cards.printList'
  | 'cards.batches'
  | 'cards.pauseBatch'
  | 'cards.resumeBatch'
  | 'cards.cancelBatch'
  | 'cards.settleBatch';

/** Rows looked at, lines matched and jobs written in one go: a few milliseconds of the reader's or writer's time. */
const atOnce = 250;
const maxToldLines = 1_000;
/** A line of a list may be a whole record; what is told of it is its beginning. */
const maxToldText = 120;

interface WantedCard {
  readonly customerUid: string;
  readonly reprintOf?: string;
}

/** Cards for many customers. */
export function printBatchHandlers(
  context: OperationContext,
  printQueue: PrintQueue,
): Handlers<BatchOperation> {
  const { reader, writer } = context;

  const withDrawn = (batch: StoredBatch): PrintBatch => ({
    ...batch,
    drawn: printQueue.drawnOf(batch.batchId),
  });

  async function batchOf(batchId: string): Promise<PrintBatch> {
    const batch = await reader.findPrintBatch(batchId);
    if (batch === undefined) throw new TillFailure('print-batch.not-found');
    return withDrawn(batch);
  }

  async function goOn(batchId: string): Promise<PrintBatch> {
    const batch = await batchOf(batchId);
    context.emit({ type: 'print-jobs' });
    printQueue.start();
    return batch;
  }

  /** The customers named that are here, each once; or all that the filters let through. */
  async function customersFor({ customerUids, all }: CardsFor): Promise<string[]> {
    const found = new Set<string>();
    if (customerUids !== undefined) {
      for (const some of inParts(customerUids)) {
        for (const customerUid of await reader.inSight(some)) found.add(customerUid);
      }
    } else if (all !== undefined) {
      for (let after: number | null = 0; after !== null;) {
        const page = await reader.listCardsFor(all, after, atOnce);
        for (const customerUid of page.customerUids) found.add(customerUid);
        if (found.size > maxBatch) throw tooMany();
        after = page.next;
      }
    }
    return [...found];
  }

  /** All of the batch or nothing: until it is opened it is nobody's, and a restart forgets it. */
  async function makeBatch(
    cards: readonly WantedCard[],
    printer: Printer,
    reprintOf?: string,
  ): Promise<PrintBatch> {
    const batch = {
      batchId: context.ids(),
      printerId: printer.printerId,
      printerName: printer.name,
      actor: context.author(),
      nowMs: context.clock(),
      ...(reprintOf === undefined ? {} : { reprintOf }),
    };
    await writer.startPrintBatch(batch);
    let place = 0;
    for (const some of inParts(cards)) {
      const jobs = some.map((card) => Object.assign({ jobId: context.ids() }, card));
      await writer.addToPrintBatch(batch, jobs, place);
      place += some.length;
    }
    await writer.openPrintBatch(batch.batchId);
    await writer.appendAudit({
      atMs: batch.nowMs,
      actor: batch.actor,
      action: 'cards.printMany',
      outcome: 'ok',
      detail: { count: cards.length },
    });
    return goOn(batch.batchId);
  }

  async function orderMany(
    customerUids: readonly string[],
    printer: string | undefined,
    onlyCount: boolean,
  ): Promise<{ batch: PrintBatch | null; total: number }> {
    const total = customerUids.length;
    if (total > maxBatch) throw tooMany();
    const resolved = await printerFor(context, printer, 'many');
    if (onlyCount || total === 0) return { batch: null, total };
    const cards = customerUids.map((customerUid) => ({ customerUid }));
    return { batch: await makeBatch(cards, resolved), total };
  }

  return {
    'cards.printMany': ({ cardsFor, printer, onlyCount }) =>
      answering(async () => orderMany(await customersFor(cardsFor), printer, onlyCount === true)),

    'cards.printList': ({ text, printer, onlyCount }) =>
      answering(async () => {
        const lines = text
          .replace(/^\uFEFF/, '')
          .split(/\r\n|\n|\r/)
          .map((line, index) => ({ line: index + 1, text: line.trim() }))
          .filter(({ text: words }) => words !== '');
        if (lines.length > maxBatch) throw tooMany();
        const found = new Set<string>();
        const unmatched: { line: number; text: string; reason: 'unknown' | 'several' }[] = [];
        let repeated = 0;
        for (const some of inParts(lines)) {
          const columns = some.map((line) => columnsOf(line.text));
          const listed = await reader.findListed(columns.flat());
          for (const [index, line] of some.entries()) {
            const meant = listed.splice(0, columns[index]!.length);
            const customer = meant.find((one) => 'customerUid' in one);
            if (customer !== undefined) {
              if (found.has(customer.customerUid)) repeated += 1;
              found.add(customer.customerUid);
              continue;
            }
            const isSeveral = meant.some((one) => 'reason' in one && one.reason === 'several');
            unmatched.push({
              line: line.line,
              text: line.text.slice(0, maxToldText),
              reason: isSeveral ? 'several' : 'unknown',
            });
          }
        }
        return {
          ...(await orderMany([...found], printer, onlyCount === true)),
          unmatched: unmatched.slice(0, maxToldLines),
          unmatchedTotal: unmatched.length,
          repeated,
        };
      }),

    'cards.batches': ({ batchId, limit }) =>
      answering(async () => ({
        batches:
          batchId === undefined
            ? (await reader.listPrintBatches(limit ?? 50)).map(withDrawn)
            : [await batchOf(batchId)],
      })),

    'cards.pauseBatch': ({ batchId }) =>
      answering(async () => {
        if ((await batchOf(batchId)).state === 'printing') {
          await writer.pausePrintBatch(batchId, null);
          await printQueue.holdDrawing(batchId);
        }
        return { batch: await goOn(batchId) };
      }),

    'cards.resumeBatch': ({ batchId, printer }) =>
      answering(async () => {
        const { state, printerId } = await batchOf(batchId);
        if (state !== 'paused') throw new TillFailure('print-batch.over');
        const resolved = await printerFor(context, printer ?? printerId, 'many');
        await writer.openPrintBatch(batchId, resolved);
        return { batch: await goOn(batchId) };
      }),

    'cards.cancelBatch': ({ batchId }) =>
      answering(async () => {
        const { state } = await batchOf(batchId);
        if (state === 'done' || state === 'cancelled') throw new TillFailure('print-batch.over');
        while (await writer.cancelPrintBatch(batchId, context.clock()));
        await printQueue.holdBatch(batchId);
        // What was being sent and certainly did not leave the till waited again.
        while (await writer.cancelPrintBatch(batchId, context.clock()));
        noteChanged(context);
        return { batch: await goOn(batchId) };
      }),

    'cards.settleBatch': ({ batchId, outcome }) =>
      answering(async () => {
        const { printerId } = await batchOf(batchId);
        const printer = outcome === 'print-again' ? await printerFor(context, printerId, 'many') : undefined;
        const open: WantedCard[] = [];
        for (;;) {
          const { jobs } = await reader.listPrintJobs({ batchId, states: ['needs-attention'] }, atOnce, 0);
          if (jobs.length === 0) break;
          const jobIds = jobs.map(({ jobId }) => jobId);
          await writer.settleOpenJobs(jobIds, outcome === 'came-out' ? 'sent' : 'cancelled', context.clock());
          for (const { jobId, customerUid } of jobs) {
            open.push({
              customerUid: (await reader.mergedInto(customerUid)) ?? customerUid,
              reprintOf: jobId,
            });
          }
        }
        if (printer === undefined || open.length === 0) return { batch: await goOn(batchId) };
        return { batch: await makeBatch(open, printer, batchId) };
      }),
  };
}

function tooMany(): TillFailure {
  return new TillFailure(
    'input.too-large',
    because('cards.too-many', { most: maxBatch.toLocaleString('en') }),
  );
}

/** The whole line first; then what stands between separators. */
function columnsOf(line: string): string[] {
  const columns = line
    .split(/[;,\t]/)
    .map((column) => column.trim().replace(/^"(.*)"$/, '$1'))
    .filter((column) => column !== '' && column !== line);
  return [line, ...columns.slice(0, 10)];
}

function* inParts<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let at = 0; at < items.length; at += atOnce) yield items.slice(at, at + atOnce);
}
