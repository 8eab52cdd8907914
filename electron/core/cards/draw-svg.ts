import type { Box, CardDrawing } from './card-drawing.ts';
import { textOutline } from './card-font.ts';

/**
 * The drawing as an SVG document of the card's true size. Texts are outlines,
 * so the picture needs no font and looks the same wherever it is shown;
 * `title` is what a screen reader says.
 */
export function drawSvg(drawing: CardDrawing, title: string): string {
  return svgDocument(drawing, `${drawing.widthMm}mm`, `${drawing.heightMm}mm`, title);
}

/** The same with one pixel a dot: nothing is scaled when it is rasterised, so every bar stays sharp. */
export function drawSvgInDots(drawing: CardDrawing): string {
  return svgDocument(drawing, String(drawing.widthDots), String(drawing.heightDots), '');
}

function svgDocument(drawing: CardDrawing, width: string, height: string, title: string): string {
  const { widthDots, heightDots, artwork, pictures, boxes, texts } = drawing;
  const shapes = [
    ...artwork.map(({ path, fill }) => `<path fill="${fill}" d="${path}"/>`),
    ...pictures.map(({ png, x, y, width, height }) => {
      return `<image x="${x}" y="${y}" width="${width}" height="${height}" href="data:image/png;base64,${png}"/>`;
    }),
    `<path fill="#000000" shape-rendering="crispEdges" d="${boxes.map(boxPath).join('')}"/>`,
    ...texts.map(({ text, weight, size, x, baseline, fill }) => {
      return `<path fill="${fill}" d="${textOutline(text, weight, size, x, baseline)}"/>`;
    }),
  ];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${width}" height="${height}"` +
    ` viewBox="0 0 ${widthDots} ${heightDots}"><title>${escapeXml(title)}</title>` +
    `<path fill="#ffffff" d="M0 0H${widthDots}V${heightDots}H0Z"/>${shapes.join('')}</svg>\n`
  );
}

function boxPath({ x, y, width, height }: Box): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}

/** Text for an element's content. Characters XML forbids never get here: card texts hold none. */
function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
