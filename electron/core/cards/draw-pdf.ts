import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PassThrough, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import Pdf from 'pdfkit';
import type { CardDesign } from '#shared/cards/card-design';
import type { CardDrawing } from './card-drawing.ts';
import { fontBytes, layOutText } from './card-font.ts';

const pointsPerMm = 72 / 25.4;

/** One drawing as a PDF file. */
export async function drawPdf(drawing: CardDrawing, title: string, design: CardDesign): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  const collector = new PassThrough();
  collector.on('data', (chunk: Buffer) => chunks.push(chunk));
  await drawPdfPages([drawing], title, design, collector);
  return Buffer.concat(chunks);
}

/**
 * Drawings of one design as a PDF: a page of exactly the card's size for each, or
 * sheets of labels. Vector bars, selectable text; fonts and logo are embedded
 * once. Pages go to the sink as they are ready, and no faster than it takes them.
 *
 * @throws what the sink fails with; the document is given up then
 */
export async function drawPdfPages(
  drawings: Iterable<CardDrawing> | AsyncIterable<CardDrawing>,
  title: string,
  design: CardDesign,
  sink: Writable,
): Promise<void> {
  const page = pageOf(design);
  const document = new Pdf({
    autoFirstPage: false,
    margin: 0,
    // The empty name keeps pdfkit from loading a standard font that is never used.
    font: '',
    pdfVersion: '1.7',
    lang: 'en',
    displayTitle: true,
    info: { Title: title, Creator: 'Tillbook', Producer: 'Tillbook' },
  });
  const written = pipeline(document, sink);
  /** Aborted with what the sink failed with. */
  const failing = new AbortController();
  written.catch((cause: unknown) => failing.abort(cause));
  document.registerFont('regular', fontBytes('regular')).registerFont('bold', fontBytes('bold'));
  let position = 0;
  try {
    for await (const drawing of drawings) {
      if (position % page.places.length === 0)
        document.addPage({ size: [page.widthMm * pointsPerMm, page.heightMm * pointsPerMm], margin: 0 });
      const place = page.places[position % page.places.length] ?? { leftMm: 0, topMm: 0 };
      document.save().translate(place.leftMm * pointsPerMm, place.topMm * pointsPerMm);
      drawOnPage(document, drawing);
      document.restore();
      position += 1;
      await nextTurn();
      failing.signal.throwIfAborted();
      if (sink.writableNeedDrain) await once(sink, 'drain', { signal: failing.signal });
    }
  } catch (cause) {
    document.destroy(cause as Error);
    const sinkFailed = failing.signal.aborted;
    await written.catch(() => {});
    throw sinkFailed ? failing.signal.reason : cause;
  }
  document.end();
  await written;
}

interface PagePlan {
  readonly widthMm: number;
  readonly heightMm: number;
  /** Top left corners of the cards on it. */
  readonly places: readonly { readonly leftMm: number; readonly topMm: number }[];
}

/** Labels begin on whole dots of the printer, as their bars do. */
function pageOf({ sheet, widthMm, heightMm, dotsPerMm }: CardDesign): PagePlan {
  if (sheet === undefined) return { widthMm, heightMm, places: [{ leftMm: 0, topMm: 0 }] };
  const snap = (mm: number) => Math.round(mm * dotsPerMm) / dotsPerMm;
  const places = Array.from({ length: sheet.rows * sheet.columns }, (_, index) => ({
    leftMm: snap(sheet.marginLeftMm + (index % sheet.columns) * (widthMm + sheet.gapAcrossMm)),
    topMm: snap(sheet.marginTopMm + Math.floor(index / sheet.columns) * (heightMm + sheet.gapDownMm)),
  }));
  return { widthMm: sheet.pageWidthMm, heightMm: sheet.pageHeightMm, places };
}

function drawOnPage(document: PDFKit.PDFDocument, drawing: CardDrawing): void {
  document.scale(pointsPerMm / drawing.dotsPerMm);
  for (const { path, fill } of drawing.artwork) document.path(path).fill(fill);
  for (const { png, x, y, width, height } of drawing.pictures)
    // By this name pdfkit knows it again: it is embedded once.
    document.image(`data:image/png;base64,${png}`, x, y, { width, height });
  for (const { x, y, width, height } of drawing.boxes) document.rect(x, y, width, height);
  document.fill('#000000');
  for (const { text, weight, size, x, baseline, fill } of drawing.texts) {
    document
      .font(weight)
      .fontSize(size)
      .fillColor(fill)
      .text(text, x, baseline, {
        lineBreak: false,
        baseline: 'alphabetic',
        // pdfkit hands them on to fontkit, which takes switches too; its types know the list alone.
        features: layOutText(text, weight).features as unknown as PDFKit.Mixins.OpenTypeFeatures[],
      });
  }
}
