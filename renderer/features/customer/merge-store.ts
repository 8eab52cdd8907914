import i18next from 'i18next';
import type { TillError } from '#shared/contract/errors';
import type { OperationAnswer } from '#shared/contract/operations';
import type { Hit } from '#shared/contract/values';
import type { Customer, CustomerType } from '#shared/customer/model';
import type { CustomerField } from '#shared/sync/customer-field';
import { createPrivate, forgetTypedOf } from '../../bridge/private-store.ts';
import { createLatestAsker } from '../../bridge/ask-latest.ts';
import { till } from '../../bridge/till.ts';
import { compareFields, fieldsToFill } from './merge-fields.ts';

/** A customer in the list of those to merge with. */
export type Partner = Omit<Hit, 'matched'>;

interface MergeState {
  readonly query: string;
  /** Who may be the other record. */
  readonly partners: readonly Partner[];
  /** The customer that is left. */
  readonly stays: Customer | null;
  /** The customer that will be merged into it. */
  readonly chosen: Customer | null;
  /** Fields of the one that goes which the one that stays is to have. */
  readonly take: readonly CustomerField[];
  readonly merging: boolean;
  readonly error: TillError | null;
}

const start: MergeState = {
  query: '',
  partners: [],
  stays: null,
  chosen: null,
  take: [],
  merging: false,
  error: null,
};

export const useMerge = createPrivate<MergeState>(() => start);

const searcher = createLatestAsker(0);

/** Begins with those who look like the customer who stays. */
export function beginMerge(customer: Customer): void {
  useMerge.setState({ ...start, stays: customer });
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
  if (goes.ok) compareTwo(stays.customer, goes.customer);
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
  useMerge.setState({
    partners: answer.candidates.filter(
      (other) => other.customerUid !== customerUid && kindOf(other) === kindOf(customer),
    ),
  });
}

/** A person and a company never become one. */
export function kindOf({ customerType }: Pick<Customer, 'customerType'>): 'person' | 'company' {
  return customerType === 'PERSON' ? 'person' : 'company';
}

/** What the one that stays lacks is filled from the other, unless a person says otherwise. */
function compareTwo(stays: Customer, chosen: Customer): void {
  const take = fieldsToFill(compareFields(i18next.t, stays, chosen));
  useMerge.setState({ stays, chosen, take, error: null });
}

/** The other way round: who was to go stays. */
export function swapMerge(): void {
  const { stays, chosen } = useMerge.getState();
  if (stays && chosen) compareTwo(chosen, stays);
}

/** Which of the two the customer that is left has this field of. */
export function chooseField(field: CustomerField, ofTheOneThatGoes: boolean): void {
  useMerge.setState(({ take }) => ({
    take: ofTheOneThatGoes ? [...take, field] : take.filter((other) => other !== field),
  }));
}

export function searchMergePartner(query: string, customer: Customer): void {
  useMerge.setState({ query });
  const types: CustomerType[] = kindOf(customer) === 'person' ? ['PERSON'] : ['COMPANY', 'B2B'];
  searcher.ask(
    () => till.customers.search({ query, types, limit: 20 }),
    (answer) =>
      useMerge.setState(
        answer.ok
          ? { partners: answer.hits.filter((hit) => hit.customerUid !== customer.customerUid), error: null }
          : { error: answer.error },
      ),
  );
}

export async function chooseMergePartner(customerUid: string): Promise<void> {
  const answer = await till.customers.get({ customerUid });
  const { stays } = useMerge.getState();
  if (!answer.ok) useMerge.setState({ error: answer.error });
  else if (stays) compareTwo(stays, answer.customer);
}

export function unchooseMergePartner(): void {
  useMerge.setState({ chosen: null, take: [], error: null });
}

/** Merges the chosen customer into the one that stays. Answers whether it was taken on. */
export async function merge(): Promise<boolean> {
  const { stays, chosen, take, merging } = useMerge.getState();
  if (!stays || !chosen || merging) return false;
  useMerge.setState({ merging: true, error: null });
  const answer = await till.customers.merge({
    customerUid: stays.customerUid,
    mergeFromCustomerUid: chosen.customerUid,
    take: [...take],
  });
  useMerge.setState({ merging: false, error: answer.ok ? null : answer.error });
  if (answer.ok) forgetTypedOf(chosen.customerUid);
  return answer.ok;
}
