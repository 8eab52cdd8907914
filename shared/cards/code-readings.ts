import { checkDigit } from '../customer/loyalty-id.ts';
import { codeOfScan } from '../scanning/scan-code.ts';

/**
 * What a scanned text may say. A scanner hands over what the symbol carries and
 * now and then a little more or less of it: a UPC-A code with the leading zero
 * of its EAN-13, an EAN-13 without its check digit. A code in a wallet may be an
 * address or a record that has the number somewhere inside.
 */
export interface CodeReadings {
  /** The text without what a scanner puts around it. */
  readonly text: string;
  /** The text is an address or a JSON record: the number, if there is one, is a part of it. */
  readonly isWrapped: boolean;
  /** Values that may be the number of a card, each once; `text` alone when nothing is wrapped around it. */
  readonly values: readonly string[];
}

/** Values of a record or an address that are looked at. */
const maxValues = 50;
const maxDepth = 5;

export function readCode(scanned: string): CodeReadings {
  const text = codeOfScan(scanned).code.replaceAll(/^[\p{Cf}\s]+|[\p{Cf}\s]+$/gu, '');
  const wrapped = valuesOfAddress(text) ?? valuesOfRecord(text);
  if (wrapped === undefined) return { text, isWrapped: false, values: text === '' ? [] : [text] };
  const values = [...new Set(wrapped.map((value) => value.trim()).filter(mayBeNumber))];
  return { text, isWrapped: true, values: values.slice(0, maxValues) };
}

/** In an address or a record stand words, dates and versions as well: a number of a card has some length, and digits. */
function mayBeNumber(value: string): boolean {
  return /^[\w.-]{6,120}$/.test(value) && /\d{2}/.test(value);
}

function valuesOfAddress(text: string): string[] | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { pathname, searchParams, hash } = new URL(text);
  return [...pathname.split('/'), ...searchParams.values(), ...hash.slice(1).split(/[/=&]/)].map(decoded);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A lone per cent sign: the part is as it is written.
    return part;
  }
}

function valuesOfRecord(text: string): string[] | undefined {
  if (!/^[{[]/.test(text)) return undefined;
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    // Brackets alone do not make a record.
    return undefined;
  }
  const values: string[] = [];
  const collect = (value: unknown, depth: number): void => {
    if (typeof value === 'string') values.push(value);
    else if (Number.isSafeInteger(value)) values.push(String(value));
    else if (typeof value === 'object' && value !== null && depth < maxDepth) {
      for (const part of Object.values(value)) collect(part, depth + 1);
    }
  };
  collect(record, 0);
  return values;
}

/**
 * The same number as other scanners, and other symbols, hand it over; most
 * likely first, without the code itself. Only digits as EAN and UPC have them
 * have other spellings.
 */
export function otherSpellings(code: string): string[] {
  if (!/^\d{11,14}$/.test(code)) return [];
  const spellings = new Set<string>();
  // GTIN-12, 13 and 14 are one number with zeros in front (GS1 General Specifications 2.1).
  const digits = code.replace(/^0+/, '');
  for (const length of [13, 12, 14]) if (digits.length <= length) spellings.add(digits.padStart(length, '0'));
  // A card in the shop's own range may leave the check digit to the symbol.
  if (isShopEan13(code)) spellings.add(code.slice(0, -1));
  if (/^2\d{11}$/.test(code)) spellings.add(code + checkDigit(code));
  spellings.delete(code);
  return [...spellings];
}

/** EAN-13 in the range every shop may use for its own (GS1 prefixes 20 to 29). */
function isShopEan13(code: string): boolean {
  return /^2\d{12}$/.test(code) && checkDigit(code.slice(0, -1)) === code.slice(-1);
}

const maxLoyaltyIdLength = 120;

/** Whether a card can carry it: printable ASCII, of a length services keep. */
export function isPrintableCode(code: string): boolean {
  return (
    code.length > 0 &&
    code.length <= maxLoyaltyIdLength &&
    /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(code)
  );
}

/**
 * The barcode of an article, as its check digit and prefix say: what a cashier
 * scans by mistake. One in ten of other numbers that long passes for one too.
 */
export function looksLikeArticle(code: string): boolean {
  if (!/^(?:\d{8}|\d{12}|\d{13})$/.test(code)) return false;
  const isOwnRange = /^(?:2|02|04)/.test(code);
  return !isOwnRange && checkDigit(code.slice(0, -1)) === code.slice(-1);
}
