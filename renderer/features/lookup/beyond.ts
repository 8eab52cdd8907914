import type { TillError } from '#shared/contract/errors';
import type { Coverage, Hit } from '#shared/contract/values';
import { till } from '../../bridge/till.ts';
import { filterRequest, type Filters } from './filters.ts';
import { rowsOf, type Row } from './rows.ts';

/** Who can be asked beyond this till now. */
export interface Beyond {
  readonly service: boolean;
  readonly registry: boolean;
}

type FoundBeyond =
  | { readonly ok: true; readonly rows: readonly Row[] }
  | { readonly ok: false; readonly error: TillError };

const mostFound = 20;
/** Shorter words are half a name. */
const shortestAsked = 3;
/** Whoever types has stopped by then. */
const pauseMs = 500;

/** Asks the service's own search, or the registry behind it. */
export async function askBeyond(
  source: 'service' | 'registry',
  query: string,
  filters: Filters,
): Promise<FoundBeyond> {
  if (source === 'service') {
    const answer = await till.customers.searchService({ query, limit: mostFound, ...filterRequest(filters) });
    return answer.ok ? { ok: true, rows: rowsOf('service', answer.hits) } : answer;
  }
  const answer = await till.customers.searchExternal({ query: query.slice(0, 200) });
  if (!answer.ok) return answer;
  return {
    ok: true,
    rows: answer.items.slice(0, mostFound).map((found) => ({ from: 'registry', found })),
  };
}

/** A phone or organisation number, complete: what a registry is asked by. */
export function isWholeNumber(text: string): boolean {
  return /^\+?[\d ().-]+$/.test(text) && text.replaceAll(/\D/g, '').length >= 8;
}

/**
 * Whether others may know somebody this till does not: it knows nobody, or nobody
 * with the very number that was typed, or has not all customers yet.
 */
export function mayKnowMore(
  text: string,
  { hits, coverage: { cached, known } }: { readonly hits: readonly Hit[]; readonly coverage: Coverage },
): boolean {
  if (text.length < shortestAsked) return false;
  const isIncomplete = known !== null && cached < known;
  const isKnown =
    !isWholeNumber(text) || hits.some(({ matched }) => matched.some(({ how }) => how !== 'similar'));
  return hits.length === 0 || !isKnown || (isIncomplete && hits.length < mostFound);
}

/** Does something when nothing else was wanted for a moment. */
export function createPause(): { wait(run: () => void): void; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    wait(run) {
      clearTimeout(timer);
      timer = setTimeout(run, pauseMs);
    },
    cancel: () => clearTimeout(timer),
  };
}
