import { mkdirSync, rmSync } from 'node:fs';
import type { CardDesign } from '#shared/cards/card-design';
import { designIdOf, designTrouble } from '#shared/cards/printer-design';
import { because } from '#shared/contract/error-reasons';
import { fail, TillFailure, type TillError } from '#shared/contract/errors';
import type { TillEvent } from '#shared/contract/operations';
import type { Printer, PrinterOf, PrintJob } from '#shared/contract/printing';
import type { CoreLog } from '../core.ts';
import type { BatchJob } from '../db/print-jobs.ts';
import type { Writer } from '../db/writer.ts';
import type { Remote } from '../threads/remote.ts';
import { designFor } from './card-designs.ts';
import type { CardDrawer } from './card-drawer.ts';
import type { CardModel } from './card-model.ts';
import { prepareCards, type CardPreparation } from './prepare-cards.ts';
import { draftPathOf, formFor, sendDocument, type PagePrinter } from './print-document.ts';
import { sendToNetworkPrinter } from './transports/network-printer.ts';
import { statusQuestion } from './transports/printer-status.ts';
import type { SendOutcome } from './transports/send-outcome.ts';
import type { SystemPrinters } from './transports/system-printers.ts';

export interface PrintQueue {
  /** Sends what waits for the shop's own printers; each printer has one run at a time. */
  readonly start: () => void;
  /** Breaks off a job that is being sent, and waits for what has become of it; false when none is. */
  readonly breakOff: (jobId: string) => Promise<boolean>;
  /** Breaks off what is being drawn of a batch, and waits for it; what is being sent goes on. */
  readonly holdDrawing: (batchId: string) => Promise<void>;
  /** Breaks off what is being drawn or sent of a batch, and waits for it. */
  readonly holdBatch: (batchId: string) => Promise<void>;
  /** Cards drawn so far of a batch that goes to its printer as one document; null while none is drawn. */
  readonly drawnOf: (batchId: string) => number | null;
  /** Waits for the jobs being sent, for a moment; with `finish`, for all that wait now. */
  readonly stop: (finish: boolean) => Promise<void>;
}

export interface PrintQueueParts extends CardPreparation {
  readonly writer: Remote<Writer>;
  readonly drawer: CardDrawer;
  readonly clock: () => number;
  readonly log: CoreLog;
  readonly emit: (event: TillEvent) => void;
  readonly systemPrinters: SystemPrinters | undefined;
  /** Where documents lie until they are handed over; its content is nobody's after a restart. */
  readonly draftFolder: string;
  /** Puts jobs for the service's printing into the outbox; answers why it cannot. */
  readonly handToService: (
    jobs: readonly PrintJob[],
    printer: PrinterOf<'service'>,
  ) => Promise<TillError | null>;
}

/** Something of one job or batch that can be broken off. */
interface Work {
  /** Aborted with the reason why. */
  readonly stop: AbortController;
  readonly jobId: string | null;
  readonly batchId: string | null;
  drawn: number;
  /** Whether it was claimed: what is only being drawn can be drawn again. */
  isSending: boolean;
  done: Promise<unknown>;
}

/** The job itself was given up, its batch is held back, or the till closes. */
type StopReason = 'job' | 'batch' | 'closing';

interface Lane {
  askedAgain: boolean;
  done: Promise<void>;
}

const readAtOnce = 100;
const settledAtOnce = 1_000;
/** A till that closes waits so long for a printer to say that it has everything. */
const closingGraceMs = 3_000;
const eventIntervalMs = 250;

/**
 * Sends cards to the shop's printers, each job at most once: it is claimed durably
 * before its first byte, and an outcome nobody knows is for a person to settle.
 * Each printer has a lane of its own, so that none waits for another; in a lane,
 * cards ordered one by one go before those of batches. (docs/adr/0004-print-semantics.md)
 */
export function createPrintQueue(parts: PrintQueueParts): PrintQueue {
  const { reader, writer, drawer, clock, draftFolder, systemPrinters } = parts;
  const lanes = new Map<string, Lane>();
  const works = new Set<Work>();
  /** Printers that were asked how they are and did not say; asking costs time. */
  const silent = new Set<string>();
  const closing = { begun: false };
  const tell = tellNowAndThen(() => parts.emit({ type: 'print-jobs' }));
  rmSync(draftFolder, { recursive: true, force: true });

  /** Runs work that can be broken off. */
  async function working<Value>(
    of: { readonly jobId?: string; readonly batchId: string | null },
    run: (work: Work) => Promise<Value>,
  ): Promise<Value> {
    const work: Work = {
      stop: new AbortController(),
      jobId: of.jobId ?? null,
      batchId: of.batchId,
      drawn: 0,
      isSending: false,
      done: Promise.resolve(),
    };
    works.add(work);
    try {
      const running = run(work);
      work.done = running.catch(() => {});
      return await running;
    } finally {
      works.delete(work);
    }
  }

  async function breakOffAll(reason: StopReason, matches: (work: Work) => boolean): Promise<boolean> {
    const found = [...works].filter(matches);
    for (const work of found) work.stop.abort(reason);
    await Promise.all(found.map(({ done }) => done));
    return found.length > 0;
  }

  async function settle(
    jobs: readonly Pick<PrintJob, 'jobId'>[],
    state: PrintJob['state'],
    error: TillError | null = null,
  ): Promise<void> {
    for (let at = 0; at < jobs.length; at += settledAtOnce) {
      const some = jobs.slice(at, at + settledAtOnce).map(({ jobId }) => jobId);
      await writer.settlePrintJobs(some, state, clock(), error);
    }
    tell();
  }

  /** What is known of jobs once they were handed to a printer, or were not. */
  async function settleSent(
    jobs: readonly Pick<PrintJob, 'jobId'>[],
    batchId: string | null,
    sent: SendOutcome,
    { aborted, reason }: AbortSignal,
  ): Promise<void> {
    if (sent.outcome === 'sent') return settle(jobs, 'sent');
    if (sent.outcome === 'unknown') await settle(jobs, 'needs-attention', sent.error);
    else if (aborted && reason === 'job') await settle(jobs, 'cancelled');
    // Nothing left the till, so these wait as if they had not been tried.
    else if (aborted || batchId !== null) await settle(jobs, 'waiting');
    else await settle(jobs, 'needs-attention', sent.error);
    if (batchId !== null && !aborted) await writer.pausePrintBatch(batchId, sent.error);
  }

  /** One card to a printer that takes bytes. */
  async function printOnNetwork(job: PrintJob, printer: PrinterOf<'network'>): Promise<void> {
    const [card] = await prepareCards(parts, [job]);
    if (card === undefined || !card.ok) {
      return settle([job], 'needs-attention', card?.error ?? fail('internal').error);
    }
    const { language, host, port, dotsPerMm } = printer;
    const design = designFor(language, await reader.getOwnDesigns(), designIdOf(printer));
    const misfit = misfitOf(printer, design);
    if (misfit !== undefined) {
      await settleSent([job], job.batchId, { outcome: 'not-sent', error: misfit }, neverStopped);
      return;
    }
    const { bytes } = await drawer.renderCard(
      card.model,
      dotsPerMm === undefined ? design : { ...design, dotsPerMm },
      language,
    );
    const claimed = [{ jobId: job.jobId, loyaltyId: card.model.loyaltyId }];
    await working(job, async (work) => {
      const { signal } = work.stop;
      if (!(await writer.claimPrintJobs(claimed, job.batchId, clock()))) return;
      work.isSending = true;
      tell();
      const address = `${host} ${port} ${language}`;
      const { wasSilent, ...sent } = await sendToNetworkPrinter({
        host,
        port,
        bytes,
        question: silent.has(address) ? undefined : statusQuestion(language),
        signal,
      });
      if (wasSilent) silent.add(address);
      await settleSent([job], job.batchId, sent, signal);
    });
  }

  /** Cards as one document to a printer that takes pages. */
  async function printDocument(
    jobs: AsyncIterable<readonly PrintJob[]>,
    of: { readonly jobId?: string; readonly batchId: string | null },
    printer: PagePrinter,
  ): Promise<void> {
    const design = designFor('pdf', await reader.getOwnDesigns(), designIdOf(printer));
    const name = of.batchId === null ? `card-${of.jobId}` : `cards-${of.batchId}`;
    const document = { printer, design, name, form: formFor(printer, systemPrinters) };
    const drawn: { jobId: string; loyaltyId: string }[] = [];

    await working(of, async (work) => {
      const { signal } = work.stop;
      async function* cards(): AsyncGenerator<CardModel> {
        for await (const some of jobs) {
          for (const card of await prepareCards(parts, some)) {
            if (!card.ok) {
              await settle([card.job], 'needs-attention', card.error);
              continue;
            }
            yield card.model;
            drawn.push({ jobId: card.job.jobId, loyaltyId: card.model.loyaltyId });
            work.drawn = drawn.length;
          }
          tell();
        }
      }
      mkdirSync(draftFolder, { recursive: true, mode: 0o700 });
      const draft = draftPathOf(document, draftFolder);
      try {
        await drawer.drawDocument(cards(), document, draft, signal);
      } catch (cause) {
        if (!signal.aborted && !isUnwritable(cause)) throw cause;
        const { error } = fail('printer.unreachable', because('printer.unwritable'));
        const open = of.jobId === undefined ? [] : [{ jobId: of.jobId }];
        return settleSent(open, of.batchId, { outcome: 'not-sent', error }, signal);
      }
      if (drawn.length === 0 || !(await claimAll(drawn, of.batchId))) {
        rmSync(draft, { force: true });
        return;
      }
      work.isSending = true;
      tell();
      const sent = await sendDocument(document, draft, systemPrinters, signal);
      await settleSent(drawn, of.batchId, sent, signal);
    });
  }

  /** All or none; what of them was taken already waits again. */
  async function claimAll(
    jobs: readonly { readonly jobId: string; readonly loyaltyId: string }[],
    batchId: string | null,
  ): Promise<boolean> {
    for (let at = 0; at < jobs.length; at += settledAtOnce) {
      if (await writer.claimPrintJobs(jobs.slice(at, at + settledAtOnce), batchId, clock())) continue;
      await settle(jobs.slice(0, at), 'waiting');
      return false;
    }
    return true;
  }

  async function* waitingOf(batchId: string, most: number): AsyncGenerator<BatchJob[]> {
    let place = -1;
    for (let count = 0; count < most;) {
      const jobs = await writer.waitingJobsOf(batchId, place, Math.min(readAtOnce, most - count));
      if (jobs.length === 0) return;
      yield jobs;
      place = jobs.at(-1)!.place;
      count += jobs.length;
    }
  }

  async function handOver(jobs: readonly PrintJob[], printer: PrinterOf<'service'>): Promise<void> {
    const refused = await parts.handToService(jobs, printer);
    const batchId = jobs[0]?.batchId ?? null;
    if (refused === null) return;
    if (batchId === null) await settle(jobs, 'needs-attention', refused);
    else await writer.pausePrintBatch(batchId, refused);
  }

  async function printSingle(job: PrintJob, printer: Printer | undefined): Promise<void> {
    if (printer === undefined) return settle([job], 'needs-attention', fail('printer.not-found').error);
    if (printer.kind === 'network') return printOnNetwork(job, printer);
    if (printer.kind === 'service') return handOver([job], printer);
    return printDocument(only(job), { jobId: job.jobId, batchId: null }, printer);
  }

  /** The next part of a batch: a card, some for the outbox, or all of it as one document. */
  async function printOfBatch(batchId: string, printer: Printer | undefined): Promise<void> {
    if (printer === undefined) return writer.pausePrintBatch(batchId, fail('printer.not-found').error);
    if (printer.kind === 'system' || printer.kind === 'file') {
      const most = printer.kind === 'system' ? (systemPrinters?.cardsAtOnce ?? Infinity) : Infinity;
      return printDocument(waitingOf(batchId, most), { batchId }, printer);
    }
    const jobs = await writer.waitingJobsOf(batchId, -1, printer.kind === 'network' ? 1 : readAtOnce);
    const [job] = jobs;
    if (job === undefined) return;
    if (printer.kind === 'service') return handOver(jobs, printer);
    try {
      await printOnNetwork(job, printer);
    } catch (cause) {
      await noteBug(job, cause);
    }
  }

  /** One card that cannot be drawn holds up no other. */
  async function noteBug(job: PrintJob, cause: unknown): Promise<void> {
    parts.log('error', 'print-job.failed', { jobId: job.jobId, cause });
    await settle([job], 'needs-attention', fail('internal').error);
  }

  /** Sends what waits for one printer, until nothing does. */
  async function runLane(printerId: string): Promise<void> {
    while (!closing.begun) {
      const job = await writer.nextSingleJob(printerId);
      const batchId = job === undefined ? await writer.nextPrintBatch(printerId) : undefined;
      if (job === undefined && batchId === undefined) return;
      const printer = (await reader.listPrinters()).find((candidate) => candidate.printerId === printerId);
      if (job !== undefined) {
        await printSingle(job, printer).catch((cause: unknown) => noteBug(job, cause));
      } else if (batchId !== undefined) {
        await printOfBatch(batchId, printer).catch(async (cause: unknown) => {
          parts.log('error', 'print-batch.failed', { batchId, cause });
          await writer.pausePrintBatch(batchId, fail('internal').error);
        });
      }
      tell();
    }
  }

  function openLane(printerId: string): void {
    const open = lanes.get(printerId);
    if (open !== undefined) {
      open.askedAgain = true;
      return;
    }
    const lane: Lane = { askedAgain: false, done: Promise.resolve() };
    lanes.set(printerId, lane);
    lane.done = (async () => {
      try {
        do {
          lane.askedAgain = false;
          await runLane(printerId);
        } while (lane.askedAgain && !closing.begun);
      } catch (cause) {
        parts.log('error', 'print-queue.failed', { cause });
      } finally {
        lanes.delete(printerId);
      }
    })();
  }

  let looking: Promise<unknown> = Promise.resolve();
  async function look(): Promise<void> {
    try {
      if (closing.begun) return;
      for (const printerId of await writer.printersWithWork()) openLane(printerId);
      if ((await reader.listPrinters()).some(({ kind }) => kind !== 'service')) drawer.getReady();
    } catch (cause) {
      parts.log('error', 'print-queue.failed', { cause });
    }
  }

  return {
    start() {
      looking = Promise.all([looking, look()]);
    },
    breakOff: (jobId) => breakOffAll('job', (work) => work.jobId === jobId),
    async holdDrawing(batchId) {
      await breakOffAll('batch', (work) => work.batchId === batchId && !work.isSending);
    },
    async holdBatch(batchId) {
      await breakOffAll('batch', (work) => work.batchId === batchId);
    },
    drawnOf(batchId) {
      const work = [...works].find((candidate) => candidate.batchId === batchId);
      return work === undefined || work.jobId !== null ? null : work.drawn;
    },
    async stop(finish) {
      closing.begun = !finish;
      await looking;
      if (closing.begun) void breakOffAll('closing', (work) => !work.isSending);
      const timer = closing.begun
        ? setTimeout(() => void breakOffAll('closing', () => true), closingGraceMs)
        : undefined;
      await Promise.all([...lanes.values()].map(({ done }) => done));
      clearTimeout(timer);
      tell.end();
    },
  };
}

/** Why this printer cannot print cards of this design. */
function misfitOf(printer: PrinterOf<'network'>, design: CardDesign): TillError | undefined {
  if (designTrouble(printer, design) === null) return undefined;
  return fail('printer.refused', because('printer.misfit')).error;
}

const neverStopped = new AbortController().signal;

async function* only(job: PrintJob): AsyncGenerator<PrintJob[]> {
  yield [job];
}

function isUnwritable(cause: unknown): boolean {
  return cause instanceof TillFailure && cause.error.code === 'printer.unreachable';
}

/** Tells at once, and then at most so often; the last thing that happened is always told. */
function tellNowAndThen(send: () => void): { (): void; end(): void } {
  let timer: NodeJS.Timeout | undefined;
  let hasMore = false;
  const next = (): void => {
    timer = undefined;
    if (hasMore) tell();
  };
  const tell = (): void => {
    hasMore = timer !== undefined;
    if (hasMore) return;
    send();
    timer = setTimeout(next, eventIntervalMs);
    timer.unref();
  };
  const end = (): void => {
    clearTimeout(timer);
    if (hasMore) send();
  };
  return Object.assign(tell, { end });
}
