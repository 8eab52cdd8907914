import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCore } from '../../electron/core/app.ts';
import type { Core } from '../../electron/core/core.ts';
import type { Session } from '#shared/contract/values';
import { storePathOf } from '../../electron/core/db/data-folder.ts';
import { openStore } from '../../electron/core/db/open.ts';
import type { KnownValues } from './generate-input.ts';
import { valueOf } from '../value-of.ts';

/** A service that cannot be reached. */
const connection = {
  service: 'flow-retail',
  url: 'https://service.example/v2',
  tenant: 'fuzz',
  practice: false,
} as const;
const secret = { kind: 'token', token: 'a-token-of-nobody' } as const;

/** As the service makes them. */
const serviceUid = '3f1c2a52-7c0a-4d52-9a35-1b1f2f0f7d11';

/** Who asks: whoever may do everything, a cashier, or nobody, the till being locked. */
export type Asker = 'manager' | 'cashier' | 'nobody';

const key = new Uint8Array(32).fill(7);
const cashiers = {
  manager: { cashier: 'Mona', pin: '2580' },
  cashier: { cashier: 'Cai', pin: '1470' },
} as const;

export interface FuzzTill {
  readonly core: Core;
  readonly known: KnownValues;
  /** A folder that calls may do with what they like. */
  readonly scratch: string;
  /** Bugs the core has noted since it was last asked. */
  takeBugs(): string[];
  /** @returns false when the calls so far have changed the till so that they cannot be there */
  becomes(asker: Asker): Promise<boolean>;
  /** What is in each table, except what is noted of refused calls. */
  stateOf(): ReadonlyMap<string, string>;
  close(): Promise<void>;
}

/** A till with customers, cashiers and a printer, which reaches no network. */
export async function openFuzzTill(): Promise<FuzzTill> {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-fuzz-'));
  const scratch = join(folder, 'scratch');
  const dataDir = join(folder, 'data');
  mkdirSync(scratch);
  const bugs: string[] = [];
  const release = cutNetwork();
  const opened = await createCore({
    dataDir,
    key,
    backgroundSync: false,
    fetch: () => Promise.reject(new TypeError('fetch failed')),
    log: (_level, event, details) => {
      if (event === 'operation.failed') bugs.push(JSON.stringify(details));
    },
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const { core } = opened;
  const customerUids: string[] = [];
  for (let count = 0; count < 20; count += 1) {
    const created = await core.call('customers.create', {
      customer: {
        customerType: count % 3 === 0 ? 'COMPANY' : 'PERSON',
        firstname: `Kari ${count}`,
        lastname: 'Nordmann',
        companyName: `Firma ${count} AS`,
        countryCode: 'NO',
      },
    });
    if (created.ok) customerUids.push(created.customer.customerUid);
  }
  const printer = { kind: 'file', printerId: 'file', name: 'Files', folder: scratch } as const;
  await core.call('printers.save', { printer });
  for (const customerUid of customerUids.slice(0, 3)) await core.call('cards.print', { customerUid });
  await core.call('cards.printMany', { cardsFor: { customerUids: customerUids.slice(3, 9) } });
  await core.call('connection.set', { connection, secret });
  await core.call('cashiers.add', { ...cashiers.manager, role: 'manager' });
  await core.call('cashiers.add', { ...cashiers.cashier, role: 'cashier' });
  const { settings } = valueOf(await core.call('settings.get', {}));
  const outbox = valueOf(await core.call('outbox.list', {}));
  const jobs = valueOf(await core.call('cards.jobs', {})).jobs;
  const { batches } = valueOf(await core.call('cards.batches', {}));
  const { designs } = valueOf(await core.call('cards.designs', {}));
  const store = openStore(storePathOf(dataDir), key, { readonly: true });

  return {
    core,
    scratch,
    known: {
      ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, [value]])),
      customerUid: customerUids,
      // What a customer's own rules ask for: no text by chance is one of these.
      countryCode: ['NO'],
      mobile: ['+4741355790', '41355791'],
      phone: ['+4722334455'],
      email: ['kari@firma.example'],
      postalCode: ['0150'],
      vatNumber: ['974760673'],
      customerParentUid: [serviceUid],
      pricelistUid: [serviceUid],
      mergeFromCustomerUid: customerUids,
      otherUid: customerUids,
      mutationId: outbox.mutations.map(({ mutationId }) => mutationId),
      jobId: jobs.map(({ jobId }) => jobId),
      batchId: batches.map(({ batchId }) => batchId),
      design: designs.map(({ design }) => design),
      connection: [connection],
      secret: [secret],
      printerId: ['file'],
      printer: ['file'],
      cashier: [cashiers.cashier.cashier, 'Nina'],
      pin: [cashiers.cashier.pin],
      code: ['12345678'],
    },
    takeBugs: () => bugs.splice(0),
    async becomes(asker) {
      const now = await sessionOf(core);
      const { cashier, pin } = cashiers[asker === 'nobody' ? 'manager' : asker];
      if (asker === 'nobody' ? now.locked : !now.locked && now.cashier === cashier) return true;
      if (!(await core.call('session.unlock', { cashier, pin })).ok) return false;
      if (asker === 'nobody') return (await core.call('session.lock', {})).ok;
      return (await sessionOf(core)).role === asker;
    },
    stateOf() {
      const tables = store
        .prepare<[], { name: string }>(
          `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'`,
        )
        .all()
        .filter(({ name }) => !/^audit|^sqlite_/.test(name));
      return new Map(
        tables.map(({ name }) => {
          const hash = createHash('sha256');
          for (const row of store.prepare(`SELECT * FROM "${name}"`).iterate()) {
            if ((row as { name?: unknown }).name !== 'pin-tries') hash.update(JSON.stringify(row));
          }
          return [name, hash.digest('hex')];
        }),
      );
    },
    async close() {
      store.close();
      await core.close();
      release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function sessionOf(core: Core): Promise<Session> {
  const answer = await core.call('session.status', {});
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.session;
}

/** Ports of this process that may be called; printers with made-up addresses may not. */
const openPorts = new Set<number>();

/** Lets calls to that port of this machine through. */
export function permitPort(port: number): void {
  openPorts.add(port);
}

/** Refuses every connection as a machine without a network does. @returns what undoes it */
function cutNetwork(): () => void {
  const connect = Reflect.get(Socket.prototype, 'connect');
  Socket.prototype.connect = function refuse(this: Socket, ...args: unknown[]): Socket {
    const [given] = args.flat() as [{ port?: unknown; host?: unknown }];
    if (given.host === '127.0.0.1' && openPorts.has(Number(given.port))) {
      return Reflect.apply(connect, this, args) as Socket;
    }
    queueMicrotask(() => this.destroy(Object.assign(new Error('unreachable'), { code: 'ENETUNREACH' })));
    return this;
  };
  return () => {
    Socket.prototype.connect = connect;
  };
}
