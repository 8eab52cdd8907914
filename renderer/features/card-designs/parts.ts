import type { CardDesign, CardElement, DesignId } from '#shared/cards/card-design';
import card from '../../../resources/card-designs/card.json';
import label from '../../../resources/card-designs/label.json';
import receipt from '../../../resources/card-designs/receipt.json';
import sheet from '../../../resources/card-designs/sheet.json';

/** What a card is made of, as a person sees it. */
export const partNames = [
  'shopName',
  'logo',
  'title',
  'customerName',
  'code',
  'displayId',
  'band',
  'rule',
] as const;
export type PartName = (typeof partNames)[number];

/** Without these a card is none. */
export const indispensable: ReadonlySet<PartName> = new Set(['code', 'displayId']);

// The core checks the shipped designs against their schema when it reads them.
const shipped = { card, label, receipt, sheet } as unknown as Readonly<Record<DesignId, CardDesign>>;

/** Which part an element is; words of the shop's own stand where the title was. */
export function partOf(element: CardElement): PartName {
  if (element.kind !== 'text') return element.kind;
  return element.source === 'words' ? 'title' : element.source;
}

export function findPart(design: CardDesign, part: PartName): CardElement | undefined {
  return design.elements.find((element) => partOf(element) === part);
}

/** Parts the design has, or had when it was shipped. */
export function possibleParts(design: CardDesign): readonly PartName[] {
  const known = shipped[design.designId];
  return partNames.filter((part) => findPart(design, part) ?? findPart(known, part));
}

/** Takes a part off the card, or puts it back where it was shipped. */
export function withPart(design: CardDesign, part: PartName, isShown: boolean): CardElement[] {
  const without = design.elements.filter((element) => partOf(element) !== part);
  const element = findPart(shipped[design.designId], part);
  if (!isShown || !element) return without;
  // A band lies under what is written on it.
  return part === 'band' ? [element, ...without] : [...without, element];
}

export function withChangedPart(
  design: CardDesign,
  part: PartName,
  change: (element: CardElement) => CardElement,
): CardElement[] {
  return design.elements.map((element) => (partOf(element) === part ? change(element) : element));
}

/** The title's own words; empty for the usual ones. */
export function titleWords(design: CardDesign): string {
  const title = findPart(design, 'title');
  return title?.kind === 'text' && title.source === 'words' ? (title.words ?? '') : '';
}

export function withTitleWords(design: CardDesign, typed: string): CardElement[] {
  return withChangedPart(design, 'title', (element) => {
    if (element.kind !== 'text') return element;
    const { words: _words, ...title } = element;
    return typed.trim() === '' ? { ...title, source: 'title' } : { ...title, source: 'words', words: typed };
  });
}

/** The design with a shop name that is not saved yet: for the preview, never to be kept. */
export function withShopName(design: CardDesign, shopName: string | null): CardDesign {
  if (shopName === null || shopName.trim() === '') return design;
  const elements = design.elements.map((element) =>
    element.kind === 'text' && element.source === 'shopName'
      ? { ...element, source: 'words' as const, words: shopName }
      : element,
  );
  return { ...design, elements };
}
