import { randomUUID } from 'node:crypto';

import { requirePermission } from '../access.ts';
import { ApiError, invalidField } from '../api-error.ts';
import { createSchemaCheck } from '../contract.ts';
import type { CustomerDraft } from '../customer-changes.ts';
import { createCustomer, deleteCustomer, updateCustomer } from '../customer-writes.ts';
import type { Quirks } from '../../faults/quirks.ts';
import { answer, type Call, type Handler } from './call.ts';

const listNames = ['create', 'update', 'delete', 'upsert'] as const;
type ListName = (typeof listNames)[number];

/** Each list holds whatever the caller sent: items are checked one by one, so that one bad item spoils no other. */
export type BatchRequest = Partial<Record<ListName, unknown[]>>;

interface BatchError {
  errorCode: string;
  message: string;
  customerUid?: string;
  productUid?: string;
  priceUid?: string;
}

const checkDraft = createSchemaCheck('CustomerCreateSchema');
const checkDelete = createSchemaCheck('CustomerBatchDeleteSchema');

/**
 * The order is not promised by the document. Creates come last here, so that a caller who puts a create and an update
 * of one customer into one request finds out.
 */
const workingOrder = ['update', 'delete', 'upsert', 'create'] as const satisfies readonly ListName[];

/** The only body that the contract checks item by item here: the four lists themselves. Throws a 400. */
export function checkBatchLists(body: unknown): void {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidField('body', 'must be object');
  }
  const lists = body as Record<string, unknown>;
  for (const name of listNames) {
    if (lists[name] !== undefined && !Array.isArray(lists[name])) throw invalidField(name, 'must be array');
  }
}

export const batch: Handler<BatchRequest> = {
  permission: 'TENANT.ACCESS',
  handle: (call) => {
    const outcome = Object.fromEntries(
      workingOrder.map((name) => [name, runList(call, name, call.body[name] ?? [])]),
    );
    const failed = listNames.some((name) => (outcome[name]?.errors.length ?? 0) > 0);
    return answer(failed ? 207 : 200, outcome);
  },
};

function runList(
  call: Call<BatchRequest>,
  name: ListName,
  items: readonly unknown[],
): { success: number; errors: BatchError[] } {
  const errors: BatchError[] = [];
  for (const sent of items) {
    const item = name === 'create' ? withUid(sent) : sent;
    try {
      call.world.inTransaction(() => runItem(call, name, item));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      errors.push(batchError(name, item, error, call.quirks));
    }
  }
  return { success: items.length - errors.length, errors };
}

function runItem({ world, grant }: Call, name: ListName, item: unknown): void {
  if (name === 'delete') {
    checkDelete(item);
    requirePermission(grant, 'TENANT.BACKOFFICE', 'Deleting a customer');
    deleteCustomer(world, (item as { customerUid: string }).customerUid);
    return;
  }
  checkDraft(item);
  const draft = item as CustomerDraft;
  const { customerUid, ...changes } = draft;
  if (name === 'create' || customerUid === undefined) {
    if (name === 'update') throw invalidField('customerUid', 'is required');
    createCustomer(world, draft);
  } else if (name === 'update' || world.customers.get(customerUid)) {
    updateCustomer(world, grant, customerUid, changes);
  } else {
    createCustomer(world, draft);
  }
}

/** A create without a uid gets its own before anything can fail, so that an error can name it. */
const withUid = (item: unknown): unknown =>
  typeof item === 'object' && item !== null && !('customerUid' in item)
    ? { ...item, customerUid: randomUUID() }
    : item;

/**
 * The contract's 200 names the item of an error `customerUid`, its 207 points at the schema of prices: `productUid` for
 * create and upsert, `priceUid` for update and delete. Both names are sent, so that both readings hold.
 */
function batchError(name: ListName, item: unknown, error: ApiError, { batchUid }: Quirks): BatchError {
  const sentUid = (item as { customerUid?: unknown } | null)?.customerUid;
  const uid = typeof sentUid === 'string' && sentUid !== '' ? sentUid : 'unknown';
  const documented = name === 'create' || name === 'upsert' ? { productUid: uid } : { priceUid: uid };
  return {
    errorCode: error.code,
    message: error.message,
    ...(batchUid === undefined && { customerUid: uid }),
    ...(batchUid !== 'missing' && documented),
  };
}
