import type { CustomerRecord } from '#shared/customer/model';
import { findDifferences } from '#shared/sync/three-way-merge';
import type { ClaimedMutation } from '../db/claims.ts';
import type {
  CallOptions,
  CustomerService,
  ServiceAnswer,
  ServiceFailure,
} from '../services/customer-service.ts';

/** Sends one mutation. Answers the customer as the service has it now; null where it answers none. */
export function sendChange(
  service: CustomerService,
  { customerUid, change, baseRevision }: ClaimedMutation,
  options: CallOptions,
): Promise<ServiceAnswer<CustomerRecord | null>> {
  switch (change.kind) {
    case 'create':
      return service.create(change.payload, options);
    case 'update':
      return service.update(customerUid, change.payload, { ...options, baseRevision });
    case 'delete':
      return service.delete(customerUid, options);
    case 'merge':
      return service.merge(customerUid, change.payload.mergeFromCustomerUid, options);
    case 'add-extension':
      return service.addExtension({ customerUid, ...change.payload }, options);
    case 'remove-extension':
      return service.removeExtension({ customerUid, ...change.payload }, options);
    default:
      return service.printCard(customerUid, change.payload.printerUid, options);
  }
}

/** What the service's data says about a mutation whose answer never came. */
export type Arrival =
  | { readonly found: 'arrived'; readonly record: CustomerRecord | null }
  | { readonly found: 'not-arrived' }
  /** An update: this is what the service has, which is not what the update wants. */
  | { readonly found: 'differs'; readonly record: CustomerRecord }
  /** The customer itself is not there. */
  | { readonly found: 'gone'; readonly failure: ServiceFailure }
  | { readonly found: 'no-answer'; readonly failure: ServiceFailure };

/**
 * Asks the service whether a mutation has arrived, by reading what it would
 * have changed. Never for cards: nothing that can be read tells whether one came out.
 */
export async function askForArrival(
  service: CustomerService,
  mutation: ClaimedMutation,
  options: CallOptions,
): Promise<Arrival> {
  const { customerUid, change } = mutation;
  if (change.kind === 'merge') {
    const source = await service.get(change.payload.mergeFromCustomerUid, options);
    if (source.outcome === 'done') return { found: 'not-arrived' };
    if (source.outcome !== 'not-found') return { found: 'no-answer', failure: source };
  }
  const answer = await service.get(customerUid, options);
  if (answer.outcome === 'not-found') {
    if (change.kind === 'create') return askByExternalId(service, change.payload.externalId, answer, options);
    return change.kind === 'delete' ? { found: 'arrived', record: null } : { found: 'gone', failure: answer };
  }
  if (answer.outcome !== 'done') return { found: 'no-answer', failure: answer };

  const record = answer.value;
  switch (change.kind) {
    case 'create':
    case 'merge':
      return { found: 'arrived', record };
    case 'update':
      return findDifferences(undefined, record, change.payload).length === 0
        ? { found: 'arrived', record }
        : { found: 'differs', record };
    case 'add-extension':
      return hasExtension(record, change.payload.extensionCode)
        ? { found: 'arrived', record }
        : { found: 'not-arrived' };
    case 'remove-extension':
      return hasExtension(record, change.payload.extensionCode)
        ? { found: 'not-arrived' }
        : { found: 'arrived', record };
    default:
      return { found: 'not-arrived' };
  }
}

/** A service that gave the new customer a uid of its own would get it a second time: its external id gives it away. */
async function askByExternalId(
  service: CustomerService,
  externalId: string | undefined,
  notFound: ServiceFailure,
  options: CallOptions,
): Promise<Arrival> {
  if (!externalId) return { found: 'not-arrived' };
  const answer = await service.findByExternalId(externalId, options);
  if (answer.outcome !== 'done') return { found: 'no-answer', failure: answer };
  const [other] = answer.value;
  if (other === undefined) return { found: 'not-arrived' };
  const message = `The customer service has a customer with the external id ${externalId} already, as ${other.customerUid}.`;
  return { found: 'gone', failure: { ...notFound, error: { code: 'service.conflict', message } } };
}

function hasExtension(record: CustomerRecord, extensionCode: string): boolean {
  const extensions = record['extensions'];
  return (
    Array.isArray(extensions) &&
    extensions.some(
      (entry: unknown) => (entry as { extensionCode?: unknown } | null)?.extensionCode === extensionCode,
    )
  );
}
