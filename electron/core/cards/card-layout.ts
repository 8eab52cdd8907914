import { cardWords } from '#shared/cards/card-text';
import { bandArtwork, cardColours } from './card-artwork.ts';
import type { Box, CardDrawing, TextLine } from './card-drawing.ts';
import type { CardModel } from './card-model.ts';
import { code128, moduleCount, quietZoneModules } from './code128.ts';
import { oneLineThenTwo, setText, type SettingChoices } from './set-text.ts';

/** What a card is printed on. */
export interface CardStock {
  readonly widthMm: number;
  readonly heightMm: number;
  /** Clear space left and right of texts and rules. */
  readonly marginMm: number;
  readonly dotsPerMm: number;
  readonly colours: 'full' | 'black';
}

/** A membership card, 85.6 × 54 mm (ISO/IEC 7810 ID-1), at 300 dpi. */
export const colourCard: CardStock = {
  widthMm: 85.6,
  heightMm: 54,
  marginMm: 6,
  dotsPerMm: 300 / 25.4,
  colours: 'full',
};

/** The same card as a black label at 203 dpi. */
export const labelCard: CardStock = { ...colourCard, dotsPerMm: 8, colours: 'black' };

/** Two dots at 300 dpi, 0.17 mm: the finest module that common scanners read from print. */
const finestModuleDots = 2;
/** The widest symbol a card takes, in modules without quiet zones. */
export const widestSymbolModules =
  Math.floor((colourCard.widthMm * colourCard.dotsPerMm) / finestModuleDots) - 2 * quietZoneModules;
/** Wider modules make a symbol no easier to scan, only larger. */
const widestModuleMm = 0.43;

/** From the top edge, in millimetres. */
interface Span {
  readonly top: number;
  readonly bottom: number;
}
const band: Span = { top: 0, bottom: 15 };
const rule: Span = { top: 15, bottom: 15.4 };
const kicker: Span = { top: 17.8, bottom: 19.8 };
const name: Span = { top: 21.2, bottom: 31.8 };
const bars: Span = { top: 33.6, bottom: 45.6 };
const id: Span = { top: 46.6, bottom: 52 };

const shopNameSizes = oneLineThenTwo({ largest: 5.4, smallest: 4 }, { largest: 3.8, smallest: 2.2 });
const kickerSizes = oneLineThenTwo({ largest: 2.4, smallest: 1.6 }, { largest: 1.6, smallest: 1.6 });
const nameSizes = oneLineThenTwo({ largest: 5.8, smallest: 4.2 }, { largest: 4, smallest: 2.2 });
const idSizes = oneLineThenTwo({ largest: 3.8, smallest: 2.6 }, { largest: 2.4, smallest: 1.2 });

/** Printable widths in dots of receipt printers: 58 mm paper, older and newer printers for 80 mm paper. */
const receiptWidthsDots = [384, 512, 576] as const;
/** 0.25 mm at 203 dpi. */
const receiptModuleDots = 2;

/**
 * The receipt for a symbol, at 203 dpi: the narrowest on which its modules are two dots
 * wide, so that it comes out whole whichever paper is in the printer; the widest when it is too long for that.
 */
export function receiptFor(loyaltyId: string): CardStock {
  const modules = moduleCount(code128(loyaltyId));
  const stocks = receiptWidthsDots.map(receiptOf);
  return stocks.find((stock) => moduleDots(modules, stock) >= receiptModuleDots) ?? receiptOf(576);
}

function receiptOf(widthDots: number): CardStock {
  const { dotsPerMm } = labelCard;
  return { ...labelCard, widthMm: widthDots / dotsPerMm, marginMm: 1 };
}

/** Lays out a card: the same picture on every stock, without decoration where there is only black. */
export function layoutCard(model: CardModel, stock: CardStock): CardDrawing {
  const { dotsPerMm } = stock;
  const dots = (mm: number) => Math.round(mm * dotsPerMm);
  const widthDots = dots(stock.widthMm);
  const left = dots(stock.marginMm);
  const width = widthDots - 2 * left;
  const inColour = stock.colours === 'full';
  const fill = (colour: keyof typeof cardColours) => cardColours[inColour ? colour : 'black'];

  const set = (
    text: string,
    span: Span,
    sizes: SettingChoices,
    style: Pick<TextLine, 'weight' | 'align' | 'fill'>,
  ) => {
    const middle = ((span.top + span.bottom) / 2) * dotsPerMm;
    return setText({ ...style, text, left, width, middle, sizes, dotsPerMm });
  };
  const { shopName, customerName, loyaltyId, displayId } = model;
  return {
    widthMm: stock.widthMm,
    heightMm: stock.heightMm,
    widthDots,
    heightDots: dots(stock.heightMm),
    dotsPerMm,
    artwork: inColour ? bandArtwork(widthDots, dots(band.bottom)) : [],
    boxes: [
      ...(inColour
        ? []
        : [{ x: left, y: dots(rule.top), width, height: dots(rule.bottom) - dots(rule.top) }]),
      ...barBoxes(loyaltyId, stock, widthDots),
    ],
    texts: [
      ...set(shopName || cardWords.title, band, shopNameSizes, {
        weight: 'bold',
        align: 'left',
        fill: fill('white'),
      }),
      ...set(shopName ? cardWords.title : cardWords.holder, kicker, kickerSizes, {
        weight: 'regular',
        align: 'left',
        fill: fill('muted'),
      }),
      ...set(customerName, name, nameSizes, { weight: 'bold', align: 'left', fill: fill('ink') }),
      ...set(displayId, id, idSizes, { weight: 'regular', align: 'centre', fill: fill('ink') }),
    ],
  };
}

/** Width of a module on this stock in whole dots; 0 when the symbol does not fit. */
function moduleDots(symbolModules: number, stock: CardStock): number {
  const room = (stock.widthMm * stock.dotsPerMm) / (symbolModules + 2 * quietZoneModules);
  return Math.floor(Math.min(room, widestModuleMm * stock.dotsPerMm));
}

/** The bars in the middle of the card, each a whole number of dots wide, with clear space on both sides. */
function barBoxes(loyaltyId: string, stock: CardStock, widthDots: number): Box[] {
  const widths = code128(loyaltyId);
  const modules = moduleCount(widths);
  const module = moduleDots(modules, stock);
  if (module === 0)
    throw new RangeError(`a symbol of ${modules} modules does not fit on ${stock.widthMm} mm`);
  const y = Math.round(bars.top * stock.dotsPerMm);
  const height = Math.round(bars.bottom * stock.dotsPerMm) - y;
  const boxes: Box[] = [];
  let x = Math.floor((widthDots - modules * module) / 2);
  for (const [index, modulesWide] of widths.entries()) {
    const width = modulesWide * module;
    if (index % 2 === 0) boxes.push({ x, y, width, height });
    x += width;
  }
  return boxes;
}
