import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  digitsRange,
  emailPairKeys,
  foldCode,
  keysOf,
  keyTags,
  maxPackedDigits,
  nationalDigits,
  nearEmailKeys,
  signsRange,
  unpackDigits,
} from '../../../electron/core/lookup/keys.ts';

const digits = fc.string({
  unit: fc.constantFrom(...Array.from('0123456789')),
  minLength: 1,
  maxLength: maxPackedDigits,
});
const signs = fc.string({ unit: fc.constantFrom(...Array.from('abz019.-_@+ø')), minLength: 1, maxLength: 9 });

describe('phone numbers', () => {
  it.each([
    ['+47 912 34 567', '91234567'],
    ['0047 91 23 45 67', '91234567'],
    ['912-34-567', '91234567'],
    ['4791234567', '91234567'],
    ['+46 70-123 45 67', '701234567'],
    ['070-123 45 67', '701234567'],
    ['+358 (0)40 1234567', '401234567'],
    ['04 52492030', '452492030'],
    ['+1 (212) 555-0100', '2125550100'],
    ['abc', ''],
  ])('%j has the national digits %j', (text, national) => {
    expect(nationalDigits(text)).toBe(national);
  });
});

describe('keys', () => {
  it('are whole numbers that both SQLite and JavaScript hold exactly', () => {
    fc.assert(
      fc.property(digits, signs, fc.emailAddress(), (number, code, email) => {
        const keys = keysOf([
          { field: 'mobile', form: 'phone', text: number },
          { field: 'externalId', form: 'code', text: code },
          { field: 'contact', form: 'email', text: email },
        ]);
        for (const key of keys) expect(Number.isSafeInteger(key) && key >= 0).toBe(true);
        expect(keys).toEqual([...new Set(keys)].toSorted((left, right) => left - right));
      }),
    );
  });

  it('of numbers lie in the range of their beginnings, and of no other number', () => {
    fc.assert(
      fc.property(digits, digits, (number, beginning) => {
        const key = digitsRange(keyTags.phone, number).from;
        const { from, to } = digitsRange(keyTags.phone, beginning);
        expect(key >= from && key < to).toBe(number.startsWith(beginning));
        expect(unpackDigits(key)).toBe(number);
      }),
    );
  });

  it('of codes and addresses lie in the range of their beginnings', () => {
    fc.assert(
      fc.property(signs, fc.nat(9), (text, length) => {
        const key = signsRange(keyTags.email, text).from;
        const { from, to } = signsRange(keyTags.email, text.slice(0, length));
        expect(key >= from && key < to).toBe(true);
      }),
    );
  });

  it('are the same for a code in any notation', () => {
    expect(foldCode('no 937 270 062 mva')).toBe(foldCode('NO937270062MVA'));
  });

  it('of an address with one error are shared with the right one', () => {
    const edit = fc.record({ at: fc.nat(), kind: fc.constantFrom('insert', 'delete', 'replace', 'swap') });
    fc.assert(
      fc.property(fc.emailAddress(), edit, (text, { at, kind }) => {
        const place = at % text.length;
        const [before, after] = [text.slice(0, place), text.slice(place)];
        const wrong = {
          insert: `${before}x${after}`,
          delete: before + after.slice(1),
          replace: `${before}x${after.slice(1)}`,
          swap: before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2),
        }[kind];
        const right = emailPairKeys(keyTags.emailHash, text);
        const shared = nearEmailKeys(keyTags.emailHash, wrong).filter((key) => right.includes(key));
        expect(shared).not.toEqual([]);
      }),
    );
  });
});
