import { fail, TillFailure, type TillError } from '#shared/contract/errors';
import type { Printer, PrinterOf, PrintJob } from '#shared/contract/printing';
import type { Settings } from '#shared/contract/values';
import type { Customer } from '#shared/customer/model';
import { resolvePrinter } from '../cards/resolve-printer.ts';
import type { CardOrder } from '../db/card-orders.ts';
import { authorNow, noteChanged, spareLoyaltyIds, type OperationContext } from './context.ts';
import { holdsLoyaltyId } from './room-at-service.ts';

/**
 * The till's printers, without the service's own where the connected service
 * prints nothing. The printer every till begins with counts as not chosen then.
 */
export async function usablePrinters({
  reader,
  offers,
}: OperationContext): Promise<{ printers: Printer[]; settings: Settings }> {
  const [printers, settings] = await Promise.all([reader.listPrinters(), reader.getSettings()]);
  if (offers().capabilities.includes('print-card')) return { printers, settings };
  const chosen = printers.find(({ printerId }) => printerId === settings.cardPrinterId);
  return {
    printers: printers.filter(({ kind }) => kind !== 'service'),
    settings: chosen?.kind === 'service' ? { ...settings, cardPrinterId: '' } : settings,
  };
}

/**
 * The wanted printer, or the till's own for one card or for many.
 *
 * @throws TillFailure `printer.not-found`
 */
export async function printerFor(
  context: OperationContext,
  wanted: string | undefined,
  cards: 'one' | 'many' = 'one',
): Promise<Printer> {
  const { printers, settings } = await usablePrinters(context);
  const chosen =
    cards === 'many' && settings.batchPrinterId ? settings.batchPrinterId : settings.cardPrinterId;
  const resolved = resolvePrinter(printers, { cardPrinterId: chosen }, wanted);
  if (!resolved.ok) throw new TillFailure(resolved.error.code, resolved.error);
  return resolved.printer;
}

/**
 * A card to be printed on the wanted printer, or on the till's own.
 *
 * @throws TillFailure `printer.not-found`
 */
export async function cardOrderFor(
  context: OperationContext,
  wanted: string | undefined,
): Promise<CardOrder> {
  const printer = await printerFor(context, wanted);
  return { jobId: context.ids(), mutationId: context.ids(), printer };
}

/** @throws TillFailure `card.no-loyalty-id` for a customer that has none and that the service has no place for */
export function requireCard(context: OperationContext, customer: Customer): void {
  const canHaveCard = Boolean(customer.loyaltyId) || holdsLoyaltyId(context.offers(), customer.customerType);
  if (!canHaveCard) throw new TillFailure('card.no-loyalty-id');
}

/** Gives the customer of a batch a loyalty id, as a change of its own; answers why it cannot. */
export async function giveLoyaltyId(
  context: OperationContext,
  customer: Customer,
): Promise<TillError | null> {
  try {
    requireCard(context, customer);
    await context.writer.giveLoyaltyId(customer.customerUid, authorNow(context), spareLoyaltyIds());
    noteChanged(context, customer.customerUid);
    return null;
  } catch (cause) {
    if (cause instanceof TillFailure) return cause.error;
    throw cause;
  }
}

/** Puts jobs for the service's printing into the outbox; answers why it cannot. */
export async function handToService(
  context: OperationContext,
  jobs: readonly PrintJob[],
  printer: PrinterOf<'service'>,
): Promise<TillError | null> {
  if (!context.offers().capabilities.includes('print-card')) return fail('service.unsupported').error;
  const cards = jobs.map(({ jobId }) => ({ jobId, mutationId: context.ids() }));
  await context.writer.handToService(cards, printer, authorNow(context));
  noteChanged(context, ...jobs.map(({ customerUid }) => customerUid));
  return null;
}
