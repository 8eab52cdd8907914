import { withoutPhoneLabels } from '#shared/customer/phone-notation';

/** What scanners, clipboards and habits put around a value, taken off before it is read. */

/** AIM symbology identifier (ISO/IEC 15424) before what was scanned: `]C1`, `]E0`, `]Q3`. */
const scannerPrefix = /^\](?=[A-Z])\p{L}\w(?=[\p{L}\p{N}]{4})/iu;
/** The scheme of a link, before what it links to. */
const scheme = /^(?:tel|sms|callto|mailto):\/*/i;
/** Parameters of a link: `tel:+4791234567;ext=1`, `mailto:a@b.no?subject=…`. */
const linkParameters = /[;?].*$/s;
/** Invisible signs: zero width, direction, byte order. */
const invisible = /\p{Cf}+/gu;
const foreignDigit = /(?![0-9])\p{Nd}/gu;

/**
 * The text in compatibility form (full-width letters as ordinary ones) with all
 * digits as 0 to 9, and without invisible signs, scanner prefix and link scheme.
 */
export function undress(typed: string): string {
  const plain = typed
    .normalize('NFKC')
    .replaceAll(foreignDigit, (digit) => digitOf(digit.codePointAt(0)!))
    .replaceAll(invisible, '')
    .trimStart()
    .replace(scannerPrefix, '');
  return scheme.test(plain) ? plain.replace(scheme, '').replace(linkParameters, '') : plain;
}

/** Decimal digits of every script stand in runs of ten, from zero to nine. */
function digitOf(codePoint: number): string {
  let before = 0;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(codePoint - before - 1))) before += 1;
  return String(before % 10);
}

/** The number alone when a phone number is all there is, in any notation and with any label; else undefined. */
export function numberIn(text: string): string | undefined {
  const bare = withoutPhoneLabels(text.trim());
  return /^(?:\D*\d){3}/.test(bare) && /^[+\d\s().\-/\u2010-\u2015]+$/.test(bare) ? bare : undefined;
}

/** What people write before an organisation number, in the languages of the shops. */
const vatLabel =
  /^(?:org(?:anisasjons)?\.?\s?-?(?:nr|nummer|no)|vat(?:\s?(?:nr|no|number|id))?|mva|moms|cvr(?:\s?-?nr)?|ust(?:\s?-?\s?id)?(?:\s?-?\s?nr)?|y-tunnus|bn)[\s.:]*(?=[\p{L}\d])/iu;
/** Countries whose tax numbers begin with their letters; a third letter belongs to some (CHE, ATU, ESB). */
const vatCountries =
  'at|be|bg|ch|cy|cz|de|dk|ee|el|es|fi|fo|fr|gb|gr|hr|hu|ie|is|it|li|lt|lu|lv|mt|nl|no|pl|pt|ro|se|si|sk';
const vatNumber = new RegExp(
  `^(?:(${vatCountries})[a-z]?[\\s.\\-]*)?((?:\\d[\\s.\\-]*){7,14})(?:b\\d\\d)?(?:mva|moms|mwst|tva|iva|vat)?\\.?$`,
  'i',
);

/**
 * The digits of an organisation number as invoices print them ("NO 937 270 062
 * MVA", "DK-12345678", "Org.nr. 937.270.062"): only they are always stored.
 * Undefined when it is none; a plain number is none either.
 */
export function vatDigitsIn(text: string): string | undefined {
  const [, country, number] = vatNumber.exec(text.trim().replace(vatLabel, '')) ?? [];
  const digits = number?.replaceAll(/\D/g, '');
  // A Swedish one is the organisation number and 01.
  return country?.toLowerCase() === 'se' ? digits?.replace(/^(\d{10})01$/, '$1') : digits;
}

/** Signs that end an address in running text. */
const addressBetweenWords = /[^\s<>"“”„«»,;()[\]]+@[^\s<>"“”„«»,;()[\]]*/;
const spelledAt = /\s*(?:[([{]at[)\]}]|@|\sat\s)\s*(?=\S+\.\p{L}{2,}\W*$)/iu;
/** "bjorn.ase fjordpost.example": the @ was typed as a space. */
const spaceForAt = /^\S{3,}\s+\S+\.[a-z]{2,}$/i;

/** An e-mail address or the beginning of one among other words. */
export interface TypedAddress {
  readonly address: string;
  /** The text without it. */
  readonly others: string;
}

/** Undefined when nothing typed can be an address. */
export function addressIn(text: string): TypedAddress | undefined {
  const typed = text.trim().replace(spelledAt, '@');
  const found = addressBetweenWords.exec(typed);
  // Beside other words a whole one counts: an @ may be a slip of the finger.
  if (found !== null && (!/\s/.test(typed) || /@[^@]+\.[^@]/.test(found[0]))) {
    const others = typed.slice(0, found.index) + typed.slice(found.index + found[0].length);
    return { address: tidy(found[0]), others: /[\p{L}\p{N}]/u.test(others) ? others : '' };
  }
  const bare = tidy(typed);
  if (spaceForAt.test(bare)) return { address: bare.replaceAll(/\s+/g, ''), others: bare };
  return /\s/.test(bare) ? undefined : { address: bare, others: bare };
}

/** Without quotes and brackets around it and the full stop or comma after it. */
function tidy(address: string): string {
  return address.replace(/^[<>"'“”„«»‘’`([{]+/u, '').replace(/[<>"'“”„«»‘’`)\]},;:.!?]+$/u, '');
}
