import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardModel } from '../../../electron/core/cards/card-model.ts';
import { colourCard, layoutCard } from '../../../electron/core/cards/card-layout.ts';
import { rasterise } from '../../../electron/core/cards/rasterise.ts';
import { renderCard, type CardFormat } from '../../../electron/core/cards/render-card.ts';
import { cardOf, loyaltyIds } from './card-samples.ts';
import { decodeBarcodes, paintBoxes } from './decode-barcode.ts';
import { parseEscPos, printedPicture } from './parse-escpos.ts';
import { parsePdf } from './parse-pdf.ts';
import { parseZpl } from './parse-zpl.ts';

const ids = [
  ['made on the till', '2912345678901233'],
  ['of 13 digits', '5901234123457'],
  ['of letters and digits', 'CLUB-00412a'],
  ['of one digit', '7'],
  ['of every awkward character', '^FNC1 ~>{B_\\"'],
  ['as long as a card can carry', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'],
] as const;

async function svgOf(model: CardModel): Promise<string> {
  return Buffer.from((await renderCard(model, 'svg')).bytes).toString('utf8');
}

describe('a scanner reads the loyalty id', () => {
  it.each(ids)('%s, from the PNG', async (_, loyaltyId) => {
    const { bytes } = await renderCard(cardOf({ loyaltyId }), 'png');
    expect(await decodeBarcodes(bytes)).toEqual([loyaltyId]);
  });

  it.each(ids)('%s, from the PDF', async (_, loyaltyId) => {
    const { bytes } = await renderCard(cardOf({ loyaltyId }), 'pdf');
    expect(await decodeBarcodes(paintBoxes(1011, 638, parsePdf(bytes).boxes))).toEqual([loyaltyId]);
  });

  it.each(ids)('%s, from the receipt', async (_, loyaltyId) => {
    const { bytes } = await renderCard(cardOf({ loyaltyId }), 'escpos');
    expect(await decodeBarcodes(printedPicture(parseEscPos(bytes)))).toEqual([loyaltyId]);
  });

  it.each(ids)('%s, from the label', async (_, loyaltyId) => {
    const { bytes } = await renderCard(cardOf({ loyaltyId }), 'zpl');
    const { width, height, boxes } = parseZpl(bytes);
    expect(await decodeBarcodes(paintBoxes(width, height, boxes))).toEqual([loyaltyId]);
  });

  it('of 500 kinds, from the rasterised card', async () => {
    for (const loyaltyId of fc.sample(loyaltyIds, { seed: 7, numRuns: 500 })) {
      const { boxes, ...drawing } = layoutCard(cardOf({ loyaltyId }), colourCard);
      const bars = await rasterise({
        ...drawing,
        heightDots: 60,
        artwork: [],
        texts: [],
        boxes: boxes.map(({ x, width }) => ({ x, width, y: 5, height: 50 })),
      });
      expect(await decodeBarcodes(bars)).toEqual([loyaltyId]);
    }
  });
});

describe('the PNG', () => {
  it('is an ID-1 card at 300 dpi and says so', async () => {
    const png = Buffer.from((await renderCard(cardOf({}), 'png')).bytes);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1011, 638]);
    const resolution = png.indexOf('pHYs');
    expect(resolution).toBeGreaterThan(0);
    expect(resolution).toBeLessThan(png.indexOf('IDAT'));
    expect(png.readUInt32BE(resolution + 4) * 0.0254).toBeCloseTo(300, 1);
  });

  it('has a white ground and ten clear modules beside the bars', async () => {
    const drawing = layoutCard(cardOf({}), colourCard);
    const { rgba, width } = await rasterise(drawing);
    const colourAt = (x: number, y: number) =>
      Array.from(rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4));
    const first = drawing.boxes[0] ?? { x: 0, y: 0, width: 0, height: 0 };
    const module = first.width / 2;
    const middle = first.y + first.height / 2;
    for (let x = first.x - 10 * module; x < first.x; x += 1)
      expect(colourAt(x, middle)).toEqual([255, 255, 255, 255]);
    // Bars begin and end between two pixels: no grey.
    expect(colourAt(first.x, middle)).toEqual([0, 0, 0, 255]);
    expect(colourAt(first.x + first.width - 1, middle)).toEqual([0, 0, 0, 255]);
    expect(colourAt(first.x + first.width, middle)).toEqual([255, 255, 255, 255]);
    expect(colourAt(2, 630)).toEqual([255, 255, 255, 255]);
  });
});

describe('the SVG', () => {
  it('has its true size and needs nothing from outside: no font, no link, no script, no style', async () => {
    const svg = await svgOf(cardOf({}));
    expect(svg).toMatch(/^<svg [^>]*width="85.6mm" height="54mm"/);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
      /<(text|image|use|script|style|a)\b|href|url\(|style=|http/,
    );
  });

  it('says who the card is of, whatever the name', async () => {
    const svg = await svgOf(cardOf({ firstname: '<script>alert("&")</script>', loyaltyId: '<&>12' }));
    expect(svg).toContain(
      '<title>Membership card · &lt;script&gt;alert("&amp;")&lt;/script&gt; · &lt;&amp;&gt;12</title>',
    );
  });
});

describe('the PDF', () => {
  it('is one page of exactly a card, with its fonts embedded', async () => {
    const page = parsePdf((await renderCard(cardOf({}), 'pdf')).bytes);
    expect(page.pages).toBe(1);
    expect((page.width / 72) * 25.4).toBeCloseTo(85.6, 2);
    expect((page.height / 72) * 25.4).toBeCloseTo(54, 2);
    expect(page.fonts).toEqual(['NotoSans-Bold', 'NotoSans-Regular']);
    expect(page.embeddedFonts).toBe(2);
  });
});

describe('a rendered card', () => {
  const formats: readonly [CardFormat, string][] = [
    ['pdf', 'application/pdf'],
    ['png', 'image/png'],
    ['svg', 'image/svg+xml'],
    ['escpos', 'application/octet-stream'],
    ['zpl', 'text/plain'],
  ];

  it.each(formats)('as %s says what it is, under a name safe to save', async (format, mediaType) => {
    const card = await renderCard(cardOf({ loyaltyId: '../A:B\\1 ', firstname: 'Åse' }), format);
    expect(card.mediaType).toBe(mediaType);
    expect(card.fileName).toMatch(/^card--A-B-1-\.[a-z]+$/);
    expect(card.bytes.length).toBeGreaterThan(1000);
  });

  it.each(formats)(
    'as %s can do without a name, a shop name, and letters no font here has',
    async (format) => {
      for (const model of [
        { ...cardOf({}), customerName: '', shopName: '' },
        cardOf({ firstname: '王小明', shopName: '😀' }),
      ]) {
        expect((await renderCard(model, format)).bytes.length).toBeGreaterThan(1000);
      }
    },
  );
});
