import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import type { CardDrawing } from './card-drawing.ts';
import { rasterise } from './rasterise.ts';

/** Lines between the print head and the cutter of common receipt printers. */
const feedBeforeCutLines = 4;

/**
 * The drawing as ESC/POS: one picture (GS v 0, in strips that join), then a partial cut. Names
 * reach the printer as dots only, so every alphabet prints and no byte of a
 * customer's data can be read as a command.
 */
export async function drawEscPos(drawing: CardDrawing): Promise<Uint8Array> {
  const { width, height, rgba } = await rasterise(drawing);
  const image = { width, height, data: new Uint8ClampedArray(rgba) };
  return new ReceiptPrinterEncoder({
    language: 'esc-pos',
    imageMode: 'raster',
    newline: '\n',
    feedBeforeCut: feedBeforeCutLines,
  })
    .initialize()
    .align('center')
    .image(image, { width, height, algorithm: 'threshold', threshold: 128 })
    .cut('partial')
    .encode();
}
