/** The symbologies whose AIM identifiers a scanner at a till may send. */
export type ScannedSymbology =
  | 'code39'
  | 'code128'
  | 'gs1-128'
  | 'ean13'
  | 'ean8'
  | 'databar'
  | 'codabar'
  | 'code93'
  | 'interleaved2of5'
  | 'pdf417'
  | 'qrcode'
  | 'datamatrix'
  | 'azteccode'
  | 'other';

/** What a scanner read, without what it added. */
export interface ScannedCode {
  /** The text of the symbol: no identifier, no control characters. */
  readonly code: string;
  /** Absent when the scanner does not say. */
  readonly symbology?: ScannedSymbology;
}

/** ISO/IEC 15424: `]`, a letter for the symbology, a digit or letter for its options. */
const aimIdentifier = /^\](?<letter>[A-Za-z])(?<option>[0-9A-Fa-f])/;

const symbologies: Readonly<Record<string, ScannedSymbology>> = {
  A: 'code39',
  C: 'code128',
  C1: 'gs1-128',
  C2: 'gs1-128',
  E: 'ean13',
  E4: 'ean8',
  e: 'databar',
  F: 'codabar',
  G: 'code93',
  I: 'interleaved2of5',
  L: 'pdf417',
  Q: 'qrcode',
  d: 'datamatrix',
  z: 'azteccode',
};

/** Separators and marks of the transport (GS, RS, EOT, STX, ETX, CR, LF, …); none belongs to a card's code. */
const controlCharacters = /\p{Cc}+/gu;

/**
 * The code in a scan, whoever read it: an AIM symbology identifier in front is
 * taken off and understood, group separators (FNC1 of GS1 symbols, sent as GS)
 * and every other control character are taken out, white space at the ends too.
 *
 * @param text what the scanner typed or sent, its learned prefix already taken off
 */
export function codeOfScan(text: string): ScannedCode {
  const plain = text.replaceAll(controlCharacters, '').trim();
  const found = aimIdentifier.exec(plain);
  const { letter, option } = found?.groups ?? {};
  if (found === null || letter === undefined || option === undefined) return { code: plain };
  const symbology = symbologies[letter + option] ?? symbologies[letter] ?? 'other';
  return { code: plain.slice(found[0].length).trim(), symbology };
}

/** Whether a scan says at its beginning which symbology it was read from. */
export function startsWithIdentifier(text: string): boolean {
  return aimIdentifier.test(text);
}
