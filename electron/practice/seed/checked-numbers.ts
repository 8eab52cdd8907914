import { checkDigit } from '#shared/customer/loyalty-id';

import type { Random } from './random.ts';

/**
 * Numbers that carry a check digit, made by the arithmetic of their registers.
 * Sources: Brønnøysundregistrene (organisasjonsnummer), Bolagsverket (organisationsnummer), Erhvervsstyrelsen (CVR),
 * YTJ (Y-tunnus), ISO 7064 MOD 11,10 (USt-IdNr), GS1 General Specifications (EAN-13).
 */

const weightedSum = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);

/** The Luhn check digit of a run of digits. */
function luhnDigit(digits: string): number {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const doubled = Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return (10 - (sum % 10)) % 10;
}

/**
 * The loyalty id of the `serial`-th seeded customer: an EAN-13 in the range 29 (GS1: for use inside a company).
 * Seeded ids start with 290 and scatter over a thousand million numbers without ever repeating.
 */
export function seededLoyaltyId(serial: number): string {
  // The step has no factor in common with 10^9, so multiples of it are all different below 10^9.
  const scattered = (BigInt(serial) * 618_033_989n) % 1_000_000_000n;
  const twelveDigits = `290${scattered.toString().padStart(9, '0')}`;
  return twelveDigits + checkDigit(twelveDigits);
}

/** A Norwegian organisation number: nine digits, the last by weights modulo 11. */
export function norwegianOrganisationNumber(random: Random): string {
  for (;;) {
    const base = random.pick(['8', '9']) + random.digits(7);
    const check = (11 - (weightedSum(base, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
    if (check < 10) return base + check;
  }
}

/** A Swedish VAT number: SE, ten digits with a Luhn check digit, 01. */
export function swedishVatNumber(random: Random): string {
  const base = `55${random.between(20, 99)}${random.digits(5)}`;
  return `SE${base}${luhnDigit(base)}01`;
}

/** A Danish VAT number: DK and the eight digits of the CVR number, modulo 11. */
export function danishVatNumber(random: Random): string {
  for (;;) {
    const base = random.between(10, 39) + random.digits(5);
    const check = (11 - (weightedSum(base, [2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
    if (check < 10) return `DK${base}${check}`;
  }
}

/** A Finnish VAT number: FI and the eight digits of the Y-tunnus, modulo 11. */
export function finnishVatNumber(random: Random): string {
  for (;;) {
    const base = random.pick(['0', '1', '2', '3']) + random.digits(6);
    const check = (11 - (weightedSum(base, [7, 9, 10, 5, 8, 4, 2]) % 11)) % 11;
    if (check < 10) return `FI${base}${check}`;
  }
}

/** A German VAT number: DE and nine digits, the last by ISO 7064 MOD 11,10. */
export function germanVatNumber(random: Random): string {
  const base = random.between(1, 9) + random.digits(7);
  let product = 10;
  for (const digit of base) {
    const sum = (Number(digit) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return `DE${base}${(11 - product) % 10}`;
}
