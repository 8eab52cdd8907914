import { readFile } from 'node:fs/promises';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { resourcePath } from '../resources.ts';
import type { CardDrawing } from './card-drawing.ts';
import { drawSvgInDots } from './draw-svg.ts';

/** A picture of a drawing, one pixel a dot. */
interface Raster {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, opacity; row by row. Every pixel is opaque. */
  readonly rgba: Uint8Array;
}

let rasteriser: Promise<void> | undefined;

/** Paints a drawing on white. */
export async function rasterise(drawing: CardDrawing): Promise<Raster> {
  return render(drawing, ({ width, height, pixels }) => ({ width, height, rgba: pixels }));
}

/** The drawing as a PNG file, without a resolution. */
export async function rasteriseToPng(drawing: CardDrawing): Promise<Uint8Array> {
  return render(drawing, (image) => image.asPng());
}

async function render<Outcome>(
  drawing: CardDrawing,
  read: (image: ReturnType<InstanceType<typeof Resvg>['render']>) => Outcome,
): Promise<Outcome> {
  rasteriser ??= readFile(resourcePath('wasm', 'resvg.wasm')).then((bytes) => initWasm(bytes));
  await rasteriser;
  // Both objects live in the rasteriser's own memory, which the garbage collector does not see.
  const svg = new Resvg(drawSvgInDots(drawing));
  try {
    const image = svg.render();
    try {
      return read(image);
    } finally {
      image.free();
    }
  } finally {
    svg.free();
  }
}
