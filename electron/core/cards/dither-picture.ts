import type { Picture } from './card-drawing.ts';
import { rasterise } from './rasterise.ts';

/** A shop has one logo, in the sizes of its designs. */
const known = new Map<string, Uint8Array>();
const mostKnown = 8;

/**
 * A picture in black dots, row by row, 1 where black: greys become patterns
 * (Floyd and Steinberg 1976), while what is black or white anyway stays sharp.
 */
export async function ditherPicture(picture: Picture): Promise<Uint8Array> {
  const { png, width, height } = picture;
  const key = `${width} ${height} ${png}`;
  const found = known.get(key);
  if (found) return found;
  const { rgba } = await rasterise({
    widthMm: width,
    heightMm: height,
    widthDots: width,
    heightDots: height,
    dotsPerMm: 1,
    artwork: [],
    pictures: [{ ...picture, x: 0, y: 0 }],
    boxes: [],
    texts: [],
  });
  const fresh = dither(rgba, width, height);
  if (known.size >= mostKnown) known.clear();
  known.set(key, fresh);
  return fresh;
}

function dither(rgba: Uint8Array, width: number, height: number): Uint8Array {
  const dots = new Uint8Array(width * height);
  // Lightness 0 to 255 (Rec. 709), with what the dots before got wrong.
  const light = Float32Array.from(
    { length: width * height },
    (_, at) =>
      0.2126 * (rgba[at * 4] ?? 0) + 0.7152 * (rgba[at * 4 + 1] ?? 0) + 0.0722 * (rgba[at * 4 + 2] ?? 0),
  );
  const carry = (x: number, y: number, error: number) => {
    if (x >= 0 && x < width && y < height) light[y * width + x] = (light[y * width + x] ?? 0) + error;
  };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const wanted = light[y * width + x] ?? 0;
      const isBlack = wanted < 128;
      if (isBlack) dots[y * width + x] = 1;
      const error = wanted - (isBlack ? 0 : 255);
      carry(x + 1, y, (error * 7) / 16);
      carry(x - 1, y + 1, (error * 3) / 16);
      carry(x, y + 1, (error * 5) / 16);
      carry(x + 1, y + 1, error / 16);
    }
  }
  return dots;
}
