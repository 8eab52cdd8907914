import type Database from 'better-sqlite3';

import type { FlowRetailCustomer } from '../seed/flow-retail-customer.ts';
import { generateCustomers } from '../seed/generate-customers.ts';
import { notFound } from './api-error.ts';
import { createCustomerTable, type CustomerTable } from './customer-table.ts';
import { createPrintJobTable, type PrintJobTable } from './print-job-table.ts';

/** Everything the practice service knows and keeps: what the operations work on. */
export interface World {
  /** The seed the data was made from: the folder's, when a folder had data already. */
  seed: number;
  customers: CustomerTable;
  printJobs: PrintJobTable;
  tenantExtensions: ReadonlySet<string>;
  /** The time of a change, ISO 8601. Never earlier than any change before, whatever the clock does. */
  changeTime(): string;
  /** Runs `work` as a whole or not at all; committed when it returns. Can be nested. */
  inTransaction<T>(work: () => T): T;
}

export interface WorldOptions {
  customers: number;
  seed: number;
  tenantExtensions: readonly string[];
  /** Milliseconds since 1970. */
  clock: () => number;
}

/** Opens the world: the one that the database holds, or a freshly seeded one. */
export function openWorld(db: Database.Database, options: WorldOptions): World {
  const customers = createCustomerTable(db);
  const seed = readSeed(db) ?? fill(db, customers, options);
  let lastChange = customers.newestChange();

  return {
    seed,
    customers,
    printJobs: createPrintJobTable(db),
    tenantExtensions: new Set(options.tenantExtensions),
    changeTime: () => {
      const now = new Date(options.clock()).toISOString();
      if (now > lastChange) lastChange = now;
      return lastChange;
    },
    inTransaction: (work) => db.transaction(work).immediate(),
  };
}

/** The customer of a uid. Throws a 404 when there is none. */
export function findCustomer(world: World, customerUid: string): FlowRetailCustomer {
  const customer = world.customers.get(customerUid);
  if (!customer) throw notFound('CUSTOMER', customerUid);
  return customer;
}

function readSeed(db: Database.Database): number | undefined {
  const value = db.prepare<[], string>("SELECT value FROM meta WHERE name = 'seed'").pluck().get();
  return value === undefined ? undefined : Number(value);
}

/** Fills an empty database in one transaction, so that a crash half-way leaves it empty. */
function fill(db: Database.Database, customers: CustomerTable, options: WorldOptions): number {
  const { customers: count, seed } = options;
  db.transaction(() => {
    for (const customer of generateCustomers({ count, seed })) {
      customers.insert(customer, [{ historyUid: customer.customerUid, since: customer.createdAt }]);
    }
    db.prepare<[string]>("INSERT INTO meta VALUES ('seed', ?)").run(String(seed));
  })();
  return seed;
}
