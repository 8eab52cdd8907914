import { mkdirSync } from 'node:fs';
import { cardWords } from '#shared/cards/card-text';
import { designIdOf } from '#shared/cards/printer-design';
import type { Language } from '#shared/contract/languages';
import type { Printer, PrinterReport } from '#shared/contract/printing';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import { designFor, type OwnDesigns } from './card-designs.ts';
import type { CardDrawer } from './card-drawer.ts';
import type { CardModel } from './card-model.ts';
import { draftPathOf, formFor, sendDocument } from './print-document.ts';
import { sendToNetworkPrinter } from './transports/network-printer.ts';
import { awayReport, reportOf, statusQuestion } from './transports/printer-status.ts';
import type { SendOutcome } from './transports/send-outcome.ts';
import type { SystemPrinters } from './transports/system-printers.ts';

const testId = '2900000000000001';

/** A card nobody owns, with a code that can be scanned. */
export function testCardIn(language: Language): CardModel {
  return {
    shopName: 'Tillbook',
    customerName: cardWords[language].test,
    loyaltyId: testId,
    displayId: displayLoyaltyId(testId),
    language,
  };
}

interface TestPrint {
  readonly printer: Exclude<Printer, { kind: 'service' }>;
  readonly own: OwnDesigns;
  readonly drawer: CardDrawer;
  readonly systemPrinters: SystemPrinters | undefined;
  readonly draftFolder: string;
  readonly id: string;
  /** What the till speaks to its customers. */
  readonly spoken: Language;
  readonly signal: AbortSignal;
}

/** Prints a test card with the printer's own design. `code` is what its barcode says; null when none was sent. */
export async function printTestCard(test: TestPrint): Promise<PrinterReport & { code: string | null }> {
  const sent = await send(test);
  if (sent.outcome === 'sent') {
    return { ...reportOf([]), detail: 'A test card was sent.', code: testId };
  }
  const code = sent.outcome === 'unknown' ? testId : null;
  return { ...awayReport(sent.error), code };
}

async function send({
  printer,
  own,
  drawer,
  systemPrinters,
  draftFolder,
  id,
  spoken,
  signal,
}: TestPrint): Promise<SendOutcome> {
  if (printer.kind === 'network') {
    const { language, dotsPerMm } = printer;
    const design = designFor(language, own, designIdOf(printer));
    const { bytes } = await drawer.renderCard(
      testCardIn(spoken),
      dotsPerMm === undefined ? design : { ...design, dotsPerMm },
      language,
    );
    return sendToNetworkPrinter({ ...printer, bytes, question: statusQuestion(language), signal });
  }
  const design = designFor('pdf', own, designIdOf(printer));
  const document = {
    printer,
    design,
    name: `test-card-${id}`,
    form: formFor(printer, systemPrinters),
  };
  mkdirSync(draftFolder, { recursive: true, mode: 0o700 });
  const draft = draftPathOf(document, draftFolder);
  await drawer.drawDocument([testCardIn(spoken)], document, draft, signal);
  return sendDocument(document, draft, systemPrinters, signal);
}
