import { create } from 'zustand';
import type { TillError } from '#shared/contract/errors';
import type { OperationAnswer } from '#shared/contract/operations';
import type { Hit } from '#shared/contract/values';
import type { Customer } from '#shared/customer/model';
import { createLatestAsker } from '../../bridge/ask-latest.ts';
import { till } from '../../bridge/till.ts';

/** A customer in the list of those to merge with. */
export type Partner = Omit<Hit, 'matched'>;

interface MergeState {
  readonly query: string;
  /** Who may be the other record. */
  readonly partners: readonly Partner[];
  /** The customer that will be merged into the open one. */
  readonly chosen: Customer | null;
  readonly merging: boolean;
  readonly error: TillError | null;
}

const start: MergeState = { query: '', partners: [], chosen: null, merging: false, error: null };

export const useMerge = create<MergeState>(() => start);

const searcher = createLatestAsker(0);

/** Begins with those who look like the customer who stays. */
export function beginMerge(customer: Customer): void {
  useMerge.setState(start);
  void suggestPartners(customer);
}

/** Begins with both chosen; answers the customer who stays. */
export async function beginMergeOf(
  staysUid: string,
  goesUid: string,
): Promise<OperationAnswer<'customers.get'>> {
  useMerge.setState(start);
  const stays = await till.customers.get({ customerUid: staysUid });
  if (!stays.ok) return stays;
  const goes = await till.customers.get({ customerUid: goesUid });
  if (goes.ok) useMerge.setState({ chosen: goes.customer });
  return goes.ok ? stays : goes;
}

/** What tells two records of one customer, among the fields a form would hold. */
const telling = [
  'firstname',
  'lastname',
  'companyName',
  'mobile',
  'email',
  'vatNumber',
  'loyaltyId',
] as const;

async function suggestPartners(customer: Customer): Promise<void> {
  const { customerUid, customerType } = customer;
  const known = telling.flatMap((field) => (customer[field] ? [[field, customer[field]]] : []));
  const answer = await till.customers.duplicates({
    draft: { customerUid, customerType, ...Object.fromEntries(known) },
    limit: 10,
  });
  if (!answer.ok || useMerge.getState().query !== '') return;
  useMerge.setState({ partners: answer.candidates.filter((other) => other.customerUid !== customerUid) });
}

export function searchMergePartner(query: string, exceptUid: string): void {
  useMerge.setState({ query });
  searcher.ask(
    () => till.customers.search({ query, limit: 20 }),
    (answer) =>
      useMerge.setState(
        answer.ok
          ? { partners: answer.hits.filter((hit) => hit.customerUid !== exceptUid), error: null }
          : { error: answer.error },
      ),
  );
}

export async function chooseMergePartner(customerUid: string): Promise<void> {
  const answer = await till.customers.get({ customerUid });
  useMerge.setState(answer.ok ? { chosen: answer.customer, error: null } : { error: answer.error });
}

export function unchooseMergePartner(): void {
  useMerge.setState({ chosen: null, error: null });
}

/** Merges the chosen customer into `customerUid`. Answers whether it was taken on. */
export async function merge(customerUid: string): Promise<boolean> {
  const { chosen, merging } = useMerge.getState();
  if (!chosen || merging) return false;
  useMerge.setState({ merging: true, error: null });
  const answer = await till.customers.merge({ customerUid, mergeFromCustomerUid: chosen.customerUid });
  useMerge.setState({ merging: false, error: answer.ok ? null : answer.error });
  return answer.ok;
}
