import { randomInt } from 'node:crypto';
import { makeLoyaltyId } from '#shared/customer/loyalty-id';
import { fail, TillFailure, type Result } from '#shared/contract/errors';
import type { TillEvent } from '#shared/contract/operations';
import type { Capability } from '#shared/contract/values';
import type { CardDrawer } from '../cards/card-drawer.ts';
import type { Authorship } from '../db/customer-changes.ts';
import type { Writer } from '../db/writer.ts';
import type { CustomerDetails, Reader } from '../db/reader.ts';
import type { Remote } from '../threads/remote.ts';
import type { CoreLog } from '../core.ts';
import type { SearchRequest } from '../lookup/lookup.ts';
import type { CustomerService, ServiceAnswer, ServiceOffer } from '../services/customer-service.ts';
import type { DuplicatePass } from '../duplicates/duplicate-pass.ts';
import type { SyncControl } from '../sync/sync-control.ts';

/** What the handlers of the contract work with. */
export interface OperationContext {
  readonly writer: Remote<Writer>;
  readonly reader: Remote<Reader>;
  readonly drawer: CardDrawer;
  /** The reader's search, one at a time; fails with `search.overtaken`. */
  readonly search: (request: SearchRequest, caller?: string) => ReturnType<Remote<Reader>['search']>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly ids: () => string;
  readonly log: CoreLog;
  readonly emit: (event: TillEvent) => void;
  /** The connected service. Fails with `service.not-connected`. */
  readonly service: () => CustomerService;
  /** What the connected service offers; everything while none is connected. */
  readonly offers: () => ServiceOffer;
  readonly sync: SyncControl;
  readonly duplicates: DuplicatePass;
  /** Whose doing this is: the cashier at the till when the call came in. */
  readonly author: () => string;
  /** Sends what waits for this till's own printers. */
  readonly startPrinting: () => void;
}

/** @throws TillFailure `service.unsupported` when the connected service lacks it: nothing is kept that it would refuse */
export function requireOffered(context: OperationContext, capability: Capability): void {
  if (!context.offers().capabilities.includes(capability)) throw new TillFailure('service.unsupported');
}

/** A new change by whoever is at the till. */
export function authorNow(context: OperationContext): Authorship {
  return { mutationId: context.ids(), actor: context.author(), nowMs: context.clock() };
}

/** Everything this till knows of a customer. @throws TillFailure `customer.deleted`, `customer.not-found` */
export async function customerInSight(
  { reader }: OperationContext,
  customerUid: string,
): Promise<CustomerDetails> {
  const details = await reader.getCustomer(customerUid);
  if (details !== undefined) return details;
  throw new TillFailure((await reader.isGone(customerUid)) ? 'customer.deleted' : 'customer.not-found');
}

/** Enough candidates that one of them is unused on any till. */
export function spareLoyaltyIds(): string[] {
  return Array.from({ length: 5 }, () => makeLoyaltyId(randomDigits));
}

function randomDigits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join('');
}

/** Tells hosts and sync that a customer changed on this till. */
export function noteChanged(context: OperationContext, ...customerUids: string[]): void {
  context.emit({ type: 'customers', customerUids });
  context.sync.wake();
}

/** The value of a service's answer; its failure otherwise. */
export function valueOf<Value>(answer: ServiceAnswer<Value>): Value {
  if (answer.outcome === 'done') return answer.value;
  throw new TillFailure(answer.error.code, answer.error);
}

/** An expected failure thrown anywhere below is the answer; a bug goes on. */
export async function answering<Value extends object>(run: () => Promise<Value>): Promise<Result<Value>> {
  try {
    return { ok: true, ...(await run()) };
  } catch (cause) {
    if (cause instanceof TillFailure) return fail(cause.error.code, cause.error);
    throw cause;
  }
}

/** Without the keys whose value is undefined: absent means "as it is". */
export function present<Value extends object>(
  value: Value,
): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [Key in keyof Value]: Exclude<Value[Key], undefined>;
  };
}
