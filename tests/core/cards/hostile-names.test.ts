import { describe, expect, it } from 'vitest';
import { printableText } from '#shared/cards/card-text';
import { drawableText } from '../../../electron/core/cards/card-font.ts';
import { renderCard } from '../../../electron/core/cards/render-card.ts';
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
