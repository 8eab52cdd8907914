import type { Hit } from '#shared/contract/values';
import type { Customer } from '#shared/customer/model';

/** Where a finding comes from: this till's own base, the service's search, or the registry behind it. */
export type Source = 'till' | 'service' | 'registry';

/** One finding. Who comes from the registry is nobody's customer yet. */
export type Row =
  | { readonly from: 'till' | 'service'; readonly hit: Hit }
  | { readonly from: 'registry'; readonly found: Customer };

export function uidOf(row: Row): string {
  return row.from === 'registry' ? row.found.customerUid : row.hit.customerUid;
}

export function rowsOf(from: 'till' | 'service', hits: readonly Hit[]): Row[] {
  return hits.map((hit) => ({ from, hit }));
}

/** The customers of this till among them. */
export function hitsOfTill(rows: readonly Row[]): Hit[] {
  return rows.flatMap((row) => (row.from === 'till' ? row.hit : []));
}

/** Rows, and behind them those of others who are not there yet. */
export function withOthers(rows: readonly Row[], others: readonly Row[]): Row[] {
  const known = new Set(rows.map((row) => uidOf(row)));
  return [...rows, ...others.filter((row) => !known.has(uidOf(row)))];
}
