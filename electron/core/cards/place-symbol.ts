import type { Symbology } from '#shared/cards/card-design';
import type { Box } from './card-drawing.ts';
import { isInternalEan13, symbolOf, type CodeSymbol } from './symbol.ts';

/** What common scanners still read from print: modules of bars and stacked bars, and of square symbols, in millimetres. */
const finestBarMm = 0.165;
const finestSquareMm = 0.19;
/** Wider modules make a symbol no easier to scan, only larger. */
const widestBarMm = 0.43;
const widestSquareMm = 0.9;

const mostDataColumns = 8;

interface PlacedSymbol {
  readonly symbology: Symbology;
  /** Its dark parts, merged along the rows; every edge on a whole dot. */
  readonly boxes: readonly Box[];
}

/**
 * The loyalty id's symbol in the middle of a space, every module the same whole
 * number of dots, its clear space inside. Where the id does not fit the wanted
 * symbology, or only with modules finer than scanners read, it is Code 128, and
 * else QR, which every valid design has room for.
 *
 * @param space in dots
 */
export function placeSymbol(
  loyaltyId: string,
  wanted: Symbology,
  space: Box,
  dotsPerMm: number,
): PlacedSymbol {
  for (const symbology of new Set<Symbology>([wanted, 'code128', 'qrcode'])) {
    if (symbology === 'ean13' && !isInternalEan13(loyaltyId)) continue;
    const symbol = fittingSymbol(loyaltyId, symbology, space);
    const moduleDots = moduleDotsIn(symbol, space, dotsPerMm);
    if (moduleDots > 0) return { symbology, boxes: boxesOf(symbol, moduleDots, space) };
  }
  throw new RangeError('a design has room for a QR symbol of every loyalty id');
}

/** Of a stacked symbol the shape that gets the largest modules; of others the only one there is. */
function fittingSymbol(loyaltyId: string, symbology: Symbology, space: Box): CodeSymbol {
  if (symbology !== 'pdf417') return symbolOf(loyaltyId, symbology);
  const shapes = Array.from({ length: mostDataColumns }, (_, index) =>
    symbolOf(loyaltyId, symbology, index + 1),
  );
  return shapes.reduce((best, shape) =>
    roomForModule(shape, space) > roomForModule(best, space) ? shape : best,
  );
}

/** The widest a module can be in this space, in dots. */
function roomForModule({ columns, rows, rowHeight, quietModules }: CodeSymbol, space: Box): number {
  const across = space.width / (columns + 2 * quietModules);
  return rowHeight === 0 ? across : Math.min(across, space.height / (rows * rowHeight + 2 * quietModules));
}

/** Whole dots; 0 when the symbol would be too fine to read. */
function moduleDotsIn(symbol: CodeSymbol, space: Box, dotsPerMm: number): number {
  const isSquare = symbol.rowHeight === 1;
  const finest = Math.ceil((isSquare ? finestSquareMm : finestBarMm) * dotsPerMm);
  const widest = Math.floor((isSquare ? widestSquareMm : widestBarMm) * dotsPerMm);
  const dots = Math.min(Math.floor(roomForModule(symbol, space)), Math.max(widest, finest));
  return dots < finest ? 0 : dots;
}

function boxesOf({ columns, rows, rowHeight, modules }: CodeSymbol, dots: number, space: Box): Box[] {
  const height = rowHeight === 0 ? space.height : rowHeight * dots;
  const left = space.x + Math.floor((space.width - columns * dots) / 2);
  const top = space.y + Math.floor((space.height - rows * height) / 2);
  const boxes: Box[] = [];
  for (let row = 0; row < rows; row += 1) {
    let start = -1;
    for (let column = 0; column <= columns; column += 1) {
      const isDark = column < columns && modules[row * columns + column] === 1;
      if (isDark && start < 0) start = column;
      if (isDark || start < 0) continue;
      boxes.push({ x: left + start * dots, y: top + row * height, width: (column - start) * dots, height });
      start = -1;
    }
  }
  return boxes;
}
