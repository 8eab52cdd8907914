import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { CardDesign } from '#shared/cards/card-design';
import type { CardModel } from '../../../electron/core/cards/card-model.ts';
import { designFor, shippedDesign } from '../../../electron/core/cards/card-designs.ts';
import { layoutCard } from '../../../electron/core/cards/card-layout.ts';
import { rasterise } from '../../../electron/core/cards/rasterise.ts';
import { renderCard, renderCards, type CardFormat } from '../../../electron/core/cards/render-card.ts';
import { cardOf } from './card-samples.ts';
import { greySquare } from './make-png.ts';
import { parseEscPos, printedStrip } from './parse-escpos.ts';
import { parsePdf } from './parse-pdf.ts';
import { parseZpl } from './parse-zpl.ts';

const colourCard = shippedDesign('card');

async function svgOf(model: CardModel): Promise<string> {
  return Buffer.from((await renderCard(model, colourCard, 'svg')).bytes).toString('utf8');
}

describe('the PNG', () => {
  it('is an ID-1 card at 300 dpi and says so', async () => {
    const png = Buffer.from((await renderCard(cardOf({}), colourCard, 'png')).bytes);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1011, 638]);
    const resolution = png.indexOf('pHYs');
    expect(resolution).toBeGreaterThan(0);
    expect(resolution).toBeLessThan(png.indexOf('IDAT'));
    expect(png.readUInt32BE(resolution + 4) * 0.0254).toBeCloseTo(300, 1);
  });

  it('has a white ground and ten clear modules beside the bars', async () => {
    const { drawing } = layoutCard(cardOf({}), colourCard);
    const { rgba, width } = await rasterise(drawing);
    const colourAt = (x: number, y: number) =>
      Array.from(rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4));
    const first = drawing.boxes[0] ?? { x: 0, y: 0, width: 0, height: 0 };
    const module = first.width / 2;
    const middle = first.y + Math.floor(first.height / 2);
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
    const page = parsePdf((await renderCard(cardOf({}), colourCard, 'pdf')).bytes);
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
    const card = await renderCard(
      cardOf({ loyaltyId: '../A:B\\1 ', firstname: 'Åse' }),
      designFor(format, {}),
      format,
    );
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
        expect((await renderCard(model, designFor(format, {}), format)).bytes.length).toBeGreaterThan(1000);
      }
    },
  );
});

describe('many cards in one PDF', () => {
  const cards = Array.from({ length: 45 }, (_, index) =>
    cardOf({ firstname: `Kari ${index}`, loyaltyId: `${1000 + index}` }),
  );

  async function fileOf(design: CardDesign): Promise<Buffer> {
    const chunks: Buffer[] = [];
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        done();
      },
    });
    await renderCards(cards, design, sink);
    return Buffer.concat(chunks);
  }

  it('are a page each, with every font and the logo embedded once', async () => {
    const page = parsePdf(await fileOf({ ...colourCard, logo: greySquare(40) }));
    expect([page.pages, page.embeddedFonts]).toEqual([45, 2]);
    const source = (await fileOf({ ...colourCard, logo: greySquare(40) })).toString('latin1');
    expect(source.match(/\/Subtype \/Image/g)).toHaveLength(1);
  });

  it('are labels on pages of A4', async () => {
    const page = parsePdf(await fileOf(shippedDesign('sheet')));
    expect(page.pages).toBe(3);
    expect((page.width / 72) * 25.4).toBeCloseTo(210, 2);
    expect((page.height / 72) * 25.4).toBeCloseTo(297, 2);
  });

  it('fail with their sink, and take no card more than it takes', async () => {
    let asked = 0;
    function* endless(): Generator<CardModel> {
      for (;;) {
        asked += 1;
        yield cardOf({ loyaltyId: String(asked) });
      }
    }
    let written = 0;
    const full = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written += chunk.length;
        done(written > 200_000 ? new Error('the disk is full') : null);
      },
    });
    await expect(renderCards(endless(), colourCard, full)).rejects.toThrow('the disk is full');
    expect(asked).toBeLessThan(1_000);
  });

  it('fail with where the customers come from', async () => {
    function* broken(): Generator<CardModel> {
      yield cardOf({});
      throw new Error('the store is gone');
    }
    const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
    await expect(renderCards(broken(), colourCard, sink)).rejects.toThrow('the store is gone');
    expect(sink.destroyed).toBe(true);
  });
});

describe('the logo', () => {
  const label = { ...shippedDesign('label'), logo: greySquare(64) };

  it('is a pattern of dots where only black prints: as dark as its grey', async () => {
    const { picture } = parseZpl((await renderCard(cardOf({}), label, 'zpl')).bytes);
    const place = layoutCard(cardOf({}), label).drawing.pictures[0];
    if (!place) throw new Error('no logo');
    expect([place.width, place.height]).toEqual([88, 88]);
    let black = 0;
    for (let y = place.y; y < place.y + place.height; y += 1)
      for (let x = place.x; x < place.x + place.width; x += 1)
        black += ((picture.bits[y * picture.bytesPerRow + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
    // Grey 128 of 255: every second dot.
    expect(black / (place.width * place.height)).toBeCloseTo(0.5, 1);
  });

  it('is the same on a receipt', async () => {
    const design = { ...shippedDesign('receipt'), logo: greySquare(64) };
    const plain = printedStrip(
      parseEscPos((await renderCard(cardOf({}), shippedDesign('receipt'), 'escpos')).bytes),
    );
    const withLogo = printedStrip(parseEscPos((await renderCard(cardOf({}), design, 'escpos')).bytes));
    expect(withLogo.bits.length).toBeGreaterThan(plain.bits.length);
  });

  it('is in the picture, and in the SVG as data', async () => {
    const { drawing } = layoutCard(cardOf({}), label);
    const { rgba, width } = await rasterise(drawing);
    const place = drawing.pictures[0] ?? { x: 0, y: 0 };
    expect(rgba[((place.y + 40) * width + place.x + 40) * 4]).toBe(128);
    const svg = new TextDecoder().decode((await renderCard(cardOf({}), label, 'svg')).bytes);
    expect(svg).toContain(`href="data:image/png;base64,${label.logo}"`);
  });
});
