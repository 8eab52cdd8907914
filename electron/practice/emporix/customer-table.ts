import type Database from 'better-sqlite3';

import type { EmporixCustomer } from './emporix-customer.ts';
import { patternOf, type Criterion, type Test } from './parse-query.ts';

/** Which part of a list is wanted; pages count from 1. */
export interface Selection {
  criteria: readonly Criterion[];
  sort: readonly { field: string; direction: 'ASC' | 'DESC' }[];
  pageNumber: number;
  pageSize: number;
}

/** Reads and writes the customers. Knows SQL, no rules: whoever writes has checked. */
export interface EmporixCustomerTable {
  count(): number;
  get(id: string): EmporixCustomer | undefined;
  /** Whose account an e-mail address is. */
  ownerOf(email: string): string | undefined;
  list(selection: Selection): { items: EmporixCustomer[]; totalCount: number };
  insert(customer: EmporixCustomer): void;
  /** Replaces the customer of the same id, which must exist. */
  replace(customer: EmporixCustomer): void;
  remove(id: string): void;
}

const columns: Readonly<Record<string, string>> = {
  id: 'c.id',
  customerNumber: 'c.id',
  metadataCreatedAt: 'c.created_at',
};

/** `field` is a dotted path of plain names (see parse-query.ts), never free text. */
const jsonPath = (field: string): string => `'$."${field.replaceAll('.', '"."')}"'`;

const valueOf = (field: string): string => columns[field] ?? `json_extract(c.body, ${jsonPath(field)})`;

const accountOf = ({ email }: EmporixCustomer): string | null => (email === '' ? null : email.toLowerCase());

const parse = (body: string): EmporixCustomer => JSON.parse(body) as EmporixCustomer;

export function createEmporixCustomerTable(db: Database.Database): EmporixCustomerTable {
  db.function('emporix_matches', { deterministic: true }, (pattern, value) =>
    typeof value === 'string' && patternOf(String(pattern)).test(value) ? 1 : 0,
  );
  const countAll = db.prepare<[], number>('SELECT count(*) FROM emporix_customers').pluck();
  const bodyById = db.prepare<[string], string>('SELECT body FROM emporix_customers WHERE id = ?').pluck();
  const idByAccount = db
    .prepare<[string], string>('SELECT id FROM emporix_customers WHERE account = ?')
    .pluck();
  const insertRow = db.prepare(
    'INSERT INTO emporix_customers (id, created_at, account, body) VALUES (?, ?, ?, ?)',
  );
  const updateRow = db.prepare('UPDATE emporix_customers SET account = ?, body = ? WHERE id = ?');
  const deleteRow = db.prepare('DELETE FROM emporix_customers WHERE id = ?');

  return {
    count: () => countAll.get() ?? 0,
    get: (id) => {
      const body = bodyById.get(id);
      return body === undefined ? undefined : parse(body);
    },
    ownerOf: (email) => idByAccount.get(email.toLowerCase()),

    list: ({ criteria, sort, pageNumber, pageSize }) => {
      const { where, values } = conditionsOf(criteria);
      const totalCount = db
        .prepare<unknown[], number>(`SELECT count(*) FROM emporix_customers c ${where}`)
        .pluck()
        .get(...values);
      const order = sort.map(({ field, direction }) => `${valueOf(field)} ${direction}, `).join('');
      const items = db
        .prepare<unknown[], string>(
          `SELECT c.body FROM emporix_customers c ${where}
           ORDER BY ${order === '' ? 'c.created_at, ' : order}c.id LIMIT ? OFFSET ?`,
        )
        .pluck()
        .all(...values, pageSize, (pageNumber - 1) * pageSize);
      return { items: items.map(parse), totalCount: totalCount ?? 0 };
    },

    insert: (customer) => {
      insertRow.run(customer.id, customer.metadataCreatedAt, accountOf(customer), JSON.stringify(customer));
    },
    replace: (customer) => {
      const { changes } = updateRow.run(accountOf(customer), JSON.stringify(customer), customer.id);
      if (changes === 0) throw new Error(`There is no customer ${customer.id} to replace`);
    },
    remove: (id) => {
      deleteRow.run(id);
    },
  };
}

function conditionsOf(criteria: readonly Criterion[]): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const conditions = criteria.flatMap(({ field, tests }) =>
    tests.map((test) => conditionOf(field, test, values)),
  );
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, values };
}

/** The SQL of a test; what it binds is added to `values`. */
function conditionOf(field: string, test: Test, values: unknown[]): string {
  const value = valueOf(field);
  const type = `json_type(c.body, ${jsonPath(field)})`;
  switch (test.kind) {
    case 'exists':
      return `${type} IS NOT NULL`;
    case 'missing':
      return `${type} IS NULL`;
    case 'null':
      return `coalesce(${type}, 'null') = 'null'`;
    case 'matches':
      values.push(test.pattern);
      return `emporix_matches(?, ${value}) = 1`;
    case 'compares': {
      const number = Number(test.value);
      const asNumber = !test.quoted && !Number.isNaN(number);
      values.push(asNumber ? number : test.value);
      return asNumber ? `${value} + 0 ${test.operator} ?` : `CAST(${value} AS TEXT) ${test.operator} ?`;
    }
    default: {
      // A truth is stored as such and asked for by its word.
      const text =
        columns[field] ??
        `CASE ${type} WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(${value} AS TEXT) END`;
      values.push(...test.values);
      return `${text} IN (${test.values.map(() => '?').join(', ')})`;
    }
  }
}
