import { TillFailure } from '#shared/contract/errors';
import type { Handlers } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import type { Printer } from '#shared/contract/printing';
import type { Settings } from '#shared/contract/values';
import { designFor } from '../cards/card-designs.ts';
import { cardModelOf, type CardModel } from '../cards/card-model.ts';
import { loadCardRenderer } from '../cards/load-card-renderer.ts';
import { resolvePrinter } from '../cards/resolve-printer.ts';
import { sendToNetworkPrinter } from '../cards/transports/network-printer.ts';
import type { CardOrder } from '../db/card-orders.ts';
import { answering, authorNow, noteChanged, spareLoyaltyIds, type OperationContext } from './context.ts';
import type { DesignOperation } from './card-designs.ts';
import { holdsLoyaltyId } from './room-at-service.ts';

type CardOperation = Exclude<
  Extract<OperationName, `cards.${string}` | `printers.${string}`>,
  DesignOperation
>;

/** What a printer test prints: a card nobody owns. */
const testCard: CardModel = {
  shopName: 'Tillbook',
  customerName: 'Test card',
  loyaltyId: '2900000000000001',
  displayId: '2900 0000 0000 0001',
};

/** Membership cards and where they are printed. */
export function cardHandlers(context: OperationContext): Handlers<CardOperation> {
  const { reader, writer } = context;

  async function testPrinter(printer: Printer): Promise<{ reachable: boolean; detail: string }> {
    if (printer.kind === 'service') {
      const answer = await context.service().listPage({ page: 0, pageSize: 1 });
      return answer.outcome === 'done'
        ? { reachable: true, detail: 'The customer service answers. It says nothing of its printers.' }
        : { reachable: false, detail: answer.error.message };
    }
    const renderCard = await loadCardRenderer();
    const design = designFor(printer.language, await reader.getOwnDesigns());
    const { bytes } = await renderCard(testCard, design, printer.language);
    const sent = await sendToNetworkPrinter({ host: printer.host, port: printer.port, bytes });
    return sent.outcome === 'sent'
      ? { reachable: true, detail: 'A test card was sent.' }
      : { reachable: false, detail: sent.error.message };
  }

  return {
    'cards.render': ({ customerUid, format, designId }) =>
      answering(async () => {
        const details = await reader.getCustomer(customerUid);
        if (details === undefined) throw new TillFailure('customer.not-found');
        const card = cardModelOf(details.customer, await reader.getSettings());
        if (!card.ok) throw new TillFailure(card.error.code, card.error);
        const renderCard = await loadCardRenderer();
        const design = designFor(format, await reader.getOwnDesigns(), designId);
        const { bytes, ...rendered } = await renderCard(card.model, design, format);
        return { ...rendered, base64: Buffer.from(bytes).toString('base64') };
      }),

    'cards.print': ({ customerUid, printer }) =>
      answering(async () => {
        const customer = (await reader.getCustomer(customerUid))?.customer;
        const canHaveCard =
          customer === undefined ||
          Boolean(customer.loyaltyId) ||
          holdsLoyaltyId(context.offers(), customer.customerType);
        if (!canHaveCard) throw new TillFailure('card.no-loyalty-id');
        const order = await cardOrderFor(context, printer);
        const job = await writer.printCard(customerUid, order, authorNow(context), spareLoyaltyIds());
        noteChanged(context, customerUid);
        context.emit({ type: 'print-jobs' });
        context.startPrinting();
        return { job };
      }),

    'cards.jobs': ({ customerUid, limit }) =>
      answering(async () => ({ jobs: await reader.listPrintJobs({ customerUid, limit: limit ?? 100 }) })),

    'cards.settle': ({ jobId, outcome }) =>
      answering(async () => {
        const known = await reader.findPrintJob(jobId);
        if (known === undefined) throw new TillFailure('print-job.not-found');
        const again = await cardOrderFor(context, outcome === 'print-again' ? known.printerId : undefined);
        const job = await writer.settlePrintJob(jobId, outcome, again, authorNow(context));
        noteChanged(context, job.customerUid);
        context.emit({ type: 'print-jobs' });
        context.startPrinting();
        return { job };
      }),

    'printers.list': () => answering(async () => ({ printers: (await usablePrinters(context)).printers })),

    'printers.save': ({ printer }) =>
      answering(async () => {
        await writer.savePrinter(printer);
        return { printer };
      }),

    'printers.remove': ({ printerId }) =>
      answering(async () => {
        if (!(await writer.removePrinter(printerId))) throw new TillFailure('printer.not-found');
        return { printerId };
      }),

    'printers.test': ({ printerId }) =>
      answering(async () => {
        const printer = (await reader.listPrinters()).find((candidate) => candidate.printerId === printerId);
        if (printer === undefined) throw new TillFailure('printer.not-found');
        return testPrinter(printer);
      }),
  };
}

/**
 * The till's printers, without the service's own where the connected service
 * prints nothing. The printer every till begins with counts as not chosen then.
 */
async function usablePrinters({
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
 * A card to be printed on the wanted printer, or on the till's own.
 *
 * @throws TillFailure `printer.not-found`
 */
export async function cardOrderFor(
  context: OperationContext,
  wanted: string | undefined,
): Promise<CardOrder> {
  const { printers, settings } = await usablePrinters(context);
  const resolved = resolvePrinter(printers, settings, wanted);
  if (!resolved.ok) throw new TillFailure(resolved.error.code, resolved.error);
  return { jobId: context.ids(), mutationId: context.ids(), printer: resolved.printer };
}
