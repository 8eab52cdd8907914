import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printableText } from '#shared/cards/card-text';
import { drawableText, textOutline, textWidth } from '../../../electron/core/cards/card-font.ts';
import { renderCard, type CardFormat } from '../../../electron/core/cards/render-card.ts';
import { cardOf, hostileNames } from './card-samples.ts';
import { decodeBarcodes, paintBoxes } from './decode-barcode.ts';
import { parseEscPos, printedPicture } from './parse-escpos.ts';
import { parseZpl } from './parse-zpl.ts';

/** 2,000 names on 250 cards: four as the customer's name, four as the shop's. */
const names = hostileNames(2_000);
const cards = Array.from({ length: names.length / 8 }, (_, index) =>
  cardOf({
    firstname: names.slice(index * 8, index * 8 + 4).join(' '),
    shopName: names.slice(index * 8 + 4, index * 8 + 8).join(' '),
    loyaltyId: '2912345678901233',
  }),
);

describe('2,000 hostile names', () => {
  it('put no command into ESC/POS: beside the picture’s dots, every receipt has the same bytes', async () => {
    const plain = parseEscPos((await renderCard(cardOf({}), 'escpos')).bytes).map(({ name }) => name);
    for (const card of cards) {
      const commands = parseEscPos((await renderCard(card, 'escpos')).bytes);
      expect(commands.map(({ name }) => name)).toEqual(plain);
    }
  });

  it('put no command into ZPL: every label is one label of boxes, texts and pictures', async () => {
    for (const card of cards) {
      const label = parseZpl((await renderCard(card, 'zpl')).bytes);
      // Whatever the printer's own font sets is what a person would have read, to the letter.
      const said = [card.shopName, card.customerName, 'Membership card', 'Member'].map((text) =>
        drawableText(text, 'bold'),
      );
      for (const text of label.texts) {
        expect(said.some((whole) => whole.includes(text.replace(/…$/, '')))).toBe(true);
      }
      expect(label.texts.length + label.pictures.length).toBeGreaterThanOrEqual(2);
    }
  });

  it('change no bar', async () => {
    for (const card of cards.slice(0, 20)) {
      const receipt = printedPicture(parseEscPos((await renderCard(card, 'escpos')).bytes));
      const { width, height, boxes } = parseZpl((await renderCard(card, 'zpl')).bytes);
      expect(await decodeBarcodes(receipt)).toEqual(['2912345678901233']);
      expect(await decodeBarcodes(paintBoxes(width, height, boxes))).toEqual(['2912345678901233']);
    }
  });
});

describe('a loyalty id that reads like a command', () => {
  it.each(['^XZ^XA', '~JR', '_5EXZ', '\\&^FS', '>;>6>8'])('%s stays a loyalty id', async (loyaltyId) => {
    const card = cardOf({ loyaltyId });
    const { width, height, boxes } = parseZpl((await renderCard(card, 'zpl')).bytes);
    expect(await decodeBarcodes(paintBoxes(width, height, boxes))).toEqual([loyaltyId]);
    const receipt = printedPicture(parseEscPos((await renderCard(card, 'escpos')).bytes));
    expect(await decodeBarcodes(receipt)).toEqual([loyaltyId]);
  });
});

describe('combining marks', () => {
  it.each(['W\u0337', 'a\u0337\u033c', 'Z\u0334\u0335a\u0336\u031bl\u0338\u0358g\u0315o', 'ø\u0315 Ж\u031a'])(
    'on %s come out in every format',
    async (firstname) => {
      for (const format of ['pdf', 'png', 'svg', 'escpos', 'zpl'] as const)
        expect((await renderCard(cardOf({ firstname }), format)).bytes.length).toBeGreaterThan(100);
    },
  );

  it('have a place in every text, whatever they stand on', () => {
    const mark = fc.integer({ min: 0x0300, max: 0x036f }).map((code) => String.fromCodePoint(code));
    const letter = fc.oneof(
      fc.constantFrom('W', 'ø', 'f', 'i', ' ', 'Ω', 'Ж', '.'),
      fc.string({ minLength: 1, maxLength: 1 }),
    );
    const text = fc
      .array(fc.tuple(letter, fc.string({ unit: mark, maxLength: 3 })), { minLength: 1, maxLength: 8 })
      .map((clusters) => clusters.flat().join(''));
    fc.assert(
      fc.property(text, fc.constantFrom('regular', 'bold'), (name, weight) => {
        const drawn = drawableText(printableText(name), weight);
        expect(textWidth(drawn, weight)).toBeGreaterThanOrEqual(0);
        expect(textOutline(drawn, weight, 12, 0, 0)).not.toContain('NaN');
      }),
      { numRuns: 500 },
    );
  });

  it('are drawn in PDF and SVG alike', async () => {
    const marked = fc.string({
      unit: fc.oneof(
        fc.constantFrom('W', 'ø', 'a', ' '),
        fc.integer({ min: 0x0300, max: 0x036f }).map((code) => String.fromCodePoint(code)),
      ),
      minLength: 1,
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(marked, fc.constantFrom<CardFormat>('pdf', 'svg'), async (firstname, format) => {
        const card = cardOf({ firstname: `A${firstname}`, shopName: `B${firstname}` });
        expect((await renderCard(card, format)).bytes.length).toBeGreaterThan(100);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a name in the label', () => {
  it('is set in the printer’s font while all is Latin-1', async () => {
    const label = parseZpl((await renderCard(cardOf({ firstname: 'Bjørn ^ Åse' }), 'zpl')).bytes);
    expect(label.texts).toEqual(['Nordlys Sport', 'Membership card', 'Bjørn ^ Åse']);
    expect(label.pictures).toHaveLength(1);
  });

  it.each(['Łukasz', 'Παπαδόπουλος', 'Щукин'])(
    '%s is sent as a picture, dark enough to read',
    async (firstname) => {
      const label = parseZpl((await renderCard(cardOf({ firstname }), 'zpl')).bytes);
      expect(label.texts).toEqual([]);
      expect(label.pictures).toHaveLength(4);
      for (const { x, y, width, height, rgba } of label.pictures) {
        expect(x + width).toBeLessThanOrEqual(label.width);
        expect(y + height).toBeLessThanOrEqual(label.height);
        const dark = rgba.filter((value, index) => index % 4 === 0 && value === 0).length;
        expect(dark / (width * height)).toBeGreaterThan(0.05);
      }
    },
  );
});

it('the samples hold what they are meant to hold', () => {
  const all = names.join('');
  for (const danger of ['^XZ', '~', '\u001b', '\u001d', '\u0000', '\u202e', '😀', '\ud800'])
    expect(all).toContain(danger);
  expect(names.filter((name) => printableText(name) === name).length).toBeLessThan(names.length / 2);
});
