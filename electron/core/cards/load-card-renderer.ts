import type { renderCard } from './render-card.ts';

/**
 * The renderers bring fonts, a PDF writer and a barcode library with them: most
 * of the core's code. A till that is started to find somebody does without them
 * until the first card.
 */
export async function loadCardRenderer(): Promise<typeof renderCard> {
  const renderer = await import('./render-card.ts');
  return renderer.renderCard;
}
