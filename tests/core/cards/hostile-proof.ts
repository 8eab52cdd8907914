import { inflateSync } from 'node:zlib';
import { Writable } from 'node:stream';
import { designIds, type CardDesign, type DesignId } from '#shared/cards/card-design';
import { shippedDesign } from '../../../electron/core/cards/card-designs.ts';
import type { CardModel } from '../../../electron/core/cards/card-model.ts';
import { renderCard, renderCards } from '../../../electron/core/cards/render-card.ts';
import { cardOf, hostileNames } from './card-samples.ts';
import { parseEscPos, printedStrip, type Strip } from './parse-escpos.ts';
import { parseZpl } from './parse-zpl.ts';

export interface HostileProof {
  readonly names: number;
  /** Cards rendered, over all designs and formats. */
  readonly rendered: number;
  /** Whatever a printer or a viewer would have done that a plain card does not make it do; changed bars too. */
  readonly strays: readonly string[];
}

/** Names on one card: fewer where they could do harm, more where a card takes longer to draw. */
const namesPerCard = { printer: 4, document: 8, picture: 16 } as const;

/**
 * Puts hostile names on cards of every design, as the customer's and as the
 * shop's, and reads every byte of every format as what takes it would.
 */
export async function proveHarmless(
  nameCount: number,
  designs: readonly DesignId[] = designIds,
  onProgress: (rendered: number) => void = () => {},
): Promise<HostileProof> {
  const names = hostileNames(nameCount);
  const forPrinters = cardsWith(names, namesPerCard.printer);
  const forDocuments = cardsWith(names, namesPerCard.document);
  const forPictures = cardsWith(names, namesPerCard.picture);
  const strays: string[] = [];
  let rendered = 0;
  const check = async (what: string, card: CardModel, look: () => Promise<void>) => {
    try {
      await look();
    } catch (cause) {
      strays.push(`${what} ${JSON.stringify([card.shopName, card.customerName])}: ${String(cause)}`);
    }
    rendered += 1;
    if (rendered % 1000 === 0) onProgress(rendered);
  };

  for (const designId of designs) {
    const design = shippedDesign(designId);
    const plain = await plainCard(design);
    for (const card of forPrinters) {
      await check(`${designId} escpos`, card, async () => {
        const commands = parseEscPos((await renderCard(card, design, 'escpos')).bytes);
        const order = commands.map(({ name }) => name).join(' ');
        if (!receiptOrder.test(order)) throw new Error(order);
        sameBars(plain, printedStrip(commands));
      });
      await check(`${designId} zpl`, card, async () => {
        sameBars(plain, parseZpl((await renderCard(card, design, 'zpl')).bytes).picture);
      });
    }
    for (const card of forDocuments)
      await check(`${designId} svg`, card, async () => {
        const svg = new TextDecoder().decode((await renderCard(card, design, 'svg')).bytes);
        if (!plainSvg.test(svg)) throw new Error('an element, attribute or character that no card has');
      });
    for (const card of forPictures)
      await check(`${designId} png`, card, async () => {
        const kinds = chunkKinds((await renderCard(card, { ...design, dotsPerMm: 8 }, 'png')).bytes).join(
          ' ',
        );
        if (!/^IHDR pHYs (IDAT )+IEND$/.test(kinds)) throw new Error(kinds);
      });
    await check(`${designId} pdf`, forDocuments[0] ?? cardOf({}), async () => {
      strays.push(...(await strayPdfOperators(forDocuments, design)));
      rendered += forDocuments.length - 1;
    });
  }
  return { names: names.length, rendered, strays };
}

/** Half of so many names as the customer's, half as the shop's. */
function cardsWith(names: readonly string[], perCard: number): CardModel[] {
  return Array.from({ length: Math.ceil(names.length / perCard) }, (_, index) => {
    const own = names.slice(index * perCard, (index + 1) * perCard);
    const half = Math.ceil(own.length / 2);
    return cardOf({ firstname: own.slice(0, half).join(' '), shopName: own.slice(half).join(' ') });
  });
}

const receiptOrder = /^initialize align (raster )+(line-feed ){4}cut$/;

const attribute = ' (?:fill="#[0-9a-f]{6}"|shape-rendering="crispEdges"|d="[-MLHVCQZhvz0-9., ]*")';
const text = '(?:[^<>&\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]|&amp;|&lt;|&gt;)*';
const plainSvg = new RegExp(
  `^<svg xmlns="http://www\\.w3\\.org/2000/svg" role="img" width="[\\d.]+mm" height="[\\d.]+mm" viewBox="0 0 \\d+ \\d+">` +
    `<title>${text}</title>(?:<path(?:${attribute})+/>)+</svg>\\n$`,
  'u',
);

interface PlainCard {
  readonly picture: Strip;
  /** Rows of the barcode's box, and the bytes of a row that lie whole in it. */
  readonly box: { readonly top: number; readonly bottom: number; readonly from: number; readonly to: number };
}

async function plainCard(design: CardDesign): Promise<PlainCard> {
  const { picture } = parseZpl((await renderCard(cardOf({}), design, 'zpl')).bytes);
  const code = design.elements.find(({ kind }) => kind === 'code');
  if (!code) throw new Error('no barcode');
  const dots = (mm: number) => Math.round(mm * design.dotsPerMm);
  const { leftMm, topMm, widthMm, heightMm } = code;
  return {
    picture,
    box: {
      top: dots(topMm),
      bottom: dots(topMm + heightMm),
      from: Math.ceil(dots(leftMm) / 8),
      to: Math.floor(dots(leftMm + widthMm) / 8),
    },
  };
}

/** Throws when the barcode is another than on the plain card. A receipt begins further down: it has no blank rows at its top. */
function sameBars({ picture: plain, box }: PlainCard, { bits, bytesPerRow }: Strip): void {
  if (bytesPerRow !== plain.bytesPerRow) throw new Error('another width');
  const missing = plain.bits.length - bits.length;
  for (let row = box.top; row < box.bottom; row += 1) {
    const [from, to] = [row * bytesPerRow + box.from, row * bytesPerRow + box.to];
    if (Buffer.compare(plain.bits.subarray(from, to), bits.subarray(from - missing, to - missing)) !== 0)
      throw new Error(`the bars differ in row ${row}`);
  }
}

/** Types of the chunks of a PNG (PNG specification, 5.3), which must fill the file. */
function chunkKinds(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes);
  const kinds: string[] = [];
  let at = 8;
  while (at < file.length) {
    kinds.push(file.toString('latin1', at + 4, at + 8));
    at += 12 + file.readUInt32BE(at);
  }
  if (at !== file.length) throw new Error('the last chunk is cut short');
  return kinds;
}

/** A line of a page: numbers, glyphs as hex digits, names of this file’s own making, and operators that paint. */
const plainLine =
  /^(?:(?:-?[\d.]+|\/F\d+|\/DeviceRGB|\[[-\d. ]*\]|\[(?:<[0-9a-f]*>(?: ?-?[\d.]+)? ?)*\]) )*(?:q|Q|cm|m|l|c|h|re|f|W|n|w|cs|scn|BT|ET|Tm|Tf|TJ|Tr|Tc|Ts|Tw|Tz|d)$/;

async function strayPdfOperators(cards: readonly CardModel[], design: CardDesign): Promise<string[]> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  await renderCards(cards, design, sink);
  const file = Buffer.concat(chunks);
  const source = file.toString('latin1');
  const strays: string[] = [];
  const kinds = new Set(
    Array.from(source.matchAll(/\/S \/(\w+)|\/(JavaScript|OpenAction|Annots|URI)\b/g), ([it]) => it),
  );
  for (const kind of kinds) strays.push(`pdf: ${kind}`);
  let pages = 0;
  for (const match of source.matchAll(/<<\s*\/Length \d+\s*\/Filter \/FlateDecode\s*>>\s*stream\r?\n/g)) {
    const start = match.index + match[0].length;
    const content = inflateSync(file.subarray(start)).toString('latin1');
    if (!content.startsWith('1 0 0 -1 0 ')) continue;
    pages += 1;
    const stray = content.split('\n').find((line) => line !== '' && !plainLine.test(line));
    if (stray !== undefined) strays.push(`pdf page ${pages}: ${stray.slice(0, 200)}`);
  }
  const { columns, rows } = design.sheet ?? { columns: 1, rows: 1 };
  if (pages !== Math.ceil(cards.length / (columns * rows))) strays.push(`pdf: ${pages} pages`);
  return strays;
}
