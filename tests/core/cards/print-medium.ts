import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ready } from 'zpl-renderer-js';
import type { CardDesign } from '#shared/cards/card-design';
import type { CardModel } from '../../../electron/core/cards/card-model.ts';
import { renderCard, renderCards } from '../../../electron/core/cards/render-card.ts';
import type { Picture } from './decode-barcode.ts';
import { parseEscPos, pictureOf, printedPicture } from './parse-escpos.ts';
import { parseZpl } from './parse-zpl.ts';

/** `zpl` is read by the parser beside this, `zpl-drawn` drawn by a ZPL renderer, which takes its time. */
export const media = ['png', 'pdf', 'escpos', 'zpl', 'zpl-drawn'] as const;
export type Medium = (typeof media)[number];

/** Of printers: 203 dpi and 300 dpi, in dots a millimetre. */
export const printerDots = [8, 300 / 25.4] as const;

/** Why PDF pages cannot be looked at here; undefined when they can. */
export function whyNoPdfPages(): string | undefined {
  const { error } = spawnSync('pdftoppm', ['-v'], { stdio: 'ignore' });
  return error === undefined ? undefined : 'there is no pdftoppm (Debian: poppler-utils)';
}

/**
 * What is on the paper, made by programs that know nothing of Tillbook: poppler
 * for PDF, a ZPL renderer, the parsers beside this; a PNG is its own picture.
 */
export async function printOn(
  medium: Medium,
  models: readonly CardModel[],
  design: CardDesign,
): Promise<(Picture | Uint8Array)[]> {
  if (medium === 'pdf') return pdfPages(models, design);
  const pictures: (Picture | Uint8Array)[] = [];
  for (const model of models) {
    const { bytes } = await renderCard(model, design, medium === 'zpl-drawn' ? 'zpl' : medium);
    pictures.push(await pictureOn(medium, bytes, design));
  }
  return pictures;
}

async function pictureOn(
  medium: Exclude<Medium, 'pdf'>,
  bytes: Uint8Array,
  design: CardDesign,
): Promise<Picture | Uint8Array> {
  if (medium === 'png') return bytes;
  if (medium === 'escpos') return printedPicture(parseEscPos(bytes));
  if (medium === 'zpl') return pictureOf(parseZpl(bytes).picture);
  return drawnLabel(bytes, design);
}

/** Every page of a PDF of these cards, as a printer with the design's dots prints it. */
export async function pdfPages(models: readonly CardModel[], design: CardDesign): Promise<Picture[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-cards-'));
  try {
    const file = join(folder, 'cards.pdf');
    await renderCards(models, design, createWriteStream(file));
    const dpi = String(design.dotsPerMm * 25.4);
    const { status, stderr } = spawnSync('pdftoppm', ['-gray', '-r', dpi, file, join(folder, 'page')]);
    if (status !== 0) throw new Error(`pdftoppm: ${String(stderr)}`);
    return readdirSync(folder)
      .filter((name) => name.endsWith('.pgm'))
      .toSorted()
      .map((name) => readPgm(readFileSync(join(folder, name))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function drawnLabel(
  zpl: Uint8Array,
  { widthMm, heightMm, dotsPerMm }: CardDesign,
): Promise<Uint8Array> {
  const { api } = await ready;
  // The renderer knows the resolutions of Zebra's printers: 6, 8, 12 and 24 dots a millimetre.
  const base64 = await api.zplToBase64Async(
    new TextDecoder().decode(zpl),
    (widthMm * dotsPerMm) / Math.round(dotsPerMm),
    (heightMm * dotsPerMm) / Math.round(dotsPerMm),
    Math.round(dotsPerMm),
  );
  return Buffer.from(base64, 'base64');
}

/** A grey picture as poppler writes it: `P5`, width, height, 255, then a byte a pixel. */
function readPgm(file: Buffer): Picture {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(file.subarray(0, 64).toString('latin1'));
  if (!head) throw new Error('not a PGM picture');
  const [width, height] = [Number(head[1]), Number(head[2])];
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel += 1)
    rgba.fill(file[head[0].length + pixel] ?? 0, pixel * 4, pixel * 4 + 3);
  return { width, height, rgba };
}
