import { crc32 } from 'node:zlib';
import type { CardDrawing } from './card-drawing.ts';
import { rasteriseToPng } from './rasterise.ts';

/** The drawing as a PNG that says its resolution, so that it prints at the card's true size. */
export async function drawPng(drawing: CardDrawing): Promise<Uint8Array> {
  const png = await rasteriseToPng(drawing);
  const headerEnd = 8 + 25;
  return Buffer.concat([
    png.subarray(0, headerEnd),
    resolutionChunk(Math.round(drawing.dotsPerMm * 1000)),
    png.subarray(headerEnd),
  ]);
}

/** `pHYs`, to stand anywhere between IHDR and the first IDAT (PNG specification, third edition, 11.3.4.3). */
function resolutionChunk(dotsPerMetre: number): Buffer {
  const metre = 1;
  const chunk = Buffer.alloc(4 + 4 + 9 + 4);
  chunk.writeUInt32BE(9, 0);
  chunk.write('pHYs', 4, 'latin1');
  chunk.writeUInt32BE(dotsPerMetre, 8);
  chunk.writeUInt32BE(dotsPerMetre, 12);
  chunk.writeUInt8(metre, 16);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 17)), 17);
  return chunk;
}
