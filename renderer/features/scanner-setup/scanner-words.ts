import type { TFunction } from 'i18next';
import { functionKeyOf } from '#shared/scanning/key-stroke';
import type { ScannedSymbology } from '#shared/scanning/scan-code';
import type { ScannerProfile } from '#shared/scanning/scanner-profile';

/** What is known of a scanner, in sentences. */
export function scannerWords(t: TFunction, { prefix, suffix, maxKeyMs, layout }: ScannerProfile): string[] {
  return [
    t(`scanner.ends.${suffix}`),
    prefix === '' ? t('scanner.noPrefix') : t('scanner.prefix', { prefix: prefixWords(t, prefix) }),
    t('scanner.pace', { maxKeyMs }),
    t(`scanner.layouts.${layout}`),
  ];
}

/** "~", "F9" or "a control character". */
function prefixWords(t: TFunction, prefix: string): string {
  const parts = Array.from(prefix, (character) => {
    if (character < ' ') return t('scanner.controlCharacter', { code: character.charCodeAt(0) });
    return functionKeyOf(character) ?? character;
  });
  return parts.some((part) => part.length > 1) ? parts.join(' ') : prefix;
}

const symbologyNames: Readonly<Record<Exclude<ScannedSymbology, 'other'>, string>> = {
  code39: 'Code 39',
  code128: 'Code 128',
  'gs1-128': 'GS1-128',
  ean13: 'EAN-13',
  ean8: 'EAN-8',
  databar: 'GS1 DataBar',
  codabar: 'Codabar',
  code93: 'Code 93',
  interleaved2of5: 'Interleaved 2 of 5',
  pdf417: 'PDF417',
  qrcode: 'QR',
  datamatrix: 'Data Matrix',
  azteccode: 'Aztec',
};

/** The kind of barcode by its own name, the same in every language. */
export function symbologyWords(t: TFunction, symbology: ScannedSymbology): string {
  return symbology === 'other' ? t('scanner.otherSymbology') : symbologyNames[symbology];
}
