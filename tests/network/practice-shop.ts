import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { OperationInput } from '../../shared/contract/operations.ts';
import { createPracticeStore } from '../../electron/practice/practice-store.ts';
import {
  connectionVia,
  signInToEmporix,
  type PracticeShops,
  type ServiceKind,
} from '../practice/practice-connection.ts';

/** A customer as a row of the practice store's own tables tells it. */
export interface StoredCustomer {
  readonly customerUid: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly mobile: string;
  /** Writes that had an effect on it, its creation aside; undefined where the service does not count them. */
  readonly writes: number | undefined;
}

/** A practice store behind which the till's doings are counted. */
export interface PracticeShop {
  /** `http://host:port`, for the proxy. */
  readonly origin: string;
  /** The connection of a till that speaks to `origin`. */
  connectionVia(origin: string): OperationInput<'connection.set'>;
  /** Somebody else changes a customer's first name, straight at the service. */
  rename(customerUid: string, firstname: string): Promise<void>;
  /** Writes with an effect by `METHOD path`, of everything asked so far. */
  countWrites(): Promise<ReadonlyMap<string, number>>;
  printJobs(): Promise<readonly { readonly customerUid: string }[]>;
  passwordMails(): Promise<number>;
  /** Closes the store and reads what its tables hold. */
  closeAndRead(): Promise<StoredCustomer[]>;
}

export async function openPracticeShop(
  kind: ServiceKind,
  { customers, seed, dataDir }: { customers: number; seed: number; dataDir: string },
): Promise<PracticeShop> {
  const store = createPracticeStore({ customers, seed, dataDir });
  const { emporixUrl: origin, baseUrl, controlUrl } = await store.listen(0);
  const { tenant, clients } = store.emporix;
  const shops: PracticeShops = { flowRetail: store, emporix: { tenant, ...clients.till } };
  const tenantPath = `/tenants/${store.tenantUid}`;

  const ask = async <Answer>(path: string): Promise<Answer> => {
    const response = await fetch(controlUrl + path);
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  const requireOk = async (response: Response): Promise<Response> => {
    if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
    return response;
  };

  const seen = { number: 0, writes: new Map<string, number>() };

  return {
    origin,
    connectionVia: (via) => connectionVia(via, kind, shops),

    rename: async (customerUid, firstname) => {
      if (kind === 'flow-retail') {
        const headers = { authorization: `Bearer ${store.tokens.integration}` };
        const url = `${baseUrl}${tenantPath}/customers/${customerUid}`;
        await requireOk(await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ firstname }) }));
        return;
      }
      const token = await signInToEmporix(origin, shops.emporix);
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const url = `${origin}/customer/${tenant}/customers/${customerUid}`;
      const body = JSON.stringify({ firstName: firstname });
      await requireOk(await fetch(url, { method: 'PATCH', headers, body }));
    },

    countWrites: async () => {
      interface Logged {
        items: { number: number; method: string; path: string; status: number | null }[];
      }
      const { items } = await ask<Logged>('/requests');
      const fresh = items.filter(({ number }) => number > seen.number);
      const first = fresh[0]?.number ?? seen.number + 1;
      if (first !== seen.number + 1) throw new Error('The request log was not read often enough');
      for (const { number, method, path, status } of fresh) {
        seen.number = number;
        if (method === 'GET' || status === null || status >= 300) continue;
        const key = `${method} ${path}`;
        seen.writes.set(key, (seen.writes.get(key) ?? 0) + 1);
      }
      return seen.writes;
    },
    printJobs: async () => (await ask<{ items: { customerUid: string }[] }>('/print-jobs')).items,
    passwordMails: async () => (await ask<{ passwordMails: number }>('/emporix')).passwordMails,

    closeAndRead: async () => {
      await store.close();
      const db = new Database(join(dataDir, 'practice-store.db'), { readonly: true });
      try {
        return kind === 'flow-retail' ? readFlowRetail(db) : readEmporix(db);
      } finally {
        db.close();
      }
    },
  };
}

function readFlowRetail(db: Database.Database): StoredCustomer[] {
  const bodies = db.prepare<[], string>('SELECT body FROM customers').pluck().all();
  return bodies.map((body) => {
    const { customerUid, firstname, lastname, mobile } = JSON.parse(body) as Record<string, string>;
    return stored({ customerUid, firstname, lastname, mobile, writes: undefined });
  });
}

function readEmporix(db: Database.Database): StoredCustomer[] {
  const bodies = db.prepare<[], string>('SELECT body FROM emporix_customers').pluck().all();
  return bodies.map((body) => {
    const customer = JSON.parse(body) as Record<'id' | 'firstName' | 'lastName' | 'contactPhone', string> & {
      metadata: { version: number };
    };
    return stored({
      customerUid: customer.id,
      firstname: customer.firstName,
      lastname: customer.lastName,
      mobile: customer.contactPhone,
      writes: customer.metadata.version - 1,
    });
  });
}

const stored = (row: {
  [Name in keyof StoredCustomer]: StoredCustomer[Name] | undefined;
}): StoredCustomer => ({
  customerUid: row.customerUid ?? '',
  firstname: row.firstname ?? '',
  lastname: row.lastname ?? '',
  mobile: row.mobile ?? '',
  writes: row.writes,
});
