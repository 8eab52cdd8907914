import { symbologies, type DesignId, type Symbology } from '#shared/cards/card-design';
import { shippedDesign } from '../../../electron/core/cards/card-designs.ts';
import { renderCard } from '../../../electron/core/cards/render-card.ts';
import { cardOf, loyaltyIdsFor } from './card-samples.ts';
import { decodeBarcodes } from './decode-barcode.ts';
import { printerDots, printOn, type Medium } from './print-medium.ts';
import { readByZbar, zbarSymbologies } from './read-by-zbar.ts';

/** What a shop prints each on. */
const designOfMedium: Readonly<Record<Medium, DesignId>> = {
  png: 'card',
  pdf: 'card',
  escpos: 'receipt',
  zpl: 'label',
  'zpl-drawn': 'label',
};
/** Pages of one PDF, and cards between two words of progress. */
const batchSize = 50;

export interface DecodeProof {
  /** Cards printed and read again. */
  readonly cards: number;
  /** What a scanner read otherwise, or not at all, or in addition. */
  readonly misreads: readonly string[];
}

/**
 * Prints cards with every symbology, half of them at 203 dpi and half at 300,
 * and reads what is on the paper with a decoder of its own (zxing).
 *
 * @param idsEach loyalty ids of every symbology
 */
export async function proveDecoding(
  medium: Medium,
  idsEach: number,
  seed: number,
  onProgress: (symbology: Symbology, cards: number) => void = () => {},
): Promise<DecodeProof> {
  const misreads: string[] = [];
  let cards = 0;
  for (const symbology of symbologies) {
    const ids = loyaltyIdsFor(symbology, idsEach, seed);
    for (let from = 0; from < ids.length; from += batchSize) {
      const batch = ids.slice(from, from + batchSize);
      for (const [index, dotsPerMm] of printerDots.entries()) {
        const half = batch.filter((_, at) => at % 2 === index);
        if (half.length === 0) continue;
        const design = { ...shippedDesign(designOfMedium[medium]), symbology, dotsPerMm };
        const models = half.map((loyaltyId) => cardOf({ loyaltyId }));
        const pictures = await printOn(medium, models, design);
        for (const [at, loyaltyId] of half.entries()) {
          const picture = pictures[at];
          const read = picture === undefined ? [] : await decodeBarcodes(picture);
          cards += 1;
          if (read.length !== 1 || read[0] !== loyaltyId)
            misreads.push(
              `${medium} ${symbology} ${dotsPerMm.toFixed(1)}: ${JSON.stringify(loyaltyId)} read as ${JSON.stringify(read)}`,
            );
        }
      }
      onProgress(symbology, cards);
    }
  }
  return { cards, misreads };
}

/** The same for PNG by zbar, as far as it knows the symbologies. */
export async function proveDecodingByZbar(idsEach: number, seed: number): Promise<DecodeProof> {
  const misreads: string[] = [];
  let cards = 0;
  for (const symbology of zbarSymbologies) {
    for (const loyaltyId of loyaltyIdsFor(symbology, idsEach, seed)) {
      const dotsPerMm = printerDots[cards % 2] ?? printerDots[0];
      const design = { ...shippedDesign('card'), symbology, dotsPerMm };
      const read = readByZbar((await renderCard(cardOf({ loyaltyId }), design, 'png')).bytes);
      cards += 1;
      if (read !== loyaltyId)
        misreads.push(`zbar ${symbology}: ${JSON.stringify(loyaltyId)} read as ${JSON.stringify(read)}`);
    }
  }
  return { cards, misreads };
}
