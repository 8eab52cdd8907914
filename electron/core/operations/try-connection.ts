import { because } from '#shared/contract/error-reasons';
import { TillFailure, type TillError } from '#shared/contract/errors';
import type { Connection, KnownStore } from '#shared/contract/values';
import { readCustomer, type CustomerRecord } from '#shared/customer/model';
import { createService, placeOfOne, type ServiceSecret } from '../services/create-service.ts';
import type {
  CustomerPage,
  ServiceAnswer,
  ServiceFailure,
  ServiceFailureOutcome,
} from '../services/customer-service.ts';
import { missingTenant } from '../sync/missing-tenant.ts';

/** What one look at a service told about a connection that is about to be saved. */
export interface TriedConnection {
  /** Why the sign-in could not be tried; null when the service took it. */
  readonly untried: TillError | null;
  /** How far this till's clock is ahead of the service's, in milliseconds; null while it is about right. */
  readonly clockAheadMs: number | null;
  /** Shops of the tenant that those customers belong to, by name. */
  readonly stores: KnownStore[];
}

/** Whoever connects a till waits no longer than this. */
const tryMs = 4_000;
/** An answer that broke off on its way makes no sense either: only one that keeps making none is believed. */
const mostTries = 3;
/** As many customers as tell of most shops of a tenant, and still fewer than any service gives at once. */
const customersRead = 60;
/** Closer than that, nobody at the counter would notice. */
const clockToleranceMs = 300_000;

/**
 * Reads the beginning of the list with this sign-in.
 *
 * @returns what it told, and the sign-in to be kept: one by device has become more than it was
 * @throws TillFailure when the service refuses the sign-in, the tenant or the permission, or when something
 *   else than this service answers at the address
 */
export async function tryConnection(
  connection: Connection,
  secret: ServiceSecret,
  deps: { readonly fetch: typeof globalThis.fetch; readonly clock: () => number },
): Promise<{ readonly told: TriedConnection; readonly signIn: unknown }> {
  const limit = AbortSignal.timeout(tryMs);
  let aheadMs = 0;
  /** Ends with the time limit whatever else waits for a token, and reads the clock of whoever answers (RFC 9110, 6.6.1). */
  const limitedFetch: typeof globalThis.fetch = async (url, init) => {
    const signals = init?.signal ? [limit, init.signal] : [limit];
    const response = await deps.fetch(url, { ...init, signal: AbortSignal.any(signals) });
    const serviceMs = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(serviceMs)) aheadMs = deps.clock() - serviceMs;
    return response;
  };
  const signIn = placeOfOne(secret);
  const service = createService(connection, signIn, limitedFetch);
  const look = () => service.listPage({ page: 0, pageSize: customersRead });

  let answer = await look();
  for (let tries = 1; isSenseless(answer) && tries < mostTries; tries += 1) answer = await look();
  const told = {
    untried: answer.outcome === 'done' ? null : untriedBecause(connection, answer),
    clockAheadMs: Math.abs(aheadMs) > clockToleranceMs ? aheadMs : null,
    stores: answer.outcome === 'done' ? storesOf(answer.value.items) : [],
  };
  return { told, signIn: await signIn.read() };
}

/** The shops customers say they belong to, each once, by name. */
function storesOf(records: readonly CustomerRecord[]): KnownStore[] {
  const names = new Map<string, string>();
  for (const record of records) {
    const defaultStore = readCustomer(record)?.defaultStore;
    if (defaultStore?.storeUid) names.set(defaultStore.storeUid, defaultStore.name || defaultStore.storeUid);
  }
  return Array.from(names, ([storeUid, name]) => ({ storeUid, name })).toSorted((one, other) =>
    one.name.localeCompare(other.name),
  );
}

function isSenseless(answer: ServiceAnswer<CustomerPage>): boolean {
  return answer.outcome !== 'done' && answer.error.code === 'service.bad-answer';
}

const refusals: ReadonlySet<ServiceFailureOutcome> = new Set<ServiceFailureOutcome>([
  'unauthorized',
  'forbidden',
  'rejected',
  'conflict',
]);

/** @throws TillFailure when trying it again would change nothing */
function untriedBecause({ service }: Connection, { outcome, error }: ServiceFailure): TillError {
  if (outcome === 'not-found') throw failureOf(missingTenant(error));
  if (error.code === 'service.bad-answer') {
    throw new TillFailure('service.bad-answer', because('address.other', { service: names[service] }));
  }
  if (refusals.has(outcome)) throw failureOf(error);
  return error;
}

const names: Record<Connection['service'], string> = { 'flow-retail': 'Flow Retail', emporix: 'Emporix' };

function failureOf(error: TillError): TillFailure {
  return new TillFailure(error.code, error);
}
