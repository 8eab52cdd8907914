import { mkdir, access, constants } from 'node:fs/promises';
import { because } from '#shared/contract/error-reasons';
import { fail, TillFailure } from '#shared/contract/errors';
import type { Handlers } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import type { Printer, PrinterReport } from '#shared/contract/printing';
import { discoverPrinters } from '../cards/discover-printers.ts';
import { spokenLanguage } from '../spoken-language.ts';
import { printTestCard } from '../cards/test-card.ts';
import { checkNetworkPrinter } from '../cards/transports/network-printer.ts';
import { awayReport, reportOf, statusQuestion } from '../cards/transports/printer-status.ts';
import type { SystemPrinters } from '../cards/transports/system-printers.ts';
import { answering, type OperationContext } from './context.ts';
import { usablePrinters } from './print-orders.ts';

type PrinterOperation = Extract<OperationName, `printers.${string}`>;

/** Printers: which there are, and how they are. */
export function printerHandlers(
  context: OperationContext,
  systemPrinters: SystemPrinters | undefined,
  draftFolder: string,
): Handlers<PrinterOperation> {
  const { reader, writer } = context;
  const looking = new Set<AbortController>();
  const trying = new Map<string, Set<AbortController>>();

  async function printerOf(printerId: string): Promise<Printer> {
    const printer = (await reader.listPrinters()).find((candidate) => candidate.printerId === printerId);
    if (printer === undefined) throw new TillFailure('printer.not-found');
    return printer;
  }

  /** Runs what `printers.cancelTest` breaks off. */
  async function tryPrinter<Value>(
    printerId: string,
    run: (printer: Printer, signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const printer = await printerOf(printerId);
    const stop = new AbortController();
    const others = trying.get(printerId) ?? new Set();
    trying.set(printerId, others.add(stop));
    try {
      return await run(printer, stop.signal);
    } finally {
      others.delete(stop);
    }
  }

  async function check(printer: Printer, signal: AbortSignal): Promise<PrinterReport> {
    if (printer.kind === 'network') {
      return checkNetworkPrinter({ ...printer, question: statusQuestion(printer.language), signal });
    }
    if (printer.kind === 'system') {
      return systemPrinters === undefined
        ? awayReport(fail('printer.no-system-printing').error)
        : systemPrinters.check(printer.systemName, signal);
    }
    if (printer.kind === 'file') {
      return (await isWritable(printer.folder))
        ? { ...reportOf([]), detail: 'The folder is there and takes files.' }
        : awayReport(fail('printer.unreachable', because('printer.folder')).error);
    }
    const answer = await context.service().listPage({ page: 0, pageSize: 1 });
    return answer.outcome === 'done'
      ? {
          ...reportOf(['silent']),
          detail: 'The customer service answers. It says nothing of its printers.',
        }
      : awayReport(answer.error);
  }

  return {
    'printers.list': () => answering(async () => ({ printers: (await usablePrinters(context)).printers })),

    'printers.save': ({ printer }) =>
      answering(async () => {
        if (printer.kind === 'file') {
          const made = await mkdir(printer.folder, { recursive: true }).catch(() => 'failed');
          if (made === 'failed' || !(await isWritable(printer.folder))) {
            const message = 'Files cannot be written to this folder.';
            throw new TillFailure('input.invalid', {
              message,
              issues: [{ field: 'printer.folder', code: 'folder.unwritable', message }],
            });
          }
        }
        await writer.savePrinter(printer);
        // What waited for a printer that was not there goes on.
        context.startPrinting();
        return { printer };
      }),

    'printers.remove': ({ printerId }) =>
      answering(async () => {
        if (!(await writer.removePrinter(printerId))) throw new TillFailure('printer.not-found');
        return { printerId };
      }),

    'printers.check': ({ printerId }) => answering(() => tryPrinter(printerId, check)),

    'printers.test': ({ printerId }) =>
      answering(() =>
        tryPrinter(printerId, async (printer, signal) => {
          if (printer.kind === 'service') return { ...(await check(printer, signal)), code: null };
          const own = await reader.getOwnDesigns();
          const spoken = spokenLanguage((await reader.getSettings()).language);
          const id = context.ids();
          return printTestCard({
            printer,
            own,
            drawer: context.drawer,
            systemPrinters,
            draftFolder,
            id,
            spoken,
            signal,
          });
        }),
      ),

    'printers.cancelTest': ({ printerId }) =>
      answering(async () => {
        const found = [...(trying.get(printerId) ?? [])];
        for (const stop of found) stop.abort();
        return { cancelled: found.length > 0 };
      }),

    'printers.discover': ({ hosts }) =>
      answering(async () => {
        const stop = new AbortController();
        looking.add(stop);
        try {
          return await discoverPrinters({ hosts, systemPrinters, stop });
        } finally {
          looking.delete(stop);
        }
      }),

    'printers.cancelDiscover': () =>
      answering(async () => {
        const found = [...looking];
        for (const stop of found) stop.abort();
        return { cancelled: found.length > 0 };
      }),
  };
}

async function isWritable(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK);
    return true;
  } catch {
    // Why not makes no difference to who has to choose another folder.
    return false;
  }
}
