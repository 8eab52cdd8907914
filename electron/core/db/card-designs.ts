import { cardDesignSchema, designIds, type CardDesign, type DesignId } from '#shared/cards/card-design';
import { getValue, setValue } from './settings.ts';
import type { Store } from './open.ts';
import { statement } from './statement.ts';

const keyOf = (designId: DesignId) => `card-design.${designId}`;

/** The shop's own designs; one this version cannot print is left aside, and the shipped one holds. */
export function getOwnDesigns(db: Store): Partial<Record<DesignId, CardDesign>> {
  const own: Partial<Record<DesignId, CardDesign>> = {};
  for (const designId of designIds) {
    const read = cardDesignSchema.safeParse(getValue(db, keyOf(designId)));
    if (read.success && read.data.designId === designId) own[designId] = read.data;
  }
  return own;
}

export function saveDesign(db: Store, design: CardDesign): void {
  setValue(db, keyOf(design.designId), design);
}

export function resetDesign(db: Store, designId: DesignId): void {
  statement(db, `DELETE FROM setting WHERE key = ?`).run(keyOf(designId));
}
