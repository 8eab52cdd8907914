import { createHash } from 'node:crypto';
import type { CardDesign } from '#shared/cards/card-design';
import type { CardModel } from './card-model.ts';
import { renderCard } from './render-card.ts';

/**
 * Cards as one HTML page that a browser window prints: a printed page for each,
 * or sheets of labels. The cards are drawings (SVG); nothing in it is loaded or run:
 * its policy permits its one style and pictures that lie in it, and no more.
 */
export async function* drawPages(
  cards: Iterable<CardModel> | AsyncIterable<CardModel>,
  design: CardDesign,
): AsyncGenerator<string> {
  const { widthMm, heightMm, sheet } = design;
  const page = sheet ?? {
    pageWidthMm: widthMm,
    pageHeightMm: heightMm,
    columns: 1,
    rows: 1,
    marginLeftMm: 0,
    marginTopMm: 0,
    gapAcrossMm: 0,
    gapDownMm: 0,
  };
  const perPage = page.columns * page.rows;
  const places = Array.from({ length: perPage }, (_, place) => {
    const leftMm = page.marginLeftMm + (place % page.columns) * (widthMm + page.gapAcrossMm);
    const topMm = page.marginTopMm + Math.floor(place / page.columns) * (heightMm + page.gapDownMm);
    return `.at-${place} { left: ${leftMm}mm; top: ${topMm}mm }`;
  });
  const style = `
@page { size: ${page.pageWidthMm}mm ${page.pageHeightMm}mm; margin: 0 }
body { margin: 0 }
section { position: relative; overflow: hidden; break-after: page; width: ${page.pageWidthMm}mm; height: ${page.pageHeightMm}mm }
section:last-child { break-after: auto }
div { position: absolute; width: ${widthMm}mm; height: ${heightMm}mm }
svg { display: block; width: 100%; height: 100% }
${places.join('\n')}
`;
  const styleHash = createHash('sha256').update(style).digest('base64');
  yield `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'"><title>Tillbook</title><style>${style}</style>`;
  let position = 0;
  for await (const card of cards) {
    const place = position % perPage;
    if (place === 0) yield position === 0 ? '<section>' : '</section><section>';
    const { bytes } = await renderCard(card, design, 'svg');
    const svg = new TextDecoder().decode(bytes).replace(/^<\?xml[^>]*\?>\s*/, '');
    yield `<div class="at-${place}">${svg}</div>`;
    position += 1;
  }
  if (position > 0) yield '</section>';
}
