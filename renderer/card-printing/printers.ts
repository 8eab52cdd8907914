import { create } from 'zustand';
import type { TillError } from '#shared/contract/errors';
import type { Printer } from '#shared/contract/printing';
import type { Settings } from '#shared/contract/values';
import { till } from '../bridge/till.ts';

interface PrintersState {
  /** Null until the first answer; empty where neither the shop nor the service prints. */
  readonly printers: readonly Printer[] | null;
  readonly error: TillError | null;
}

/** The printers cards can go to: for every feature that prints one. */
export const usePrinters = create<PrintersState>(() => ({ printers: null, error: null }));

export async function loadPrinters(): Promise<void> {
  const answer = await till.printers.list({});
  usePrinters.setState(answer.ok ? { printers: answer.printers, error: null } : { error: answer.error });
}

/** The printer chosen for many cards; as for single ones where none is. */
export function batchPrinterId(settings: Pick<Settings, 'cardPrinterId' | 'batchPrinterId'>): string {
  return settings.batchPrinterId || settings.cardPrinterId;
}

/** The printer that is taken when nobody says otherwise; undefined where the till could not say. */
export function usualPrinter(printers: readonly Printer[], chosenId: string): Printer | undefined {
  if (chosenId !== '') return printers.find(({ printerId }) => printerId === chosenId);
  return printers.length === 1 ? printers[0] : printers.find(({ kind }) => kind === 'service');
}
