import type { Store } from '../../electron/core/db/open.ts';
import type { Ledger } from './ledger.ts';

/**
 * Which acknowledged rows a store does not hold: customers with the values that
 * were acknowledged last, the mutations that carry them, ordered cards, removals
 * and a finished import.
 */
export function findLostRows(ledger: Ledger, db: Store, imported: number): string[] {
  const lost: string[] = [];
  const entries = ledger.entries();
  const records = new Map(
    (
      db.prepare(`SELECT customer_uid AS uid, record, hidden FROM customer`).all() as {
        uid: string;
        record: string;
        hidden: 0 | 1;
      }[]
    ).map(({ uid, record, hidden }) => [
      uid,
      { hidden: hidden === 1, fields: JSON.parse(record) as Readonly<Record<string, unknown>> },
    ]),
  );
  const mutations = new Set(db.prepare(`SELECT mutation_id FROM mutation`).pluck().all());
  const cards = new Set(db.prepare(`SELECT customer_uid FROM print_job`).pluck().all());
  const removals = Map.groupBy(
    entries.filter(({ kind }) => kind === 'delete' || kind === 'merge'),
    (entry) => (entry.kind === 'merge' ? entry.otherUid : entry.customerUid),
  );

  for (const entry of entries) {
    if (entry.mutationId !== null && !mutations.has(entry.mutationId)) {
      lost.push(`mutation ${entry.mutationId} (${entry.kind} ${entry.customerUid})`);
    }
    if (entry.kind === 'print' && entry.acknowledged && !cards.has(entry.customerUid)) {
      lost.push(`card of ${entry.customerUid}`);
    }
  }
  for (const [customerUid, changes] of Map.groupBy(entries, (entry) => entry.customerUid)) {
    const removal = removals.get(customerUid) ?? [];
    const stored = records.get(customerUid);
    if (removal.length > 0) {
      const isGone = stored === undefined || stored.hidden;
      if (!isGone && removal.some(({ acknowledged }) => acknowledged)) lost.push(`removal of ${customerUid}`);
      continue;
    }
    for (const [field, values] of Map.groupBy(changes, (change) => change.field)) {
      const last = values.findLastIndex(({ acknowledged }) => acknowledged);
      if (field === undefined || last < 0) continue;
      const allowed = values.slice(last).map(({ value }) => value);
      const found = stored?.fields[field];
      if (!allowed.includes(String(found))) lost.push(`${field} of ${customerUid}: ${String(found)}`);
    }
  }
  const takenIn = [...records.keys()].filter((uid) => uid.startsWith('imported-')).length;
  if (takenIn < imported) lost.push(`${imported - takenIn} imported customers`);
  return lost;
}
