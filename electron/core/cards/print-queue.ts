import { fail } from '#shared/contract/errors';
import type { TillEvent } from '#shared/contract/operations';
import type { Printer, PrintJob } from '#shared/contract/printing';
import type { CoreLog } from '../core.ts';
import type { Reader } from '../db/reader.ts';
import type { Writer } from '../db/writer.ts';
import type { Remote } from '../threads/remote.ts';
import { designFor } from './card-designs.ts';
import { cardModelOf } from './card-model.ts';
import { loadCardRenderer } from './load-card-renderer.ts';
import { sendToNetworkPrinter } from './transports/network-printer.ts';

export interface PrintQueue {
  /** Sends what waits for the shop's own printers; one run at a time. */
  readonly start: () => void;
  /** Waits for the job being sent; with `finish`, for all that wait now. */
  readonly stop: (finish: boolean) => Promise<void>;
}

/**
 * Sends cards to printers on the shop's network, each job at most once: it is
 * claimed durably before its first byte, and an outcome nobody knows is for a
 * person to settle. (docs/adr/0004-print-semantics.md)
 */
export function createPrintQueue(deps: {
  readonly writer: Remote<Writer>;
  readonly reader: Remote<Reader>;
  readonly clock: () => number;
  readonly log: CoreLog;
  readonly emit: (event: TillEvent) => void;
}): PrintQueue {
  const { reader, writer, clock } = deps;
  let running: Promise<void> | undefined;
  let askedAgain = false;
  let stopped = false;

  async function print(job: PrintJob, printers: readonly Printer[]): Promise<void> {
    const settle = (state: 'waiting' | 'sent' | 'needs-attention', error: PrintJob['error'] = null) =>
      writer.setPrintJobState(job.jobId, state, clock(), error);
    const printer = printers.find((candidate) => candidate.printerId === job.printerId);
    const details = await reader.getCustomer(job.customerUid);
    if (printer?.kind !== 'network') return settle('needs-attention', fail('printer.not-found').error);
    if (details === undefined) return settle('needs-attention', fail('customer.not-found').error);
    const card = cardModelOf(details.customer, await reader.getSettings());
    if (!card.ok) return settle('needs-attention', card.error);
    const renderCard = await loadCardRenderer();
    const design = designFor(printer.language, await reader.getOwnDesigns());
    const { bytes } = await renderCard(card.model, design, printer.language);
    if (!(await writer.claimPrintJob(job.jobId, clock()))) return;
    const sent = await sendToNetworkPrinter({ host: printer.host, port: printer.port, bytes });
    // Nothing reached the printer, or nobody knows: either way a person is told and decides.
    return sent.outcome === 'sent' ? settle('sent') : settle('needs-attention', sent.error);
  }

  async function run(): Promise<void> {
    do {
      askedAgain = false;
      const jobs = await writer.waitingNetworkJobs();
      const printers = await reader.listPrinters();
      for (const job of jobs) {
        if (stopped) return;
        try {
          await print(job, printers);
        } catch (cause) {
          // One card that cannot be drawn holds up no other.
          deps.log('error', 'print-job.failed', { jobId: job.jobId, cause: String(cause) });
          await writer.setPrintJobState(job.jobId, 'needs-attention', clock(), fail('internal').error);
        }
        deps.emit({ type: 'print-jobs' });
      }
    } while (askedAgain);
  }

  return {
    start() {
      askedAgain = true;
      running ??= run()
        .catch((cause: unknown) => deps.log('error', 'print-queue.failed', { cause: String(cause) }))
        .finally(() => {
          running = undefined;
        });
    },
    async stop(finish) {
      stopped = !finish;
      await running;
    },
  };
}
