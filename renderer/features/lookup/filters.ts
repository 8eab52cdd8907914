import type { OperationInput, OperationOutput } from '#shared/contract/operations';
import type { CustomerType } from '#shared/customer/model';
import { createPrivate } from '../../bridge/private-store.ts';
import { till } from '../../bridge/till.ts';

/** Who a search is about; everybody while nothing is chosen. */
export interface Filters {
  readonly type: CustomerType | null;
  readonly storeUid: string | null;
  readonly groupUid: string | null;
  /** Only by the people to talk to at a company. */
  readonly byContact: boolean;
}

interface FilterState {
  readonly chosen: Filters;
  /** What can be chosen, with how many customers have it; null until it was asked for. */
  readonly values: OperationOutput<'customers.filters'> | null;
  /** The controls are on the screen. */
  readonly shown: boolean;
}

export const everybody: Filters = { type: null, storeUid: null, groupUid: null, byContact: false };

export const useFilters = createPrivate<FilterState>(() => ({
  chosen: everybody,
  values: null,
  shown: false,
}));

/** The chosen filters as the core and the service take them; no keys while nothing is chosen. */
export function filterRequest({ type, storeUid, groupUid, byContact }: Filters) {
  return {
    ...(type !== null && { types: [type] }),
    ...(storeUid !== null && { storeUid }),
    ...(groupUid !== null && { customerGroupUid: groupUid }),
    ...(byContact && { scope: ['CONTACT'] }),
  } satisfies Partial<OperationInput<'customers.search'>>;
}

/** Whether they say whom to list while nothing is typed. */
export function namesSomebody({ type, storeUid, groupUid }: Filters): boolean {
  return type !== null || storeUid !== null || groupUid !== null;
}

export function isFiltering(filters: Filters): boolean {
  return namesSomebody(filters) || filters.byContact;
}

/** Shows the controls, with today's values. */
export function showFilters(shown: boolean): void {
  useFilters.setState({ shown });
  if (shown) void loadValues();
}

async function loadValues(): Promise<void> {
  const answer = await till.customers.filters({});
  // Without them a person chooses from what was there before, or not at all.
  if (answer.ok) useFilters.setState({ values: answer });
}
