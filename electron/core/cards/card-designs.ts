import { readFileSync } from 'node:fs';
import { cardDesignSchema, designIds, type CardDesign, type DesignId } from '#shared/cards/card-design';
import { resourcePath } from '../resources.ts';
import type { CardFormat } from './render-card.ts';

/** The shop's own versions of designs. */
export type OwnDesigns = Partial<Readonly<Record<DesignId, CardDesign>>>;

const shipped = new Map<DesignId, CardDesign>();

/** A design as it comes with Tillbook (`resources/card-designs`). */
export function shippedDesign(designId: DesignId): CardDesign {
  const known = shipped.get(designId);
  if (known) return known;
  const file = readFileSync(resourcePath('card-designs', `${designId}.json`), 'utf8');
  const design = cardDesignSchema.parse(JSON.parse(file));
  shipped.set(designId, design);
  return design;
}

/** The design a card is drawn by: the one asked for, or what the format is for; the shop's own where there is one. */
export function designFor(format: CardFormat, own: OwnDesigns, wanted?: DesignId): CardDesign {
  const designId = wanted ?? designOfFormat[format];
  return own[designId] ?? shippedDesign(designId);
}

/** All designs, each saying whether the shop has made it its own. */
export function allDesigns(own: OwnDesigns): { design: CardDesign; isOwn: boolean }[] {
  return designIds.map((designId) => ({
    design: own[designId] ?? shippedDesign(designId),
    isOwn: own[designId] !== undefined,
  }));
}

const designOfFormat: Readonly<Record<CardFormat, DesignId>> = {
  pdf: 'card',
  png: 'card',
  svg: 'card',
  escpos: 'receipt',
  zpl: 'label',
};
