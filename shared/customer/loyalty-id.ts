/**
 * The till's own loyalty ids: 16 digits, "29", then 13 random digits, then a
 * GS1 check digit. Numeric, so that no keyboard layout or caps lock changes a
 * scan, and so that Code 128 packs two digits into one symbol character.
 *
 * Uniqueness needs no network. There are 10^13 ids, and before using one the
 * caller looks it up in the till's whole base and draws again when it is taken.
 * What is left is two tills that draw the same id before either has seen the
 * other's: for k new customers here and m elsewhere since the last pull that is
 * k·m / 10^13, so 1,000 here and 100,000 elsewhere collide once in 100,000 times.
 */

/** GS1's prefix range 20 to 29 is for numbers that mean something only inside a company. */
const prefix = '29';
const randomDigitCount = 13;
const pattern = /^29\d{14}$/;

/**
 * The modulo-10 check digit that belongs behind `digits` (GS1 General
 * Specifications 7.9): weights 3, 1, 3, … from the right.
 */
export function checkDigit(digits: string): string {
  if (!/^\d+$/.test(digits)) throw new RangeError('a check digit is computed from digits');
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => {
      return total + Number(digit) * (index % 2 === 0 ? 3 : 1);
    }, 0);
  return String((10 - (sum % 10)) % 10);
}

/**
 * A new loyalty id. `randomDigits(count)` answers `count` decimal digits, each
 * drawn evenly from a cryptographic source, so that no id can be guessed from another.
 * The caller makes sure that no customer of the till has it yet.
 */
export function makeLoyaltyId(randomDigits: (count: number) => string): string {
  const body = prefix + randomDigits(randomDigitCount);
  const id = body + checkDigit(body);
  if (!pattern.test(id)) throw new RangeError(`the random source must answer ${randomDigitCount} digits`);
  return id;
}

/** Whether this is an id a till made; a service's own ids may look different and are just as good. */
export function isWellFormedLoyaltyId(id: string): boolean {
  return pattern.test(id) && checkDigit(id.slice(0, -1)) === id.slice(-1);
}

/** The id as people read and dictate it: digits in groups of four (2912 3456 …), anything else as it is. */
export function displayLoyaltyId(id: string): string {
  return /^\d{8,}$/.test(id) ? id.replace(/\d{4}(?=\d)/g, '$& ') : id;
}
