import { isSupportedCountry, parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max';
import { formatPhone } from './format-phone.ts';
import { withoutPhoneLabels } from './phone-notation.ts';

/** A phone number, read. */
export interface Phone {
  /** "+" and digits, as the services want it (ITU-T E.164). */
  readonly e164: string;
  /** The national significant digits: no calling code, no trunk prefix. */
  readonly national: string;
  /** ISO 3166-1 alpha-2; undefined for numbers of no country (+800 …). */
  readonly country: string | undefined;
  /** Whether such a number can exist, by libphonenumber's numbering plans. */
  readonly valid: boolean;
  /** In groups, for people. */
  readonly formatted: string;
}

/** Longest notation worth reading: 15 digits with a label and a separator around each. */
const maxLength = 60;

/**
 * Reads a phone number in every notation: +47, 0047, (0), spaces, dots, dashes,
 * a leading 0, a label before it. A number without a calling code belongs to
 * `defaultCountry` (ISO 3166-1 alpha-2).
 *
 * @returns undefined when the text is not a number at all; `valid: false` when it is one that cannot exist
 */
export function readPhone(text: string, defaultCountry: string): Phone | undefined {
  if (text.length > maxLength) return undefined;
  const written = withoutPhoneLabels(text.normalize('NFKC').trim());
  const international = written
    .replace(/^\(\s*(\+|00)\s*(\d{1,3})\s*\)/, '$1$2')
    .replace(/^00(?=[1-9])/, '+');
  const number = parse(international, defaultCountry);
  if (number === undefined) return undefined;
  return number.isValid() ? phoneOf(number) : (withoutLeadingZeros(number) ?? phoneOf(number));
}

function parse(text: string, defaultCountry: string): PhoneNumber | undefined {
  return parsePhoneNumberFromString(text, {
    ...(isSupportedCountry(defaultCountry) ? { defaultCountry } : {}),
    extract: false,
  });
}

/** In countries without a trunk prefix (Norway, Denmark …) people and old registers still write a 0 before the number. */
function withoutLeadingZeros(number: PhoneNumber): Phone | undefined {
  const national = number.nationalNumber.replace(/^0+/, '');
  if (national === number.nationalNumber) return undefined;
  const shorter = parse(`+${number.countryCallingCode}${national}`, '');
  return shorter?.isValid() === true ? phoneOf(shorter) : undefined;
}

function phoneOf(number: PhoneNumber): Phone {
  return {
    e164: number.number,
    national: number.nationalNumber,
    country: number.country,
    // An extension cannot be dialled from "+" and digits, so such a number would be stored wrong.
    valid: number.isValid() && number.ext === undefined,
    formatted: formatPhone(number.number),
  };
}
