import Pdf from 'pdfkit';
import type { CardDrawing } from './card-drawing.ts';
import { featuresOf, fontBytes } from './card-font.ts';

const pointsPerMm = 72 / 25.4;

/** The drawing as a PDF of one page of exactly the card's size: vector bars, embedded fonts, selectable text. */
export async function drawPdf(drawing: CardDrawing, title: string): Promise<Uint8Array> {
  const scale = pointsPerMm / drawing.dotsPerMm;
  const document = new Pdf({
    size: [drawing.widthMm * pointsPerMm, drawing.heightMm * pointsPerMm],
    margin: 0,
    // The empty name keeps pdfkit from loading a standard font that is never used.
    font: '',
    pdfVersion: '1.7',
    lang: 'en',
    displayTitle: true,
    info: { Title: title, Creator: 'Tillbook', Producer: 'Tillbook' },
  });
  const bytes = collect(document);
  document.registerFont('regular', fontBytes('regular')).registerFont('bold', fontBytes('bold'));
  document.scale(scale);
  for (const { path, fill } of drawing.artwork) document.path(path).fill(fill);
  for (const { png, x, y, width, height } of drawing.pictures)
    document.image(Buffer.from(png, 'base64'), x, y, { width, height });
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
        features: featuresOf(text, weight) as unknown as PDFKit.Mixins.OpenTypeFeatures[],
      });
  }
  document.end();
  return bytes;
}

function collect(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}
