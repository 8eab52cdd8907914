import { Resvg } from '@resvg/resvg-wasm';

/** Sizes of Linux' icon folders (hicolor), in pixels. */
export const linuxSizes = [16, 32, 48, 64, 128, 256, 512] as const;
/** Sizes Windows asks an ICO file for. */
const windowsSizes = [16, 24, 32, 48, 64, 128, 256] as const;
/** What an ICNS file calls its pictures: by pixels, for plain and for dense screens. */
const macTypes = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic13', 256],
  ['ic09', 512],
  ['ic14', 512],
  ['ic10', 1024],
] as const;

/** macOS leaves a rim around an icon: 824 of 1024 pixels are drawn on. */
const macRim = 100 / 824;

/**
 * The till's icon as every system wants it, drawn from one SVG. Needs the rasteriser to be ready (`initWasm`).
 *
 * @param svg square, with its edges at the picture's
 * @returns file contents by name
 */
export function drawIcons(svg: string): Map<string, Buffer> {
  return new Map([
    ...linuxSizes.map((size): [string, Buffer] => [`${size}x${size}.png`, drawPng(svg, size)]),
    ['icon.ico', icoOf(windowsSizes.map((size) => ({ size, png: drawPng(svg, size) })))],
    ['icon.icns', icnsOf(macTypes.map(([type, size]) => ({ type, png: drawPng(withRim(svg), size) })))],
  ]);
}

function drawPng(svg: string, size: number): Buffer {
  const drawn = new Resvg(svg, { fitTo: { mode: 'width', value: size } });
  const image = drawn.render();
  const png = Buffer.from(image.asPng());
  image.free();
  drawn.free();
  return png;
}

function withRim(svg: string): string {
  return svg.replace(/viewBox="0 0 (\d+) \1"/, (_all, side: string) => {
    const rim = Number(side) * macRim;
    return `viewBox="${-rim} ${-rim} ${Number(side) + 2 * rim} ${Number(side) + 2 * rim}"`;
  });
}

/** Windows' icon file: a directory of 16 bytes a picture, and the pictures as PNG, as Windows takes them since Vista. */
function icoOf(pictures: readonly { readonly size: number; readonly png: Buffer }[]): Buffer {
  const header = Buffer.alloc(6);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length + pictures.length * 16;
  const entries = pictures.map(({ size, png }) => {
    const entry = Buffer.alloc(16);
    // 256 does not fit into a byte and is written as 0.
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...pictures.map(({ png }) => png)]);
}

/** macOS' icon file: chunks in a chunk. */
function icnsOf(pictures: readonly { readonly type: string; readonly png: Buffer }[]): Buffer {
  return chunkOf('icns', Buffer.concat(pictures.map(({ type, png }) => chunkOf(type, png))));
}

/** Four letters, the length with these eight bytes, the content. */
function chunkOf(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(8 + content.length);
  return Buffer.concat([Buffer.from(type, 'ascii'), length, content]);
}
