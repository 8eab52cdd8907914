import { crc32, deflateSync } from 'node:zlib';

/** A square of the middle grey as a PNG in base64, whose head can be made to say otherwise. */
export function greySquare(
  pixels: number,
  said: { height?: number; bits?: number; colourType?: number; interlacing?: number } = {},
): string {
  const chunk = (kind: string, data: Buffer): Buffer => {
    const bytes = Buffer.alloc(12 + data.length);
    bytes.writeUInt32BE(data.length);
    bytes.write(kind, 4, 'latin1');
    data.copy(bytes, 8);
    bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
    return bytes;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(pixels, 0);
  head.writeUInt32BE(said.height ?? pixels, 4);
  head[8] = said.bits ?? 8;
  head[9] = said.colourType ?? 0;
  head[12] = said.interlacing ?? 0;
  const rows = Buffer.alloc((pixels + 1) * pixels, 128);
  for (let row = 0; row < pixels; row += 1) rows[row * (pixels + 1)] = 0;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64');
}
