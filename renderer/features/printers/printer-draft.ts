import type { DesignId } from '#shared/cards/card-design';
import type { Printer } from '#shared/contract/printing';

/** A printer as a form has it: everything that any kind has, as text. */
export interface PrinterDraft {
  readonly printerId: string;
  readonly kind: Printer['kind'];
  readonly name: string;
  readonly host: string;
  readonly port: string;
  readonly language: 'escpos' | 'zpl';
  /** Empty: as the design has it. */
  readonly dotsPerMm: string;
  readonly systemName: string;
  readonly folder: string;
  readonly printerUid: string;
  /** Empty: what its kind usually takes. */
  readonly designId: DesignId | '';
}

export function newDraft(): PrinterDraft {
  return {
    printerId: crypto.randomUUID(),
    kind: 'network',
    name: '',
    host: '',
    port: '9100',
    language: 'zpl',
    dotsPerMm: '',
    systemName: '',
    folder: '',
    printerUid: '',
    designId: '',
  };
}

export function draftOf(printer: Printer): PrinterDraft {
  const shared = { ...newDraft(), printerId: printer.printerId, kind: printer.kind, name: printer.name };
  if (printer.kind === 'service') return { ...shared, printerUid: printer.printerUid ?? '' };
  const designed = { ...shared, designId: printer.designId ?? '' } as const;
  if (printer.kind === 'system') return { ...designed, systemName: printer.systemName };
  if (printer.kind === 'file') return { ...designed, folder: printer.folder };
  return {
    ...designed,
    host: printer.host,
    port: String(printer.port),
    language: printer.language,
    dotsPerMm: printer.dotsPerMm === undefined ? '' : String(printer.dotsPerMm),
  };
}

export function printerOf(draft: PrinterDraft): Printer {
  const shared = { printerId: draft.printerId, name: draft.name.trim() };
  const design = draft.designId === '' ? {} : { designId: draft.designId };
  switch (draft.kind) {
    case 'network':
      return {
        ...shared,
        ...design,
        kind: 'network',
        host: draft.host.trim(),
        port: Number(draft.port),
        language: draft.language,
        ...(draft.dotsPerMm !== '' && { dotsPerMm: Number(draft.dotsPerMm) }),
      };
    case 'system':
      return { ...shared, ...design, kind: 'system', systemName: draft.systemName.trim() };
    case 'file':
      return { ...shared, ...design, kind: 'file', folder: draft.folder.trim() };
    case 'service':
      break;
  }
  return {
    ...shared,
    kind: 'service',
    ...(draft.printerUid.trim() !== '' && { printerUid: draft.printerUid.trim() }),
  };
}

export function isPort(text: string): boolean {
  const port = Number(text);
  return /^\d+$/.test(text) && port >= 1 && port <= 65_535;
}

/** Whether everything is there that a printer of its kind needs. */
export function isComplete(draft: PrinterDraft): boolean {
  if (draft.name.trim() === '') return false;
  if (draft.kind === 'network') return draft.host.trim() !== '' && isPort(draft.port);
  if (draft.kind === 'system') return draft.systemName.trim() !== '';
  return draft.kind === 'service' || draft.folder.trim() !== '';
}
