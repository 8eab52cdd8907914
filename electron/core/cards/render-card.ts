import { cardWords } from '#shared/cards/card-text';
import { colourCard, labelCard, layoutCard, receiptFor } from './card-layout.ts';
import type { CardModel } from './card-model.ts';
import { drawEscPos } from './draw-escpos.ts';
import { drawPdf } from './draw-pdf.ts';
import { drawPng } from './draw-png.ts';
import { drawSvg } from './draw-svg.ts';
import { drawZpl } from './draw-zpl.ts';

export type CardFormat = 'pdf' | 'png' | 'svg' | 'escpos' | 'zpl';

export interface RenderedCard {
  /** Safe on every file system; holds the loyalty id, never the name. */
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

interface Renderer {
  readonly extension: string;
  readonly mediaType: string;
  readonly draw: (model: CardModel) => Promise<Uint8Array | string>;
}

const renderers: Readonly<Record<CardFormat, Renderer>> = {
  pdf: {
    extension: 'pdf',
    mediaType: 'application/pdf',
    draw: (model) => drawPdf(layoutCard(model, colourCard), titleOf(model)),
  },
  png: {
    extension: 'png',
    mediaType: 'image/png',
    draw: (model) => drawPng(layoutCard(model, colourCard)),
  },
  svg: {
    extension: 'svg',
    mediaType: 'image/svg+xml',
    draw: async (model) => drawSvg(layoutCard(model, colourCard), titleOf(model)),
  },
  escpos: {
    extension: 'bin',
    mediaType: 'application/octet-stream',
    draw: (model) => drawEscPos(layoutCard(model, receiptFor(model.loyaltyId))),
  },
  zpl: {
    extension: 'zpl',
    mediaType: 'text/plain',
    draw: async (model) => drawZpl(layoutCard(model, labelCard)),
  },
};

/**
 * A membership card as a file to show, or as the bytes a printer takes:
 * PDF, PNG (300 dpi) and SVG of an ID-1 card in colour; ZPL for a label of the
 * same size; ESC/POS for a receipt.
 */
export async function renderCard(model: CardModel, format: CardFormat): Promise<RenderedCard> {
  const { extension, mediaType, draw } = renderers[format];
  const drawn = await draw(model);
  return {
    fileName: `card-${model.loyaltyId.replace(/[^A-Za-z0-9_-]+/g, '-')}.${extension}`,
    mediaType,
    bytes: typeof drawn === 'string' ? new TextEncoder().encode(drawn) : drawn,
  };
}

function titleOf({ customerName, displayId }: CardModel): string {
  return [cardWords.title, customerName, displayId].filter(Boolean).join(' · ');
}
