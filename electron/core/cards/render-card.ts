import type { Writable } from 'node:stream';
import type { CardDesign, Symbology } from '#shared/cards/card-design';
import { cardWords } from '#shared/cards/card-text';
import type { CardDrawing } from './card-drawing.ts';
import { layoutCard } from './card-layout.ts';
import type { CardModel } from './card-model.ts';
import { drawEscPos } from './draw-escpos.ts';
import { drawPdf, drawPdfPages } from './draw-pdf.ts';
import { drawPng } from './draw-png.ts';
import { drawSvg } from './draw-svg.ts';
import { drawZpl } from './draw-zpl.ts';

export type CardFormat = 'pdf' | 'png' | 'svg' | 'escpos' | 'zpl';

export interface RenderedCard {
  /** Safe on every file system; holds the loyalty id, never the name. */
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** What the loyalty id is printed as: another than the design's where it does not fit that. */
  readonly symbology: Symbology;
}

interface Renderer {
  readonly extension: string;
  readonly mediaType: string;
  /** What devices that take this format print. */
  readonly colours?: 'black';
  readonly draw: (drawing: CardDrawing, title: string, design: CardDesign) => Promise<Uint8Array | string>;
}

const renderers: Readonly<Record<CardFormat, Renderer>> = {
  pdf: { extension: 'pdf', mediaType: 'application/pdf', draw: drawPdf },
  png: { extension: 'png', mediaType: 'image/png', draw: drawPng },
  svg: {
    extension: 'svg',
    mediaType: 'image/svg+xml',
    draw: async (drawing, title) => drawSvg(drawing, title),
  },
  escpos: {
    extension: 'bin',
    mediaType: 'application/octet-stream',
    colours: 'black',
    draw: drawEscPos,
  },
  zpl: { extension: 'zpl', mediaType: 'text/plain', colours: 'black', draw: drawZpl },
};

/**
 * A membership card as a file to show, or as the bytes a printer takes. Any
 * design can be drawn in any format; a printer whose dots are not the design's is
 * served with `{ ...design, dotsPerMm }`. A PDF of a design with a sheet is one page with one label.
 */
export async function renderCard(
  model: CardModel,
  design: CardDesign,
  format: CardFormat,
): Promise<RenderedCard> {
  const { extension, mediaType, colours, draw } = renderers[format];
  const { drawing, symbology } = layoutCard(model, design, colours);
  const drawn = await draw(drawing, titleOf(model), design);
  return {
    fileName: `card-${model.loyaltyId.replace(/[^A-Za-z0-9_-]+/g, '-')}.${extension}`,
    mediaType,
    bytes: typeof drawn === 'string' ? new TextEncoder().encode(drawn) : drawn,
    symbology,
  };
}

/**
 * Cards of one design as one PDF, in the order they come: a page for each, or
 * sheets of labels. Memory stays the same however many they are.
 *
 * @throws what the sink fails with
 */
export async function renderCards(
  models: Iterable<CardModel> | AsyncIterable<CardModel>,
  design: CardDesign,
  sink: Writable,
): Promise<void> {
  async function* drawings(): AsyncGenerator<CardDrawing> {
    for await (const model of models) yield layoutCard(model, design).drawing;
  }
  await drawPdfPages(drawings(), 'Tillbook', design, sink);
}

function titleOf({ customerName, displayId, language = 'en' }: CardModel): string {
  return [cardWords[language].title, customerName, displayId].filter(Boolean).join(' · ');
}
