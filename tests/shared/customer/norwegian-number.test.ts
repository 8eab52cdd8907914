import { validate } from 'stdnum/lib/cjs/no/orgnr.js';
import { expect, test } from 'vitest';
import { isNorwegianNumber } from '#shared/customer/norwegian-number';

test('agrees with the library that checks before saving, for any nine digits and for what is no number', () => {
  for (let number = 910_000_000; number < 910_002_000; number += 1) {
    expect([number, isNorwegianNumber(String(number))]).toEqual([number, validate(String(number)).isValid]);
  }
  for (const other of ['', '93727006', '9372700622', '93727006a'])
    expect(isNorwegianNumber(other)).toBe(false);
  expect(isNorwegianNumber('937270062')).toBe(true);
});
