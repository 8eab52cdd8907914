import { customerTypes, type CustomerType } from '#shared/customer/model';

/**
 * What searches are filtered by and many customers share: type, store and groups
 * together are a class. A row keeps the number of its class, and a filter is one
 * look into a table of classes, however many customers there are.
 */
export interface RowClass {
  readonly type: CustomerType;
  /** `defaultStore.storeUid`; '' when the customer has none. */
  readonly storeUid: string;
  /** `customerGroupUids`, ascending. */
  readonly groupUids: readonly string[];
}

/** Class of customers that came when all numbers were taken: their record is looked at. */
export const unnumberedClass = 0xfffe;
/** Class of a row whose customer changed or went. */
export const dead = 0xffff;

type Loose = Readonly<Record<string, unknown>>;

/** The class of a record as stored; fields of another type than the contract says count as absent. */
export function classOf(customer: Loose): RowClass {
  const store = customer.defaultStore;
  const storeUid = typeof store === 'object' && store !== null ? (store as Loose).storeUid : undefined;
  const groups = Array.isArray(customer.customerGroupUids) ? customer.customerGroupUids : [];
  return {
    type: customerTypes.find((known) => known === customer.customerType) ?? 'PERSON',
    storeUid: typeof storeUid === 'string' ? storeUid : '',
    groupUids: [...new Set(groups.filter((uid): uid is string => typeof uid === 'string'))].sort(),
  };
}

/** The class as a text that equal classes have in common. */
export function textOfClass({ type, storeUid, groupUids }: RowClass): string {
  return JSON.stringify([type, storeUid, ...groupUids]);
}

/** The class a text of {@link textOfClass} stands for. */
export function readClass(text: string): RowClass {
  const [type, storeUid, ...groupUids] = JSON.parse(text) as [CustomerType, string, ...string[]];
  return { type, storeUid, groupUids };
}
