import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Box } from '../../../electron/core/cards/card-drawing.ts';

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** What a scanner reads from a picture, or from the bytes of a PNG: every Code 128 in it. */
export async function decodeBarcodes(picture: Picture | Uint8Array): Promise<string[]> {
  const input =
    picture instanceof Uint8Array
      ? picture
      : {
          width: picture.width,
          height: picture.height,
          data: new Uint8ClampedArray(picture.rgba),
          colorSpace: 'srgb' as const,
        };
  const found = await readBarcodes(input, { formats: ['Code128'], textMode: 'Plain' });
  return found.filter(({ isValid }) => isValid).map(({ text }) => text);
}

/** Black boxes on white paper, as a device draws them. */
export function paintBoxes(width: number, height: number, boxes: readonly Box[]): Picture {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (const box of boxes) {
    for (let y = box.y; y < box.y + box.height; y += 1) {
      for (let x = box.x; x < box.x + box.width; x += 1)
        rgba.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { width, height, rgba };
}
