import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { designIds, symbologies, type CardDesign } from '#shared/cards/card-design';
import type { Box, CardDrawing } from '../../../electron/core/cards/card-drawing.ts';
import { shippedDesign } from '../../../electron/core/cards/card-designs.ts';
import { layoutCard } from '../../../electron/core/cards/card-layout.ts';
import { textWidth } from '../../../electron/core/cards/card-font.ts';
import { cardOf, hostileNames, loyaltyIds, loyaltyIdsFor } from './card-samples.ts';

const designs = designIds.map(shippedDesign);
const printerDots = [8, 11.811, 12, 24];
const drawingOf = (model: Parameters<typeof layoutCard>[0], design: CardDesign) =>
  layoutCard(model, design).drawing;
const linesOf = (drawing: CardDrawing) => drawing.texts.map(({ text }) => text);

const longNames = [
  'Wolfeschlegelsteinhausenbergerdorff',
  'W'.repeat(200),
  'Александра Константиновна Вознесенская-Римская-Корсакова-Достоевская',
  'Παπαδημητρακοπούλου Χατζηκωνσταντίνου Κωνσταντινουπολίτου',
  'Handelshuset Østergaard & Sønner Jernvare- og Byggevareforretning, Frederikshavn Centrum',
  Array.from({ length: 100 }, () => 'i').join(' '),
];

describe.each(designIds)('the %s', (designId) => {
  const design = shippedDesign(designId);

  it.each([
    ['Latin', 'Łukasz Žižka Ærøskøbing Nguyễn'],
    ['Latin of Wales, Iceland and Turkey', 'Ŵyn Þórður Işık Ğül'],
    ['Greek', 'Ιωάννης Παπαδόπουλος'],
    ['Greek of old', 'Ἀλέξανδρος Ὦ ᾧ'],
    ['Cyrillic', 'Ђорђе Щукин Їжак'],
    ['Cyrillic of Central Asia', 'Әлия Өмүрбек Ҳасан'],
  ])('draws every letter of a name in %s', (_, name) => {
    expect(linesOf(drawingOf(cardOf({ firstname: name }), design)).join(' ')).toContain(name);
  });

  it('lets no name run out of its box or into the barcode', () => {
    for (const name of [...longNames, ...hostileNames(100)])
      expect(faultsOf(drawingOf(cardOf({ firstname: name, shopName: name }), design), design)).toEqual([]);
  });

  it('lets no id run off the card, and shows every character of it', () => {
    const longest = ['W'.repeat(40), '9'.repeat(80), 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'];
    for (const loyaltyId of [...longest, ...fc.sample(loyaltyIds, { seed: 3, numRuns: 200 })]) {
      const drawing = drawingOf(cardOf({ loyaltyId, firstname: '' }), design);
      expect(faultsOf(drawing, design)).toEqual([]);
      expect(linesOf(drawing).join('').replaceAll(' ', '')).toContain(loyaltyId.replaceAll(' ', ''));
    }
  });
});

it('a card says shop, holder and id', () => {
  expect(linesOf(drawingOf(cardOf({}), shippedDesign('card')))).toEqual([
    'Nordlys Sport',
    'Membership card',
    'Bjørn Åse',
    '2912 3456 7890 1233',
  ]);
});

it('what the font cannot draw is left out, and the rest is kept', () => {
  const card = cardOf({ firstname: 'Åse 😀 王 Berg' });
  expect(linesOf(drawingOf(card, shippedDesign('card')))).toContain('Åse Berg');
});

describe('the barcode', () => {
  it('has modules of whole dots, all alike, and its clear space inside its box', () => {
    const clearModules = { code128: 10, ean13: 11, qrcode: 4, azteccode: 2, pdf417: 2 };
    for (const symbology of symbologies) {
      for (const loyaltyId of loyaltyIdsFor(symbology, 60, 5)) {
        for (const design of designs) {
          for (const dotsPerMm of printerDots) {
            const printed = { ...design, symbology, dotsPerMm };
            const laidOut = layoutCard(cardOf({ loyaltyId }), printed);
            const [box, bars] = codeOf(laidOut.drawing, printed);
            const left = Math.min(...bars.map(({ x }) => x));
            const module = greatestCommon(bars.flatMap(({ x, width }) => [x - left, width]));
            expect(module, `${loyaltyId} ${symbology} ${dotsPerMm}`).toBeGreaterThanOrEqual(
              Math.max(2, Math.ceil(0.165 * dotsPerMm)),
            );
            const clear = clearModules[laidOut.symbology] * module;
            expect(left - box.x).toBeGreaterThanOrEqual(clear);
            expect(
              box.x + box.width - Math.max(...bars.map(({ x, width }) => x + width)),
            ).toBeGreaterThanOrEqual(clear);
            const isStacked = bars.some(({ y }) => y !== bars[0]?.y);
            const above = Math.min(...bars.map(({ y }) => y)) - box.y;
            expect(above).toBeGreaterThanOrEqual(isStacked ? clear : 0);
          }
        }
      }
    }
  });

  it.each([
    ['an EAN-13 of a company’s own range', 'ean13', '2000000000008', 'ean13'],
    ['an EAN-13 of a product', 'ean13', '5901234123457', 'code128'],
    ['thirteen digits whose check digit is another', 'ean13', '2000000000009', 'code128'],
    ['twelve digits, which would come back as thirteen', 'ean13', '200000000000', 'code128'],
    ['a till’s own id', 'ean13', '2912345678901233', 'code128'],
    ['an id too long for bars', 'code128', 'W'.repeat(40), 'qrcode'],
    ['an id too long for bars and for EAN-13', 'ean13', 'W'.repeat(40), 'qrcode'],
  ] as const)('falls back to what carries %s', (_, symbology, loyaltyId, printed) => {
    const design = { ...shippedDesign('receipt'), symbology };
    expect(layoutCard(cardOf({ loyaltyId }), design).symbology).toBe(printed);
  });
});

describe('colours', () => {
  const card = shippedDesign('card');

  it('go where only black prints: the band becomes a rule, and every text is black', () => {
    const { drawing } = layoutCard(cardOf({}), card, 'black');
    expect(drawing.artwork).toEqual([]);
    expect(new Set(drawing.texts.map(({ fill }) => fill))).toEqual(new Set(['#000000']));
    const plain = layoutCard(cardOf({}), card).drawing;
    expect(drawing.boxes.length).toBe(plain.boxes.length + 1);
  });

  it.each(['#ffffff', '#ffee00', '#12303a', '#e0a458', '#000000', '#ff0000'])(
    'are readable whatever the shop’s own is (%s)',
    (colour) => {
      const { drawing } = layoutCard(cardOf({}), { ...card, colour });
      const [shopName, ...others] = drawing.texts;
      expect(contrast(shopName?.fill ?? '', colour)).toBeGreaterThanOrEqual(3);
      for (const { fill } of others) expect(contrast(fill, '#ffffff')).toBeGreaterThanOrEqual(4.5);
    },
  );
});

/** The box of the barcode in dots, and what is drawn in it. */
function codeOf({ boxes }: CardDrawing, { elements, dotsPerMm }: CardDesign): [Box, Box[]] {
  const code = elements.find(({ kind }) => kind === 'code');
  if (!code) throw new Error('no barcode');
  const [x, y] = [Math.round(code.leftMm * dotsPerMm), Math.round(code.topMm * dotsPerMm)];
  const box = {
    x,
    y,
    width: Math.round((code.leftMm + code.widthMm) * dotsPerMm) - x,
    height: Math.round((code.topMm + code.heightMm) * dotsPerMm) - y,
  };
  return [box, boxes.filter((bar) => bar.y >= y && bar.y < y + box.height)];
}

function greatestCommon(numbers: readonly number[]): number {
  const two = (one: number, other: number): number => (other === 0 ? one : two(other, one % other));
  return numbers.reduce((common, number) => two(common, number), 0);
}

/** WCAG 2.2: contrast ratio of two colours. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const share = parseInt(colour.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [a, b] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return Math.max(a, b) / Math.min(a, b);
}

/** Whatever leaves the card, every text that leaves all of its design's boxes, and lines that touch. */
function faultsOf(
  { widthDots, heightDots, boxes, texts, dotsPerMm }: CardDrawing,
  design: CardDesign,
): string[] {
  const places = design.elements.filter(({ kind }) => kind === 'text');
  const lines = texts.map(({ text, weight, size, x, baseline }) => ({
    text,
    left: x / dotsPerMm,
    right: (x + textWidth(text, weight) * size) / dotsPerMm,
    top: (baseline - 0.714 * size) / dotsPerMm,
    bottom: (baseline + 0.24 * size) / dotsPerMm,
    baseline,
  }));
  /** Boxes stand on whole dots, so up to one dot beside their millimetres. */
  const dot = 1 / dotsPerMm;
  return [
    ...lines
      .filter(
        ({ left, right, top, bottom }) =>
          !places.some(
            (place) =>
              left >= place.leftMm - dot &&
              right <= place.leftMm + place.widthMm + dot &&
              top >= place.topMm - dot &&
              bottom <= place.topMm + place.heightMm + dot,
          ),
      )
      .map(({ text }) => `${text} leaves its box`),
    ...lines
      .filter(({ top }, index) => top * dotsPerMm < (lines[index - 1]?.baseline ?? 0))
      .map(({ text }) => `${text} touches the line above`),
    ...boxes
      .filter(({ x, y, width, height }) => x < 0 || y < 0 || x + width > widthDots || y + height > heightDots)
      .map(({ x, y }) => `a box at ${x}, ${y} leaves the card`),
  ];
}
