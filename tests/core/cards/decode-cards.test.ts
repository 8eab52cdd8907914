import { describe, expect, it } from 'vitest';
import { symbologies } from '#shared/cards/card-design';
import { shippedDesign } from '../../../electron/core/cards/card-designs.ts';
import { cardOf } from './card-samples.ts';
import { decodeBarcodes } from './decode-barcode.ts';
import { proveDecoding, proveDecodingByZbar } from './decode-proof.ts';
import { pdfPages, printOn, whyNoPdfPages } from './print-medium.ts';
import { whyNoZbar } from './read-by-zbar.ts';

/** In CI they run, and fail where their programs are missing. */
function isSkipped(what: string, reason: string | undefined): boolean {
  const skips = reason !== undefined && process.env['CI'] !== 'true';
  if (skips) process.stderr.write(`Skipped, ${what}: ${reason}.\n`);
  return skips;
}
const skipsPages = isSkipped('PDF pages', whyNoPdfPages());
const skipsZbar = isSkipped('a second decoder', whyNoZbar());

/** Seconds of work each, for a machine that has much else to do. */
const slowMachineMs = 240_000;

/** `npm run proof:cards` takes 2,000 of every symbology. */
describe(
  'what a scanner reads from the paper is the loyalty id, in every symbology, at 203 and 300 dpi',
  { timeout: slowMachineMs },
  () => {
    it.each([
      ['png', 24],
      ['escpos', 30],
      ['zpl', 30],
      ['zpl-drawn', 3],
    ] as const)('%s, %i ids of each', async (medium, idsEach) => {
      const { cards, misreads } = await proveDecoding(medium, idsEach, 7);
      expect(misreads).toEqual([]);
      expect(cards).toBe(idsEach * symbologies.length);
    });

    it.skipIf(skipsPages)('pages of a PDF, 20 ids of each', async () => {
      const { cards, misreads } = await proveDecoding('pdf', 20, 7);
      expect(misreads).toEqual([]);
      expect(cards).toBe(100);
    });

    it.skipIf(skipsZbar)(
      'a decoder that shares nothing with the first, 26 ids of each it knows',
      async () => {
        expect(await proveDecodingByZbar(26, 9)).toEqual({ cards: 78, misreads: [] });
      },
    );

    it.skipIf(skipsPages)('every label on sheets of labels, the last of them not full', async () => {
      for (const symbology of ['code128', 'qrcode'] as const) {
        const ids = Array.from({ length: 50 }, (_, index) => `291234567890${1000 + index}`);
        const pages = await pdfPages(
          ids.map((loyaltyId) => cardOf({ loyaltyId })),
          { ...shippedDesign('sheet'), symbology, dotsPerMm: 300 / 25.4 },
        );
        // A4 at 300 dpi, parts of a pixel counted as whole.
        expect(pages.map(({ width, height }) => [width, height])).toEqual(pages.map(() => [2481, 3508]));
        const read = await Promise.all(pages.map(decodeBarcodes));
        expect(read.map(({ length }) => length)).toEqual([21, 21, 8]);
        expect(read.flat().toSorted()).toEqual(ids);
      }
    });
  },
);

it('an id that reads like a command is read as it is', async () => {
  for (const loyaltyId of ['^XZ^XA', '~JR', '_5EXZ', '\\&^FS', '>;>6>8', '^FNC1'])
    for (const [medium, designId] of [
      ['zpl', 'label'],
      ['escpos', 'receipt'],
      ['png', 'card'],
    ] as const) {
      const [picture] = await printOn(medium, [cardOf({ loyaltyId })], shippedDesign(designId));
      expect(picture && (await decodeBarcodes(picture))).toEqual([loyaltyId]);
    }
});
