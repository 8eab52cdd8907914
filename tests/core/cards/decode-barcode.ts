import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes, type ReadResult } from 'zxing-wasm/reader';

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** What a scanner reads from a picture, or from the bytes of a PNG: every barcode of the kinds cards have. */
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
  const found = await readBarcodes(input, {
    formats: ['Code128', 'EAN13', 'QRCode', 'Aztec', 'PDF417'],
    textMode: 'Plain',
  });
  const valid = found.filter(({ isValid }) => isValid);
  // The decoder looks at a shrunk copy of the picture as well, whose bars are not those on the paper: a
  // scanner takes what most lines across one code agree on.
  return valid
    .filter((one) => !valid.some((other) => other.lineCount > one.lineCount && lieOnEachOther(one, other)))
    .map(({ text }) => text);
}

function lieOnEachOther(one: ReadResult, other: ReadResult): boolean {
  const [own, others] = [one.position.topLeft, other.position.topLeft];
  const opposite = other.position.bottomRight;
  const [left, right] = [Math.min(others.x, opposite.x), Math.max(others.x, opposite.x)];
  const [top, bottom] = [Math.min(others.y, opposite.y), Math.max(others.y, opposite.y)];
  const far = one.position.bottomRight;
  const middle = { x: (own.x + far.x) / 2, y: (own.y + far.y) / 2 };
  return middle.x > left && middle.x < right && middle.y > top && middle.y < bottom;
}
