import type Database from 'better-sqlite3';

import type { FlowRetailCustomer } from '../seed/flow-retail-customer.ts';
import type { Page, PageRequest, Sort } from './paging.ts';
import { entryText, searchSql, type SearchCriteria } from './search-sql.ts';

/** A line of orders that a customer owns: its own from the start, after a merge the duplicate's too. */
export interface OrderHistory {
  historyUid: string;
  /** ISO 8601: no order is older. */
  since: string;
}

/** Reads and writes the customers. Knows SQL, no rules: whoever writes has checked. */
export interface CustomerTable {
  count(): number;
  /** ISO 8601; '' when there is no customer. */
  newestChange(): string;
  get(customerUid: string): FlowRetailCustomer | undefined;
  /** A page of customers as JSON texts, all of them or those with an external id. */
  list(filter: { externalId?: string | undefined }, sort: Sort, page: PageRequest): Page<string>;
  /** A page of hits with their relevance; the best first unless a sort is asked for. */
  search(criteria: SearchCriteria, sort: Sort | undefined, page: PageRequest): Page<FlowRetailCustomer>;
  departmentsOf(customerUid: string): FlowRetailCustomer[];
  orderHistoriesOf(customerUid: string): OrderHistory[];
  setOrderHistories(customerUid: string, histories: readonly OrderHistory[]): void;
  insert(customer: FlowRetailCustomer, histories: readonly OrderHistory[]): void;
  /** Replaces the customer of the same uid, which must exist. */
  replace(customer: FlowRetailCustomer): void;
  remove(customerUid: string): void;
}

const sortColumns: Readonly<Record<string, string>> = {
  customerUid: 'c.customer_uid',
  createdAt: 'c.created_at',
  lastModifiedAt: 'c.last_modified_at',
};

/** `sort.field` is a scalar field of the contract, never free text. Equal values follow their uid. */
const orderBy = ({ field, direction }: Sort): string =>
  `${sortColumns[field] ?? `json_extract(c.body, '$.${field}')`} ${direction}, c.customer_uid ${direction}`;

/** The columns in the order of the statements below; body comes last. */
const columnsOf = (customer: FlowRetailCustomer): string[] => [
  customer.customerUid,
  customer.customerParentUid,
  customer.externalId,
  customer.customerType,
  customer.defaultStore?.storeUid ?? '',
  customer.createdAt,
  customer.lastModifiedAt,
  JSON.stringify(customer),
];

const parse = (body: string): FlowRetailCustomer => JSON.parse(body) as FlowRetailCustomer;

export function createCustomerTable(db: Database.Database): CustomerTable {
  const countAll = db.prepare<[], number>('SELECT count(*) FROM customers').pluck();
  const newest = db.prepare<[], string>("SELECT coalesce(max(last_modified_at), '') FROM customers").pluck();
  const bodyByUid = db.prepare<[string], string>('SELECT body FROM customers WHERE customer_uid = ?').pluck();
  const bodyBySerial = db.prepare<[number], string>('SELECT body FROM customers WHERE serial = ?').pluck();
  const departmentBodies = db
    .prepare<[string], string>(
      "SELECT body FROM customers WHERE parent_uid = ? AND parent_uid <> '' ORDER BY serial",
    )
    .pluck();
  const histories = db
    .prepare<[string], string>('SELECT order_histories FROM customers WHERE customer_uid = ?')
    .pluck();
  const updateHistories = db.prepare<[string, string]>(
    'UPDATE customers SET order_histories = ? WHERE customer_uid = ?',
  );
  const insertRow = db.prepare(`
    INSERT INTO customers (customer_uid, parent_uid, external_id, customer_type, store_uid, created_at,
                           last_modified_at, body, order_histories)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const updateRow = db
    .prepare<unknown[], number>(
      `UPDATE customers SET customer_uid = ?, parent_uid = ?, external_id = ?, customer_type = ?, store_uid = ?,
                            created_at = ?, last_modified_at = ?, body = ?
       WHERE customer_uid = ? RETURNING serial`,
    )
    .pluck();
  const insertEntry = db.prepare('INSERT INTO search_entries VALUES (?, ?, ?, ?, ?, ?)');
  const deleteEntries = db.prepare<[number]>('DELETE FROM search_entries WHERE customer_serial = ?');
  const deleteRow = db.prepare<[string]>('DELETE FROM customers WHERE customer_uid = ?');

  const insertEntries = (serial: number | bigint, customer: FlowRetailCustomer): void => {
    const { firstname, lastname, city, postalCode, companyName, mobile, email, vatNumber } = customer;
    const names = entryText(firstname, lastname, city, postalCode, companyName);
    insertEntry.run(serial, 'CUSTOMER', names, entryText(mobile), entryText(email), entryText(vatNumber));
    for (const contact of customer.contacts) {
      const contactNames = entryText(contact.firstname, contact.lastname);
      insertEntry.run(
        serial,
        'CONTACT',
        contactNames,
        entryText(contact.mobile),
        entryText(contact.email),
        '',
      );
    }
  };

  const readBody = (serial: number): string => {
    const body = bodyBySerial.get(serial);
    if (body === undefined) throw new Error(`Customer row ${serial} vanished inside one answer`);
    return body;
  };

  return {
    count: () => countAll.get() ?? 0,
    newestChange: () => newest.get() ?? '',
    get: (customerUid) => {
      const body = bodyByUid.get(customerUid);
      return body === undefined ? undefined : parse(body);
    },

    list: ({ externalId }, sort, { pageNumber, pageSize }) => {
      // An empty external id is none, and nobody is found by it; saying so lets SQLite use the partial index.
      const where =
        externalId === undefined ? '' : "WHERE c.external_id = @externalId AND c.external_id <> ''";
      const filter = externalId === undefined ? {} : { externalId };
      const totalCount = db
        .prepare<object, number>(`SELECT count(*) FROM customers c ${where}`)
        .pluck()
        .get(filter);
      const serials = db
        .prepare<object, number>(
          `SELECT c.serial FROM customers c ${where} ORDER BY ${orderBy(sort)} LIMIT @limit OFFSET @offset`,
        )
        .pluck()
        .all({ ...filter, limit: pageSize, offset: (pageNumber - 1) * pageSize });
      return { items: serials.map(readBody), totalCount: totalCount ?? 0 };
    },

    search: (criteria, sort, { pageNumber, pageSize }) => {
      const { conditions, relevance, values } = searchSql(criteria);
      const hits = db
        .prepare<object, { serial: number; relevance: number }>(
          `SELECT c.serial, max(${relevance}) AS relevance
           FROM search_entries e JOIN customers c ON c.serial = e.customer_serial
           WHERE ${conditions.join(' AND ')}
           GROUP BY c.serial
           ORDER BY ${sort ? orderBy(sort) : 'relevance DESC, c.customer_uid'}`,
        )
        .all(values);
      const first = (pageNumber - 1) * pageSize;
      return {
        items: hits
          .slice(first, first + pageSize)
          .map(({ serial, relevance }) => Object.assign(parse(readBody(serial)), { relevance })),
        totalCount: hits.length,
      };
    },

    departmentsOf: (customerUid) => departmentBodies.all(customerUid).map(parse),
    orderHistoriesOf: (customerUid) => JSON.parse(histories.get(customerUid) ?? '[]') as OrderHistory[],
    setOrderHistories: (customerUid, value) => {
      updateHistories.run(JSON.stringify(value), customerUid);
    },

    insert: (customer, orderHistories) => {
      const row = insertRow.run(...columnsOf(customer), JSON.stringify(orderHistories));
      insertEntries(row.lastInsertRowid, customer);
    },
    replace: (customer) => {
      const serial = updateRow.get(...columnsOf(customer), customer.customerUid);
      if (serial === undefined) throw new Error(`There is no customer ${customer.customerUid} to replace`);
      deleteEntries.run(serial);
      insertEntries(serial, customer);
    },
    remove: (customerUid) => {
      deleteRow.run(customerUid);
    },
  };
}
