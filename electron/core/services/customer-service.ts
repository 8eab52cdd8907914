import { capabilities, type Capability } from '#shared/contract/values';
import type { TillError } from '#shared/contract/errors';
import { holdsEverything, type Holdings } from '#shared/customer/holdings';
import type { CustomerChanges, CustomerDraft, CustomerRecord, CustomerType } from '#shared/customer/model';

/**
 * The port to a customer service. Everything behind it (paths, dialects,
 * tokens, error bodies) stays behind it; everything in front of it branches on
 * `outcome` alone.
 */

/**
 * What an answer means for whoever asked:
 * - `rejected`: the service understood and said no; the same request will be refused again.
 * - `unauthorized`: the sign-in is not accepted; nothing happened.
 * - `forbidden`: signed in, not permitted.
 * - `not-found`: the service does not have this customer.
 * - `conflict`: the service has something else there than the request assumed.
 * - `rate-limited`: slow down, at least `error.retryAfterMs`; nothing happened.
 * - `failed`: a problem of the service's own, and nothing happened; trying again later makes sense.
 * - `unreachable`: the request never arrived, or it only asked; trying again is harmless.
 * - `unknown`: a write left this till and nobody knows whether it had its effect. Ask before sending again.
 */
export type ServiceFailureOutcome =
  | 'rejected'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'rate-limited'
  | 'failed'
  | 'unreachable'
  | 'unknown';

export interface ServiceFailure {
  readonly outcome: ServiceFailureOutcome;
  /** The service's own words and its `logId` when it gave any; `retryAfterMs` when it said how long to wait. */
  readonly error: TillError;
}

export type ServiceAnswer<Value> = { readonly outcome: 'done'; readonly value: Value } | ServiceFailure;

export interface CallOptions {
  /** Gives up waiting. A write given up after it was sent is `unknown`. */
  readonly signal?: AbortSignal;
}

export interface UpdateOptions extends CallOptions {
  /** Which version (shared/sync/revision.ts) the changes were made on, for a service that can be told; null when not known. */
  readonly baseRevision?: string | null;
}

export interface PageRequest {
  /** Counted from 0, whatever the service counts from. */
  readonly page: number;
  readonly pageSize: number;
  /** Newest change first, if the service honours it: whoever pages verifies the order. */
  readonly newestFirst?: boolean;
}

export interface CustomerPage {
  readonly items: readonly CustomerRecord[];
  /** Entries that could not be read as a customer (no usable `customerUid`). */
  readonly unreadable: number;
  /** What the service says it has in all; null when it does not say. */
  readonly totalCount: number | null;
  /** The size the service really used; smaller than asked for when it has a limit of its own. */
  readonly pageSize: number;
}

export interface SearchRequest {
  readonly query: string;
  readonly exactMatch?: boolean | undefined;
  readonly types?: readonly CustomerType[] | undefined;
  readonly storeUid?: string | undefined;
  readonly customerParentUid?: string | undefined;
  readonly scope?: readonly ('CUSTOMER' | 'CONTACT')[] | undefined;
  readonly limit?: number | undefined;
}

export type NewCustomer = CustomerDraft & { readonly customerUid: string };

export interface ExtensionRequest {
  readonly customerUid: string;
  readonly extensionCode: string;
  readonly storeUid: string;
}

/** Amounts in hundredths of the tenant's currency. */
export interface StoreCredit {
  readonly approved: boolean;
  readonly limit: number;
  readonly balance: number;
  readonly remaining: number;
  readonly maxSingleOrderValue: number;
  readonly declineReason: string;
}

export interface StoreDetails {
  readonly customer: CustomerRecord;
  readonly credit: StoreCredit;
}

/**
 * Several writes in one request. The service promises no order among them: a
 * customer may appear once in the whole request, so that no change overtakes
 * another of the same customer.
 */
export interface BatchRequest {
  readonly create?: readonly NewCustomer[];
  readonly upsert?: readonly NewCustomer[];
  readonly update?: readonly {
    readonly customerUid: string;
    /** The service wants the type with every batched update. */
    readonly customerType: CustomerType;
    readonly changes: CustomerChanges;
  }[];
  readonly delete?: readonly string[];
}

export type BatchItemOutcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'rejected' | 'unknown'; readonly error: TillError };

/** One outcome for every customer of the request. */
export type BatchOutcome = ReadonlyMap<string, BatchItemOutcome>;

/** What a service offers a till, known without asking it. */
export interface ServiceOffer {
  /** What is missing here answers `rejected` with `service.unsupported`; the interface does not offer it. */
  readonly capabilities: readonly Capability[];

  /** What of a customer it has room for; anything else is refused by its name, never dropped. */
  readonly holds: Holdings;
}

export const offersEverything: ServiceOffer = { capabilities, holds: holdsEverything };

export interface CustomerService extends ServiceOffer {
  readonly kind: 'flow-retail' | 'emporix';

  listPage(request: PageRequest, options?: CallOptions): Promise<ServiceAnswer<CustomerPage>>;
  get(customerUid: string, options?: CallOptions): Promise<ServiceAnswer<CustomerRecord>>;
  /** Those whose `externalId` is exactly this; several when the tenant was careless. */
  findByExternalId(
    externalId: string,
    options?: CallOptions,
  ): Promise<ServiceAnswer<readonly CustomerRecord[]>>;
  search(request: SearchRequest, options?: CallOptions): Promise<ServiceAnswer<CustomerPage>>;
  /** Asks the registry behind the service; what comes back is nobody's customer yet. */
  searchExternal(query: string, options?: CallOptions): Promise<ServiceAnswer<readonly CustomerRecord[]>>;
  /** Null: done, but what the service made of it could not be read back. */
  create(customer: NewCustomer, options?: CallOptions): Promise<ServiceAnswer<CustomerRecord | null>>;
  /** Partial: fields that are absent stay as they are. Null as for a create. */
  update(
    customerUid: string,
    changes: CustomerChanges,
    options?: UpdateOptions,
  ): Promise<ServiceAnswer<CustomerRecord | null>>;
  delete(customerUid: string, options?: CallOptions): Promise<ServiceAnswer<null>>;
  /** Moves what belongs to `mergeFromCustomerUid` to `customerUid` and removes the former. */
  merge(
    customerUid: string,
    mergeFromCustomerUid: string,
    options?: CallOptions,
  ): Promise<ServiceAnswer<CustomerRecord>>;
  addExtension(request: ExtensionRequest, options?: CallOptions): Promise<ServiceAnswer<CustomerRecord>>;
  removeExtension(request: ExtensionRequest, options?: CallOptions): Promise<ServiceAnswer<null>>;
  batch(request: BatchRequest, options?: CallOptions): Promise<ServiceAnswer<BatchOutcome>>;
  /** Without `printerUid` the service chooses. Not repeatable: `unknown` needs a person. */
  printCard(customerUid: string, printerUid?: string, options?: CallOptions): Promise<ServiceAnswer<null>>;
  storeDetails(
    customerUid: string,
    storeUid: string,
    options?: CallOptions,
  ): Promise<ServiceAnswer<StoreDetails>>;
  /** Everything the service holds about a customer (GDPR), as it came. */
  export(customerUid: string, options?: CallOptions): Promise<ServiceAnswer<unknown>>;
}
