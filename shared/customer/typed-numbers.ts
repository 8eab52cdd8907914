import { postalCodeOf } from './country.ts';
import { isNorwegianNumber } from './norwegian-number.ts';

/** What a number in a search box is; `number` is any that says nothing by itself, such as a house number. */
export type NumberKind = 'mobile' | 'vatNumber' | 'loyaltyId' | 'postalCode' | 'number';

export interface TypedNumber {
  readonly kind: NumberKind;
  readonly text: string;
}

interface NumberingPlan {
  readonly callingCode: string;
  /** A whole number as people type it, with its trunk prefix where there is one. */
  readonly national: RegExp;
}

/** By libphonenumber's metadata, so coarse that it needs none of it: the check before saving is exact. */
const plans: ReadonlyMap<string, NumberingPlan> = new Map([
  ['NO', { callingCode: '47', national: /^0?[2-9]\d{7}$/ }],
  ['SJ', { callingCode: '47', national: /^0?[2-9]\d{7}$/ }],
  ['DK', { callingCode: '45', national: /^[2-9]\d{7}$/ }],
  ['SE', { callingCode: '46', national: /^(?:0[1-9]\d{6,8}|7\d{8})$/ }],
  ['FI', { callingCode: '358', national: /^(?:0[1-9]\d{4,10}|[45]\d{7,8})$/ }],
  ['AX', { callingCode: '358', national: /^(?:0[1-9]\d{4,10}|[45]\d{7,8})$/ }],
  ['IS', { callingCode: '354', national: /^[3-9]\d{6}$/ }],
  ['FO', { callingCode: '298', national: /^[2-9]\d{5}$/ }],
  ['DE', { callingCode: '49', national: /^(?:0[1-9]\d{5,11}|1[5-7]\d{8,9})$/ }],
]);
const elsewhere = /^0?[1-9]\d{6,10}$/;

/** Card numbers made for shops begin with 2 (GS1 prefixes 20 to 29, restricted circulation). */
const shopCard = /^2\d{12,15}$/;
const datePattern = /^\d{1,2}[.-]\d{1,2}[.-](?:19|20)?\d\d$/;

/**
 * Tells what the numbers in a row are, where people put spaces into some and
 * none between others: `90 12 34 56 6003` is a phone number and a postal code.
 * The longest reading from the left wins.
 *
 * @param tokens digits with "+", brackets, dots and dashes, as typed between spaces
 * @param beforeWord whether a word follows, which then is the place of a postal code
 * @param country ISO 3166-1 alpha-2: whose notations to expect
 */
export function readNumbers(tokens: readonly string[], beforeWord: boolean, country: string): TypedNumber[] {
  const whole = tokens.join('');
  if (!beforeWord && shopCard.test(whole)) return [{ kind: 'loyaltyId', text: whole }];

  const numbers: TypedNumber[] = [];
  for (let rest = tokens; rest.length > 0;) {
    const { number, length } = readLongest(rest, beforeWord, country);
    numbers.push(number);
    rest = rest.slice(length);
  }
  return numbers;
}

function readLongest(
  tokens: readonly string[],
  beforeWord: boolean,
  country: string,
): { readonly number: TypedNumber; readonly length: number } {
  for (let length = tokens.length; length > 0; length -= 1) {
    const text = tokens.slice(0, length).join('');
    const number =
      (length === tokens.length ? readPostalCode(text, beforeWord, country) : undefined) ??
      readPhoneOrOrganisation(text, country) ??
      (length === 1 ? readSingle(text) : undefined);
    if (number !== undefined) return { number, length };
  }
  return { number: { kind: 'number', text: tokens[0] ?? '' }, length: 1 };
}

/** Four digits at the end could as well be the last of a phone number: they need the place after them. */
function readPostalCode(text: string, beforeWord: boolean, country: string): TypedNumber | undefined {
  if (!/^\d{3,6}$/.test(text) || (!beforeWord && text.length < 5)) return undefined;
  const postalCode = postalCodeOf(country, text);
  return postalCode === undefined ? undefined : { kind: 'postalCode', text: postalCode };
}

function readPhoneOrOrganisation(text: string, country: string): TypedNumber | undefined {
  if (datePattern.test(text)) return undefined;
  const digits = text.replaceAll('(0)', '').replace(/[^\d+]/g, '');
  const international = digits.replace(/^00(?=[1-9])/, '+');
  if (/^\+[1-9]\d{6,14}$/.test(international)) return { kind: 'mobile', text: international };
  const plan = plans.get(country);
  const isNational = (number: string): boolean => (plan?.national ?? elsewhere).test(number);
  if (isNational(digits)) return { kind: 'mobile', text: digits };
  if (isNorwegianNumber(digits)) return { kind: 'vatNumber', text: digits };
  const isForeignStyle =
    plan !== undefined &&
    digits.startsWith(plan.callingCode) &&
    isNational(digits.slice(plan.callingCode.length));
  return isForeignStyle ? { kind: 'mobile', text: `+${digits}` } : undefined;
}

/** Numbers without spaces that are no whole phone number here. */
function readSingle(text: string): TypedNumber | undefined {
  // The beginning of a number, or one of another country in that country's notation: the form asks for the rest.
  if (/^(?:\d{5,7}|0[1-9]\d{7,10})$/.test(text)) return { kind: 'mobile', text };
  return /^\d{8,40}$/.test(text) ? { kind: 'loyaltyId', text } : undefined;
}
