import fc from 'fast-check';
import { expect, it } from 'vitest';
import { problemOfPng } from '../../../electron/core/cards/read-png.ts';
import { greySquare } from './make-png.ts';

const png = Buffer.from(greySquare(40), 'base64');

it('a whole PNG can be printed', () => {
  expect(problemOfPng(png)).toBeUndefined();
});

it('one that is cut short, or has a byte changed, cannot', () => {
  fc.assert(
    fc.property(fc.integer({ min: 34, max: png.length - 1 }), (length) => {
      expect(problemOfPng(png.subarray(0, length))).toBe('png.damaged');
    }),
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 8, max: png.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      (at, change) => {
        const changed = Buffer.from(png);
        changed[at] = (changed[at] ?? 0) ^ change;
        expect(problemOfPng(changed)).toBe('png.damaged');
      },
    ),
  );
});

it('one that says it is larger than it is, or of another kind, cannot', () => {
  expect(problemOfPng(Buffer.from(greySquare(40, { height: 2000 }), 'base64'))).toBe('png.damaged');
  expect(problemOfPng(Buffer.from(greySquare(40, { height: 2 }), 'base64'))).toBe('png.damaged');
  expect(problemOfPng(Buffer.from(greySquare(40, { bits: 16 }), 'base64'))).toBe('png.bits');
  expect(problemOfPng(Buffer.from(greySquare(40, { interlacing: 1 }), 'base64'))).toBe('png.interlaced');
  expect(problemOfPng(Buffer.from(greySquare(40, { colourType: 3 }), 'base64'))).toBe('png.damaged');
});
