import { z } from 'zod';
import { pngSizeOf } from './png-size.ts';

/**
 * What a card looks like, as data: shipped ones lie in `resources/card-designs`,
 * a shop's own in its store. Every length is in millimetres from the top left
 * corner of the card. A design that passes `cardDesignSchema` can carry every
 * loyalty id the till puts on cards (docs: electron/core/cards/README.md).
 */

export const designIds = ['card', 'label', 'receipt', 'sheet'] as const;
export type DesignId = (typeof designIds)[number];

/** Names as bwip-js has them. */
export const symbologies = ['code128', 'ean13', 'qrcode', 'azteccode', 'pdf417'] as const;
export type Symbology = (typeof symbologies)[number];

/** The largest logo, as base64 text and in pixels a side: it goes into every card that is printed. */
const longestLogo = 200_000;
const mostLogoPixels = 2_000;
/** A QR symbol of every loyalty id fits into this, with modules a scanner reads. */
const smallestCodeMm = 12;
/** 576 dots at 203 dpi, on paper of 80 mm. */
const widestReceiptMm = 72;
/** Lengths are decimal fractions: their sums are a little off. */
const roundingMm = 0.001;

const length = z.number().min(0).max(300);
const place = { leftMm: length, topMm: length, widthMm: length.gt(0), heightMm: length.gt(0) };
const align = z.enum(['left', 'centre', 'right']);
const hexColour = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'A colour is written as # and six digits, 0 to f.');

export const cardElementSchema = z.discriminatedUnion('kind', [
  /** Shrinks from the largest to the smallest size on one line, then wraps into `lines`, then is cut. */
  z.strictObject({
    kind: z.literal('text'),
    ...place,
    /** `displayId` is the loyalty id as people read it; `words` are the design's own. */
    source: z.enum(['shopName', 'title', 'customerName', 'displayId', 'words']),
    words: z.string().max(200).optional(),
    align,
    weight: z.enum(['regular', 'bold']),
    /** `paper` is for text on a band. Stock that prints black only has black texts. */
    colour: z.enum(['ink', 'muted', 'accent', 'paper']),
    /** Font sizes: a capital letter is 0.714 of it high. */
    largestMm: z.number().min(1).max(40),
    smallestMm: z.number().min(1).max(40),
    lines: z.number().int().min(1).max(4),
  }),
  /** The barcode, with its clear space, as large as the box allows. */
  z.strictObject({ kind: z.literal('code'), ...place }),
  /** The design's logo, whole, as large as the box allows. */
  z.strictObject({ kind: z.literal('logo'), ...place, align }),
  /** A filled line. */
  z.strictObject({ kind: z.literal('rule'), ...place, colour: z.enum(['ink', 'muted', 'accent']) }),
  /** A coloured ground; a black rule along its lower edge where there is only black. */
  z.strictObject({ kind: z.literal('band'), ...place, shape: z.enum(['plain', 'wave']) }),
]);
export type CardElement = z.output<typeof cardElementSchema>;

/** Labels on a page, from its top left corner. */
const sheetSchema = z.strictObject({
  pageWidthMm: z.number().min(50).max(450),
  pageHeightMm: z.number().min(50).max(450),
  columns: z.number().int().min(1).max(20),
  rows: z.number().int().min(1).max(40),
  marginLeftMm: length,
  marginTopMm: length,
  gapAcrossMm: length,
  gapDownMm: length,
});

const designFields = z.strictObject({
  designId: z.enum(designIds),
  widthMm: z.number().min(20).max(210),
  heightMm: z.number().min(15).max(297),
  /** Of the printer it is for (203 dpi is 8, 300 dpi about 11.8): modules and rules are whole dots. */
  dotsPerMm: z.number().min(7).max(24),
  colours: z.enum(['full', 'black']),
  /** What the loyalty id is printed as where it fits; Code 128, then QR, where it does not. */
  symbology: z.enum(symbologies),
  /** Of bands, and of ink where it is dark enough to read. */
  colour: hexColour,
  accent: hexColour,
  /** A PNG file in base64; empty for none. */
  logo: z.string().max(longestLogo, `The logo is too large: ${longestLogo / 1000} kB at most.`),
  elements: z.array(cardElementSchema).min(1).max(24),
  sheet: sheetSchema.optional(),
});

export const cardDesignSchema = designFields.superRefine(refuseUnprintable);
export type CardDesign = z.output<typeof cardDesignSchema>;

/** What can be wrong with a design, by the stable code of its issue. */
const designIssues = {
  'design.beyond-edge': 'This reaches beyond the edge of the card.',
  'design.sizes-swapped': 'The smallest size is larger than the largest.',
  'design.no-words': 'There are no words here.',
  'design.one-code': 'A card has exactly one barcode.',
  'design.code-too-small': `A barcode needs ${smallestCodeMm} mm both ways.`,
  'design.covers-code': 'This covers the barcode or the clear space around it.',
  'design.no-number': 'A card says the loyalty id in words, for when no scanner is at hand.',
  'design.logo': `The logo has to be a PNG picture of at most ${mostLogoPixels} pixels a side.`,
  'design.sheet': 'Labels on a page, and only they, say how they lie on it.',
  'design.too-wide': `A receipt printer prints ${widestReceiptMm} mm at most.`,
  'design.columns': 'The columns are wider than the page.',
  'design.rows': 'The rows are higher than the page.',
} as const;
type DesignIssue = keyof typeof designIssues;

/** Refuses what would be cut off at an edge, or would not scan. */
function refuseUnprintable(design: z.output<typeof designFields>, context: z.RefinementCtx): void {
  const refuse = (path: (string | number)[], code: DesignIssue) =>
    context.addIssue({ code: 'custom', path, message: designIssues[code], params: { code } });
  const { elements, sheet, logo } = design;

  for (const [index, element] of elements.entries()) {
    const isInside =
      element.leftMm + element.widthMm <= design.widthMm + roundingMm &&
      element.topMm + element.heightMm <= design.heightMm + roundingMm;
    if (!isInside) refuse(['elements', index], 'design.beyond-edge');
    if (element.kind === 'text' && element.smallestMm > element.largestMm)
      refuse(['elements', index, 'smallestMm'], 'design.sizes-swapped');
    if (element.kind === 'text' && element.source === 'words' && !element.words?.trim())
      refuse(['elements', index, 'words'], 'design.no-words');
  }

  const codeAt = elements.findIndex(({ kind }) => kind === 'code');
  const code = elements[codeAt];
  if (code === undefined || elements.filter(({ kind }) => kind === 'code').length > 1) {
    refuse(['elements'], 'design.one-code');
  } else {
    if (Math.min(code.widthMm, code.heightMm) < smallestCodeMm)
      refuse(['elements', codeAt], 'design.code-too-small');
    for (const [index, element] of elements.entries()) {
      if (element.kind !== 'code' && overlap(element, code))
        refuse(['elements', index], 'design.covers-code');
    }
  }
  if (!elements.some((element) => element.kind === 'text' && element.source === 'displayId'))
    refuse(['elements'], 'design.no-number');

  const { width, height } = (logo !== '' && pngSizeOf(logo)) || { width: 0, height: 0 };
  if (logo !== '' && (Math.min(width, height) < 1 || Math.max(width, height) > mostLogoPixels))
    refuse(['logo'], 'design.logo');
  if ((design.designId === 'sheet') !== (sheet !== undefined)) refuse(['sheet'], 'design.sheet');
  if (design.designId === 'receipt' && design.widthMm > widestReceiptMm)
    refuse(['widthMm'], 'design.too-wide');
  if (sheet !== undefined) {
    const right = sheet.marginLeftMm + reach(sheet.columns, design.widthMm, sheet.gapAcrossMm);
    const bottom = sheet.marginTopMm + reach(sheet.rows, design.heightMm, sheet.gapDownMm);
    if (right > sheet.pageWidthMm + roundingMm) refuse(['sheet', 'columns'], 'design.columns');
    if (bottom > sheet.pageHeightMm + roundingMm) refuse(['sheet', 'rows'], 'design.rows');
  }
}

/** From the first of so many labels to the end of the last, in millimetres. */
function reach(count: number, size: number, gap: number): number {
  return count * size + (count - 1) * gap;
}

interface Place {
  readonly leftMm: number;
  readonly topMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
}

function overlap(one: Place, other: Place): boolean {
  return (
    one.leftMm + one.widthMm > other.leftMm + roundingMm &&
    other.leftMm + other.widthMm > one.leftMm + roundingMm &&
    one.topMm + one.heightMm > other.topMm + roundingMm &&
    other.topMm + other.heightMm > one.topMm + roundingMm
  );
}
