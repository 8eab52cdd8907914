import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardDrawing } from '../../../electron/core/cards/card-drawing.ts';
import {
  colourCard,
  labelCard,
  layoutCard,
  receiptFor,
  type CardStock,
} from '../../../electron/core/cards/card-layout.ts';
import { textWidth } from '../../../electron/core/cards/card-font.ts';
import type { CardModel } from '../../../electron/core/cards/card-model.ts';
import { cardOf, hostileNames, loyaltyIds } from './card-samples.ts';

const stocksFor = (model: CardModel): CardStock[] => [colourCard, labelCard, receiptFor(model.loyaltyId)];
const layoutReceipt = (loyaltyId: string) => layoutCard(cardOf({ loyaltyId }), receiptFor(loyaltyId));
const linesOf = (drawing: CardDrawing) => drawing.texts.map(({ text }) => text);

const longNames = [
  'Wolfeschlegelsteinhausenbergerdorff',
  'W'.repeat(200),
  'Александра Константиновна Вознесенская-Римская-Корсакова-Достоевская',
  'Παπαδημητρακοπούλου Χατζηκωνσταντίνου Κωνσταντινουπολίτου',
  'Handelshuset Østergaard & Sønner Jernvare- og Byggevareforretning, Frederikshavn Centrum',
  Array.from({ length: 100 }, () => 'i').join(' '),
];

describe('a card’s layout', () => {
  it.each([
    ['Latin', 'Łukasz Žižka Ærøskøbing Nguyễn'],
    ['Greek', 'Ιωάννης Παπαδόπουλος'],
    ['Cyrillic', 'Ђорђе Щукин Їжак'],
  ])('draws every letter of a name in %s', (_, name) => {
    for (const stock of stocksFor(cardOf({}))) {
      const drawing = layoutCard(cardOf({ firstname: name }), stock);
      expect(linesOf(drawing).join(' ')).toContain(name);
    }
  });

  it('says shop, holder and id', () => {
    expect(linesOf(layoutCard(cardOf({}), colourCard))).toEqual([
      'Nordlys Sport',
      'Membership card',
      'Bjørn Åse',
      '2912 3456 7890 1233',
    ]);
  });

  it('leaves out what the font cannot draw, and keeps the rest', () => {
    expect(linesOf(layoutCard(cardOf({ firstname: 'Åse 😀 王 Berg' }), colourCard))).toContain('Åse Berg');
  });

  it('lets no name run off the card or into the bars', () => {
    for (const name of [...longNames, ...hostileNames(100)]) {
      const model = cardOf({ firstname: name, shopName: name });
      for (const stock of stocksFor(model)) expect(faultsOf(layoutCard(model, stock))).toEqual([]);
    }
  });

  it('lets no id run off the card, and shows every character of it', () => {
    const longest = ['W'.repeat(40), '9'.repeat(80), 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'];
    for (const loyaltyId of [...longest, ...fc.sample(loyaltyIds, { seed: 3, numRuns: 200 })]) {
      const model = cardOf({ loyaltyId });
      for (const stock of stocksFor(model)) {
        const drawing = layoutCard(model, stock);
        expect(faultsOf(drawing)).toEqual([]);
        const shown = drawing.texts.filter(({ align }) => align === 'centre').map(({ text }) => text);
        expect(shown.join('').replaceAll(' ', '')).toBe(loyaltyId.replaceAll(' ', ''));
      }
    }
  });

  it('draws bars of whole dots with ten clear modules on both sides', () => {
    for (const loyaltyId of fc.sample(loyaltyIds, { seed: 5, numRuns: 200 })) {
      const model = cardOf({ loyaltyId });
      for (const stock of stocksFor(model)) {
        const { boxes, widthDots } = layoutCard(model, stock);
        const bars = boxes.filter(({ height }) => height > 50);
        const [first, last] = [bars.at(0), bars.at(-1)];
        if (!first || !last) throw new Error('no bars');
        // Every Code 128 symbol starts with a bar of two modules and ends with one of two.
        const module = first.width / 2;
        expect(last.width).toBe(2 * module);
        for (const { x, width } of bars) {
          expect(Number.isInteger(x) && Number.isInteger(width)).toBe(true);
          expect((x - first.x) % module).toBe(0);
        }
        expect(first.x).toBeGreaterThanOrEqual(10 * module);
        expect(widthDots - last.x - last.width).toBeGreaterThanOrEqual(10 * module);
      }
    }
  });

  it('prints a till’s own id on the narrowest paper, and widens only for a longer one', () => {
    expect(layoutReceipt('2912345678901233').widthDots).toBe(384);
    expect(layoutReceipt('CLUB-MEMBER-0412').widthDots).toBe(512);
    expect(layoutReceipt('W'.repeat(40)).widthDots).toBe(576);
  });
});

/** Whatever leaves the card, and every text that touches the bars or another text. */
function faultsOf({ widthDots, heightDots, boxes, texts }: CardDrawing): string[] {
  const bars = boxes.filter(({ height }) => height > 50);
  const barsTop = Math.min(...bars.map(({ y }) => y));
  const barsBottom = Math.max(...bars.map(({ y, height }) => y + height));
  const lines = texts.map(({ text, weight, size, x, baseline }) => ({
    text,
    left: x,
    right: x + textWidth(text, weight) * size,
    top: baseline - 0.72 * size,
    bottom: baseline + 0.24 * size,
    baseline,
  }));
  return [
    ...lines
      .filter(
        ({ left, right, top, bottom }) => left < 0 || right > widthDots || top < 0 || bottom > heightDots,
      )
      .map(({ text }) => `${text} leaves the card`),
    ...lines
      .filter(({ top, bottom }) => bottom > barsTop && top < barsBottom)
      .map(({ text }) => `${text} touches the bars`),
    ...lines
      .filter(({ top }, index) => top < (lines[index - 1]?.baseline ?? 0))
      .map(({ text }) => `${text} touches the line above`),
    ...boxes
      .filter(({ x, y, width, height }) => x < 0 || y < 0 || x + width > widthDots || y + height > heightDots)
      .map(({ x, y }) => `a box at ${x}, ${y} leaves the card`),
  ];
}
