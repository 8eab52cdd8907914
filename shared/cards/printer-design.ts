import type { CardDesign, DesignId } from './card-design.ts';

/** What of a printer decides how its cards look. */
interface PrinterLook {
  readonly kind: 'service' | 'network' | 'system' | 'file';
  readonly language?: 'escpos' | 'zpl';
  readonly designId?: DesignId | undefined;
}

/** The design a printer's cards have: its own choice, else what its kind usually takes. */
export function designIdOf({ language, designId }: PrinterLook): DesignId {
  if (designId !== undefined) return designId;
  if (language === 'escpos') return 'receipt';
  return language === 'zpl' ? 'label' : 'card';
}

/** 576 dots at 203 dpi, on paper of 80 mm: what a receipt printer prints across. */
const widestReceiptMm = 72;

/**
 * Why a printer cannot print cards of a design, or null when it can: a sheet of labels
 * needs pages, and a receipt printer prints no wider than its paper. How the service's
 * own cards look is not for the till to say.
 */
export function designTrouble(
  { kind, language }: PrinterLook,
  design: CardDesign,
): 'service-decides' | 'needs-pages' | 'too-wide' | null {
  if (kind === 'service') return 'service-decides';
  if (kind === 'network' && design.sheet !== undefined) return 'needs-pages';
  return language === 'escpos' && design.widthMm > widestReceiptMm ? 'too-wide' : null;
}
