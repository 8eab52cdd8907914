import type { CardDesign } from '#shared/cards/card-design';
import type { TillError } from '#shared/contract/errors';
import type { OperationAnswer } from '#shared/contract/operations';
import type { DiscoveredPrinters, Printer, PrinterReport } from '#shared/contract/printing';
import { createPrivate } from '../../bridge/private-store.ts';
import { till } from '../../bridge/till.ts';
import { loadPrinters } from '../../card-printing/printers.ts';

/** What a printer is being asked, or what it answered last. */
export interface PrinterStanding {
  readonly asking: 'check' | 'test' | null;
  readonly report: PrinterReport | null;
  /** What the barcode of the test page says that was sent last. */
  readonly testCode: string | null;
  readonly error: TillError | null;
}

interface PrintersPageState {
  /** By printerId. */
  readonly standings: Readonly<Record<string, PrinterStanding>>;
  readonly designs: readonly CardDesign[];
  readonly searching: boolean;
  readonly found: DiscoveredPrinters | null;
  readonly searchError: TillError | null;
}

export const usePrintersPage = createPrivate<PrintersPageState>(() => ({
  standings: {},
  designs: [],
  searching: false,
  found: null,
  searchError: null,
}));

const unasked: PrinterStanding = { asking: null, report: null, testCode: null, error: null };

export function standingOf(
  standings: PrintersPageState['standings'],
  { printerId }: Printer,
): PrinterStanding {
  return standings[printerId] ?? unasked;
}

export async function loadDesigns(): Promise<void> {
  const answer = await till.cards.designs({});
  if (answer.ok) usePrintersPage.setState({ designs: answer.designs.map(({ design }) => design) });
}

/** Asks a printer how it is, or has it print a test page. What it answers is shown beside it. */
export async function askPrinter({ printerId }: Printer, asking: 'check' | 'test'): Promise<void> {
  if (usePrintersPage.getState().standings[printerId]?.asking) return;
  note(printerId, { asking, error: null });
  const answer = asking === 'check' ? await check(printerId) : await till.printers.test({ printerId });
  note(
    printerId,
    answer.ok
      ? { asking: null, report: answer, testCode: answer.code }
      : { asking: null, report: null, testCode: null, error: answer.error },
  );
}

/** A check is a test that prints nothing. */
async function check(printerId: string): Promise<OperationAnswer<'printers.test'>> {
  const answer = await till.printers.check({ printerId });
  return answer.ok ? { ...answer, code: null } : answer;
}

/** The printer takes too long: what it was asked is broken off, and answers as that. */
export async function stopAsking({ printerId }: Printer): Promise<void> {
  await till.printers.cancelTest({ printerId });
}

function note(printerId: string, changes: Partial<PrinterStanding>): void {
  usePrintersPage.setState(({ standings }) => ({
    standings: { ...standings, [printerId]: { ...(standings[printerId] ?? unasked), ...changes } },
  }));
}

/** Looks for printers of this computer and of its network, for some seconds; `hosts` looks there instead. */
export async function searchPrinters(hosts: string): Promise<void> {
  if (usePrintersPage.getState().searching) return;
  usePrintersPage.setState({ searching: true, found: null, searchError: null });
  const answer = await till.printers.discover(hosts.trim() === '' ? {} : { hosts: hosts.trim() });
  usePrintersPage.setState({
    searching: false,
    ...(answer.ok ? { found: answer } : { searchError: answer.error }),
  });
}

/** The search answers at once, with what it has found. */
export async function stopSearching(): Promise<void> {
  await till.printers.cancelDiscover({});
}

export async function savePrinter(printer: Printer): Promise<TillError | null> {
  const answer = await till.printers.save({ printer });
  await loadPrinters();
  if (!answer.ok) return answer.error;
  note(printer.printerId, unasked);
  void askPrinter(printer, 'check');
  return null;
}

export async function removePrinter(printerId: string): Promise<TillError | null> {
  const answer = await till.printers.remove({ printerId });
  await loadPrinters();
  return answer.ok ? null : answer.error;
}
