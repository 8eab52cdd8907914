import type Database from 'better-sqlite3';

import { generateCustomers } from '../seed/generate-customers.ts';
import type { UnauthorizedForm } from './api-error.ts';
import { createEmporixCustomerTable, type EmporixCustomerTable } from './customer-table.ts';
import { seedCustomer } from './seed-customer.ts';

/** What the document leaves open and a test may want otherwise. */
export interface EmporixSettings {
  /** Whether lists say in their `Count` header how many there are. */
  countHeader: boolean;
  /** A larger page is asked for in vain, and nothing in the answer says so. */
  maxPageSize: number;
  /** How long a token is good for; those issued already keep their life. */
  tokenLifeSeconds: number;
  unauthorizedAs: UnauthorizedForm;
}

export interface PasswordMail {
  customerId: string;
  /** ISO 8601. */
  sentAt: string;
}

/** Everything the Emporix side of the practice store knows and keeps. */
export interface EmporixWorld {
  customers: EmporixCustomerTable;
  settings: EmporixSettings;
  /** ISO 8601. */
  now(): string;
  /** The mails with a password link that a real service would have sent, oldest first. */
  passwordMails(): PasswordMail[];
  sendPasswordMail(customerId: string): void;
  /** Seeds the customers when nobody has asked for them before. */
  fill(): void;
  /** Runs `work` as a whole or not at all; committed when it returns. */
  inTransaction<T>(work: () => T): T;
}

export interface EmporixWorldOptions {
  customers: number;
  seed: number;
  /** Milliseconds since 1970. */
  clock: () => number;
}

/**
 * Opens this service's part of the database. Its customers are seeded at the first request, not before: most practice
 * stores are asked in one dialect only, and a large one takes a while to fill.
 */
export function openEmporixWorld(db: Database.Database, options: EmporixWorldOptions): EmporixWorld {
  const customers = createEmporixCustomerTable(db);
  const insertMail = db.prepare('INSERT INTO emporix_password_mails (customer_id, sent_at) VALUES (?, ?)');
  const mails = db.prepare<[], PasswordMail>(
    'SELECT customer_id AS customerId, sent_at AS sentAt FROM emporix_password_mails ORDER BY number',
  );
  const now = (): string => new Date(options.clock()).toISOString();
  let filled = db.prepare("SELECT 1 FROM meta WHERE name = 'emporix'").get() !== undefined;

  return {
    customers,
    settings: {
      countHeader: true,
      maxPageSize: 1_000,
      tokenLifeSeconds: 14_399,
      unauthorizedAs: 'fault',
    },
    now,
    passwordMails: () => mails.all(),
    sendPasswordMail: (customerId) => {
      insertMail.run(customerId, now());
    },
    fill: () => {
      if (filled) return;
      db.transaction(() => {
        seedInto(customers, options);
        db.prepare("INSERT INTO meta VALUES ('emporix', 'filled')").run();
      })();
      filled = true;
    },
    inTransaction: (work) => db.transaction(work).immediate(),
  };
}

/** Who has an e-mail address signs in with it; of several with the same one only the first. */
function seedInto(customers: EmporixCustomerTable, { customers: count, seed }: EmporixWorldOptions): void {
  const taken = new Set<string>();
  for (const source of generateCustomers({ count, seed })) {
    const customer = seedCustomer(source);
    const email = customer.contactEmail;
    const isFirst = email !== '' && !taken.has(email.toLowerCase());
    if (isFirst) taken.add(email.toLowerCase());
    customers.insert(isFirst ? withAccount(customer, email) : customer);
  }
}

export const withAccount = <C extends object>(customer: C, email: string) => ({
  ...customer,
  email,
  accounts: [{ id: email, providerId: 'emporix_self_service' }],
});
