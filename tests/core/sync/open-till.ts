import { randomInt, randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { TillEvent } from '../../../shared/contract/operations.ts';
import type { Printer } from '../../../shared/contract/printing.ts';
import type { CustomerDraft, CustomerRecord } from '../../../shared/customer/model.ts';
import type { SyncReport } from '../../../electron/core/core.ts';
import type { Store } from '../../../electron/core/db/open.ts';
import type { Reader } from '../../../electron/core/db/reader.ts';
import type { Authorship } from '../../../electron/core/db/customer-changes.ts';
import type { Writer } from '../../../electron/core/db/writer.ts';
import type { CustomerService } from '../../../electron/core/services/customer-service.ts';
import { createFlowRetailService } from '../../../electron/core/services/flow-retail/flow-retail-service.ts';
import { createTokenSource } from '../../../electron/core/services/token-source.ts';
import {
  createSyncEngine,
  type SyncEngine,
  type SyncEngineOptions,
} from '../../../electron/core/sync/engine.ts';
import { createPracticeStore, type PracticeStore } from '../../../electron/practice/practice-store.ts';
import { openWriter } from '../db/open-writer.ts';
import { fastPace } from './fast-pace.ts';
import { remote } from './remote.ts';

/** How a test speaks to the practice store besides the till: as another till, and behind its counter. */
export interface Shop {
  readonly store: PracticeStore;
  readonly service: CustomerService;
  /** The store's own view of a customer; undefined when it has none. */
  find(customerUid: string): Promise<CustomerRecord | undefined>;
  /** A standing fault, such as `{ kind: 'reset-after', match: { method: 'POST' }, count: 1 }`. */
  breakDown(...rules: readonly object[]): Promise<void>;
  repair(): Promise<void>;
  /** `PUT …/c-1 200` of what reached the service, oldest first. */
  writes(): Promise<string[]>;
  requestCount(method: string): Promise<number>;
  printJobs(): Promise<{ customerUid: string }[]>;
  connect(token?: string): CustomerService;
  /** As a till does whose address lacks the version: everything is a 404. */
  connectWrongly(): CustomerService;
}

export async function openShop({ customers = 0, seed = 7 } = {}): Promise<Shop> {
  const store = createPracticeStore({ customers, seed });
  onTestFinished(() => store.close());
  const { baseUrl, controlUrl } = await store.listen(0);

  const control = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${controlUrl}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  };
  interface Logged {
    items: { method: string; path: string; status: number | null }[];
  }
  const connect = (token = store.tokens.backoffice, url = baseUrl): CustomerService =>
    createFlowRetailService({
      baseUrl: url,
      tenantUid: store.tenantUid,
      tokens: createTokenSource({ kind: 'access', read: () => Promise.resolve(token) }),
    });
  const service = connect();

  return {
    store,
    service,
    connect: (token) => connect(token),
    connectWrongly: () => connect(store.tokens.backoffice, baseUrl.replace('/v2', '')),
    async find(customerUid) {
      const answer = await service.get(customerUid);
      return answer.outcome === 'done' ? answer.value : undefined;
    },
    breakDown: (...rules) => control('POST', '/faults', rules),
    repair: () => control('DELETE', '/faults'),
    async writes() {
      const { items } = await control<Logged>('GET', '/requests');
      return items
        .filter(({ method, status }) => method !== 'GET' && status !== null)
        .map(({ method, path, status }) => `${method} ${path.split('/customers')[1] ?? ''} ${status}`);
    },
    async requestCount(method) {
      const { items } = await control<Logged>('GET', `/requests?method=${method}`);
      return items.length;
    },
    async printJobs() {
      return (await control<{ items: { customerUid: string }[] }>('GET', '/print-jobs')).items;
    },
  };
}

export interface Till {
  readonly writer: Writer;
  readonly reader: Reader;
  readonly db: Store;
  readonly engine: SyncEngine;
  /** What the till told its hosts so far, and whoever wants to hear more. */
  readonly events: TillEvent[];
  onEvent(listener: (event: TillEvent) => void): void;
  author(actor?: string): Authorship;
  register(customerUid: string, fields?: Partial<CustomerDraft>, card?: boolean): void;
  change(customerUid: string, fields: Partial<CustomerDraft>, actor?: string): void;
  printCard(customerUid: string): void;
  /** Rounds until nothing is left to do. */
  sync(): Promise<SyncReport>;
  /** `create pending`, `update parked`: what waits in the outbox, oldest first. */
  outbox(): string[];
  customer(customerUid: string): Record<string, unknown> | undefined;
  /** The same data in a new process, perhaps with another connection. */
  restartWith(service: CustomerService, options?: Partial<SyncEngineOptions>): Till;
}

const servicePrinter: Printer = { kind: 'service', printerId: 'service', name: 'Service' };
const author = (actor = 'Kari'): Authorship => ({ mutationId: randomUUID(), actor, nowMs: Date.now() });
const cardOrder = () => ({ jobId: randomUUID(), mutationId: randomUUID(), printer: servicePrinter });
const spareIds = () => [String(randomInt(200_000_000_000, 300_000_000_000 - 1))];

/** A till on a new store, with the real writer and reader and, in front of them, the copying of a thread. */
export function openTill(service: CustomerService, options: Partial<SyncEngineOptions> = {}): Till {
  return tillOn(openWriter(), service, options);
}

function tillOn(
  opened: Pick<Till, 'writer' | 'reader' | 'db'>,
  service: CustomerService,
  options: Partial<SyncEngineOptions>,
): Till {
  const { writer, reader, db } = opened;
  const events: TillEvent[] = [];
  const listeners: ((event: TillEvent) => void)[] = [];
  const engine = createSyncEngine({
    writer: remote(writer),
    reader: remote(reader),
    service,
    clock: Date.now,
    log: () => undefined,
    onEvent: (event) => {
      events.push(event);
      for (const listener of listeners) listener(event);
    },
    pace: fastPace(),
    random: () => 0.5,
    ...options,
  });
  onTestFinished(() => engine.stop());

  return {
    writer,
    reader,
    db,
    engine,
    events,
    onEvent: (listener) => listeners.push(listener),
    author,
    register(customerUid, fields = {}, card = false) {
      const draft = {
        customerType: 'PERSON' as const,
        firstname: 'Bjørn',
        lastname: 'Åse',
        countryCode: 'NO',
      };
      writer.createCustomer({ ...draft, ...fields, customerUid }, author(), {
        loyaltyIds: spareIds(),
        ...(card ? { card: cardOrder() } : {}),
      });
    },
    change(customerUid, fields, actor) {
      writer.updateCustomer(customerUid, fields, author(actor));
    },
    printCard(customerUid) {
      writer.printCard(customerUid, cardOrder(), author(), spareIds());
    },
    sync: () => engine.syncOnce({ untilIdle: true, timeoutMs: 15_000_000 }),
    outbox: () =>
      (
        db
          .prepare(
            `SELECT kind || ' ' || state AS line FROM mutation WHERE state <> 'acked' ORDER BY sequence`,
          )
          .all() as {
          line: string;
        }[]
      ).map(({ line }) => line),
    customer: (customerUid) => reader.getCustomer(customerUid)?.customer,
    restartWith: (next, changed = {}) => tillOn(opened, next, { ...options, ...changed }),
  };
}

/** The same service, which takes changes one by one only. */
export function withoutBatches(service: CustomerService): CustomerService {
  return { ...service, capabilities: service.capabilities.filter((capability) => capability !== 'batch') };
}
