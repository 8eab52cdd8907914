import { customerTypes, type CustomerType } from '#shared/customer/model';
import type { Index } from './catch-up.ts';
import type { StoredRecord } from './records.ts';
import { dead } from './row-class.ts';

/** What customers in sight can be told apart by, most customers first. */
export interface FilterValues {
  readonly types: { readonly type: CustomerType; readonly count: number }[];
  readonly stores: { readonly storeUid: string; readonly name: string; readonly count: number }[];
  readonly groups: { readonly customerGroupUid: string; readonly count: number }[];
}

/** Nobody chooses from more. */
const mostValues = 500;

/**
 * The types, stores and groups customers in sight have. Reads a class a row and
 * one record a store, for its name; customers whose class has no number are not
 * counted (row-class.ts).
 *
 * @param read a customer's record
 */
export function readFilterValues(
  { postings, classes }: Index,
  read: (customerId: number) => StoredRecord | undefined,
): FilterValues {
  const counts = new Uint32Array(dead + 1);
  const lastRows = new Int32Array(dead + 1).fill(-1);
  for (let row = 0; row < postings.rows; row += 1) {
    const classId = postings.classes[row]!;
    counts[classId]! += 1;
    lastRows[classId] = row;
  }
  const ofType = new Map<CustomerType, number>();
  const ofStore = new Map<string, { count: number; row: number }>();
  const ofGroup = new Map<string, number>();
  for (const [classId, { type, storeUid, groupUids }] of classes.entries()) {
    const count = counts[classId]!;
    if (count === 0) continue;
    ofType.set(type, (ofType.get(type) ?? 0) + count);
    for (const groupUid of groupUids) ofGroup.set(groupUid, (ofGroup.get(groupUid) ?? 0) + count);
    if (storeUid === '') continue;
    const known = ofStore.get(storeUid);
    ofStore.set(storeUid, {
      count: (known?.count ?? 0) + count,
      row: Math.max(known?.row ?? -1, lastRows[classId]!),
    });
  }
  return {
    types: customerTypes
      .map((type) => ({ type, count: ofType.get(type) ?? 0 }))
      .filter(({ count }) => count > 0),
    stores: mostFirst(
      Array.from(ofStore, ([storeUid, { count, row }]) => ({
        storeUid,
        name: nameOfStore(read(postings.customerIds[row]!), storeUid),
        count,
      })),
    ),
    groups: mostFirst(Array.from(ofGroup, ([customerGroupUid, count]) => ({ customerGroupUid, count }))),
  };
}

/** As the customer who came last names it; the uid where none does. */
function nameOfStore(record: StoredRecord | undefined, storeUid: string): string {
  const store = record?.['defaultStore'];
  const name = typeof store === 'object' && store !== null && 'name' in store ? store.name : undefined;
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : storeUid;
}

function mostFirst<Value extends { readonly count: number }>(values: Value[]): Value[] {
  return values.sort((left, right) => right.count - left.count).slice(0, mostValues);
}
