import { z } from 'zod';
import { getValue, setValue } from './settings.ts';
import type { Store } from './open.ts';

const knownBaseSchema = z.object({ known: z.number().int().nullable(), asOf: z.string().nullable() });

/** What the service last said of its base, as the contract's coverage has it. */
export type KnownBase = z.output<typeof knownBaseSchema>;

export function getKnownBase(db: Store): KnownBase {
  return knownBaseSchema.catch({ known: null, asOf: null }).parse(getValue(db, 'coverage'));
}

/** Notes what the service said of its base; an absent part stays as it was. */
export function setKnownBase(db: Store, change: { readonly known?: number; readonly asOf?: string }): void {
  setValue(db, 'coverage', { ...getKnownBase(db), ...change });
}

/** Another tenant's base is another one: nothing is known of it. */
export function resetKnownBase(db: Store): void {
  setValue(db, 'coverage', { known: null, asOf: null });
}
