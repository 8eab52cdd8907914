import type { CustomerType } from '#shared/customer/model';
import { statement } from '../db/statement.ts';
import type { Store } from '../db/open.ts';
import type { Index } from './catch-up.ts';
import { rowOfCustomer } from './postings.ts';
import { classOf, dead, unnumberedClass, type RowClass } from './row-class.ts';

/** Which customers a search is about; all when nothing is asked for. */
export interface CustomerFilter {
  readonly types?: readonly CustomerType[] | undefined;
  /** `defaultStore.storeUid` */
  readonly storeUid?: string | undefined;
  /** One of `customerGroupUids`. */
  readonly customerGroupUid?: string | undefined;
  readonly customerParentUid?: string | undefined;
}

/** The rows a filter lets through, as the search asks for them. */
export interface RowFilter {
  /** By class: 1 when wanted. */
  readonly classes: Uint8Array;
  /** Nobody else is wanted; absent when the classes say it all. */
  readonly rows?: ReadonlySet<number>;
}

/** Whether anybody may be left out. */
export function isFiltering(filter: CustomerFilter): boolean {
  const { types, storeUid, customerGroupUid, customerParentUid } = filter;
  return [types, storeUid, customerGroupUid, customerParentUid].some((wanted) => wanted !== undefined);
}

function wants(filter: CustomerFilter, { type, storeUid, groupUids }: RowClass): boolean {
  return (
    (filter.types?.includes(type) ?? true) &&
    (filter.storeUid === undefined || filter.storeUid === storeUid) &&
    (filter.customerGroupUid === undefined || groupUids.includes(filter.customerGroupUid))
  );
}

/** Whether the record itself is wanted: what a row of an unnumbered class cannot tell. */
export function isWanted(filter: CustomerFilter, record: Readonly<Record<string, unknown>>): boolean {
  return wants(filter, classOf(record));
}

/** Turns filters into row filters; one that is asked for again and again is made once. */
export function createRowFilters(db: Store, index: Index): (filter: CustomerFilter) => RowFilter {
  let known: { readonly key: string; readonly count: number; readonly classes: Uint8Array } | undefined;

  function classesOf(filter: CustomerFilter): Uint8Array {
    const key = JSON.stringify([filter.types, filter.storeUid, filter.customerGroupUid]);
    if (known?.key !== key || known.count !== index.classes.length) {
      const classes = new Uint8Array(dead + 1);
      classes[unnumberedClass] = 1;
      for (const [classId, one] of index.classes.entries()) classes[classId] = wants(filter, one) ? 1 : 0;
      known = { key, count: index.classes.length, classes };
    }
    return known.classes;
  }

  return (filter) => {
    const classes = classesOf(filter);
    if (filter.customerParentUid === undefined) return { classes };
    const children = statement<{ customer_id: number }>(
      db,
      `SELECT customer_id FROM customer WHERE parent_uid = ?`,
    ).all(filter.customerParentUid);
    const rows = children.map(({ customer_id: customerId }) => rowOfCustomer(index.postings, customerId));
    return { classes, rows: new Set(rows) };
  };
}

/** Whether a living row is let through. */
export function letsThrough({ classes, rows }: RowFilter, classId: number, row: number): boolean {
  return classes[classId] === 1 && (rows === undefined || rows.has(row));
}
