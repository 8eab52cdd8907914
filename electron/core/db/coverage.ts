import { z } from 'zod';
import type { Coverage } from '#shared/contract/values';
import { getValue, setValue } from './settings.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

const storedSchema = z.object({ known: z.number().int().nullable(), asOf: z.string().nullable() });

/** How much of the service's base is on this till, and how fresh it is. */
export function getCoverage(db: Store): Coverage {
  const stored = storedSchema.catch({ known: null, asOf: null }).parse(getValue(db, 'coverage'));
  return { cached: countCustomers(db), ...stored };
}

/** Notes what the service said of its base; an absent part stays as it was. */
export function setCoverage(db: Store, change: { readonly known?: number; readonly asOf?: string }): void {
  const { known, asOf } = getCoverage(db);
  setValue(db, 'coverage', { known, asOf, ...change });
}

/** Another service or tenant: it has said nothing yet. */
export function resetCoverage(db: Store): void {
  setValue(db, 'coverage', { known: null, asOf: null });
}

const counts = new WeakMap<Store, { dataVersion: number; cached: number }>();

/** Counting walks an index, so each commit of the writer is counted once and not each search. */
function countCustomers(db: Store): number {
  const dataVersion = db.pragma('data_version', { simple: true }) as number;
  const known = counts.get(db);
  if (known?.dataVersion === dataVersion && db.readonly) return known.cached;
  const { cached } = statement<{ cached: number }>(
    db,
    `SELECT count(*) AS cached FROM customer WHERE hidden = 0`,
  ).get()!;
  counts.set(db, { dataVersion, cached });
  return cached;
}
