import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

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
  return found.filter(({ isValid }) => isValid).map(({ text }) => text);
}
