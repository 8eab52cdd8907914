import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CardDesign } from '#shared/cards/card-design';
import { fail } from '#shared/contract/errors';
import type { PrinterOf } from '#shared/contract/printing';
import type { SendOutcome } from './transports/send-outcome.ts';
import type { DocumentForm, SystemPrinters } from './transports/system-printers.ts';

export type PagePrinter = PrinterOf<'system'> | PrinterOf<'file'>;

export interface CardDocument {
  readonly printer: PagePrinter;
  readonly design: CardDesign;
  /** Names the file; letters, digits and hyphens. */
  readonly name: string;
  readonly form: DocumentForm;
}

/** What a printer of pages takes its document as. */
export function formFor(printer: PagePrinter, systemPrinters: SystemPrinters | undefined): DocumentForm {
  return printer.kind === 'file' ? 'pdf' : (systemPrinters?.takes ?? 'pdf');
}

/** Where the pages lie while they are drawn: for a file in its own folder, so that it appears whole or not at all. */
export function draftPathOf({ printer, name, form }: CardDocument, ownFolder: string): string {
  return printer.kind === 'file' ? join(printer.folder, `.${name}.part`) : join(ownFolder, `${name}.${form}`);
}

/** Hands a drawn document over; whatever comes of it, the draft is gone afterwards. */
export async function sendDocument(
  { printer, design, name }: CardDocument,
  draft: string,
  systemPrinters: SystemPrinters | undefined,
  signal: AbortSignal,
): Promise<SendOutcome> {
  try {
    if (printer.kind === 'file') {
      await rename(draft, join(printer.folder, `${name}.pdf`));
      return { outcome: 'sent' };
    }
    if (systemPrinters === undefined) {
      return { outcome: 'not-sent', error: fail('printer.no-system-printing').error };
    }
    const { sheet } = design;
    return await systemPrinters.print(
      {
        systemName: printer.systemName,
        path: draft,
        title: name,
        widthMm: sheet?.pageWidthMm ?? design.widthMm,
        heightMm: sheet?.pageHeightMm ?? design.heightMm,
      },
      signal,
    );
  } finally {
    await rm(draft, { force: true });
  }
}
