import { crc32, inflateSync } from 'node:zlib';

/** Samples a pixel of each colour type has, and their sizes in bits, 16 left out. */
const samplesOf: Readonly<Record<number, { readonly samples: number; readonly bits: readonly number[] }>> = {
  0: { samples: 1, bits: [1, 2, 4, 8] },
  2: { samples: 3, bits: [8] },
  3: { samples: 1, bits: [1, 2, 4, 8] },
  4: { samples: 2, bits: [8] },
  6: { samples: 4, bits: [8] },
};

/** Why a logo cannot be printed, by the stable code of its issue. */
export const pngProblems = {
  'png.damaged': 'The logo’s file is damaged.',
  'png.bits': 'Save the logo as a PNG with 8 bits a colour.',
  'png.interlaced': 'Save the logo as a PNG that is not interlaced.',
} as const;

/**
 * What keeps a PNG file from being printed, in words; undefined when nothing
 * does. Every device gets the file as it is and has readers of its own, so it has
 * to be whole, and of a kind that all of them read. Its head has been looked at (`pngSizeOf`).
 *
 * Chunks, samples and interlacing: PNG specification, third edition, 5.3, 11.2 and 8.
 */
export function problemOfPng(file: Buffer): keyof typeof pngProblems | undefined {
  const damaged = 'png.damaged';
  const data: Buffer[] = [];
  const kinds: string[] = [];
  for (let at = 8; at < file.length;) {
    const length = at + 12 <= file.length ? file.readUInt32BE(at) : Infinity;
    if (at + 12 + length > file.length) return damaged;
    const content = file.subarray(at + 4, at + 8 + length);
    if (crc32(content) !== file.readUInt32BE(at + 8 + length)) return damaged;
    const kind = content.toString('latin1', 0, 4);
    kinds.push(kind);
    if (kind === 'IDAT') data.push(content.subarray(4));
    at += 12 + length;
  }
  if (kinds.at(-1) !== 'IEND' || data.length === 0) return damaged;

  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const [bits = 0, colourType = 0, , , interlacing = 0] = file.subarray(24, 29);
  const colours = samplesOf[colourType];
  if (colours === undefined || !colours.bits.includes(bits)) return 'png.bits';
  if (interlacing !== 0) return 'png.interlaced';
  if (colourType === 3 && !kinds.includes('PLTE')) return damaged;
  const size = (1 + Math.ceil((width * bits * colours.samples) / 8)) * height;
  return inflatesTo(Buffer.concat(data), size) ? undefined : damaged;
}

function inflatesTo(data: Buffer, size: number): boolean {
  try {
    return inflateSync(data, { maxOutputLength: size + 1 }).length === size;
  } catch {
    // Not compressed data, or of more pixels than the head says: either way no picture.
    return false;
  }
}
