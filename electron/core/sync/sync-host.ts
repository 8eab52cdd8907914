import { fail, succeed, TillFailure, type Result } from '#shared/contract/errors';
import type { TillEvent } from '#shared/contract/operations';
import type { CoreLog, SyncReport } from '../core.ts';
import type { Reader } from '../db/reader.ts';
import type { Remote } from '../threads/remote.ts';
import type { Writer } from '../db/writer.ts';
import { createService } from '../services/create-service.ts';
import { offersEverything, type CustomerService, type ServiceOffer } from '../services/customer-service.ts';
import { createSyncEngine, type SyncEngine } from './engine.ts';
import type { SyncControl } from './sync-control.ts';
import { readSyncStatus } from './sync-status.ts';

export interface SyncHost extends SyncControl {
  /** The connected service. @throws TillFailure `service.not-connected` */
  readonly service: () => CustomerService;
  /** What the connected service offers; a till without one may do everything it keeps for later. */
  readonly offers: () => ServiceOffer;
  /**
   * Changes the connection while nothing is synced, so that no answer of the
   * former service is taken for one of the new. One change at a time. When it
   * fails, the sync goes on with what the till is connected to.
   *
   * @param save writes the new connection down
   */
  readonly reconnect: (save: () => Promise<void>) => Promise<void>;
  /** Answers `service.not-connected`. */
  readonly syncOnce: (options: { untilIdle: boolean; timeoutMs: number }) => Promise<Result<SyncReport>>;
  readonly stop: () => Promise<void>;
}

/** How long a one-shot command waits for its round. */
const oneRoundMs = 60_000;

/** The sync of whatever service the till is connected to; a till without one has none. */
export async function createSyncHost(deps: {
  readonly writer: Remote<Writer>;
  readonly reader: Remote<Reader>;
  readonly clock: () => number;
  readonly log: CoreLog;
  readonly emit: (event: TillEvent) => void;
  readonly fetch: typeof globalThis.fetch;
  /** Push and pull without being asked. */
  readonly background: boolean;
}): Promise<SyncHost> {
  const { writer, reader, clock, log, emit } = deps;
  let current: { readonly service: CustomerService; readonly engine: SyncEngine } | undefined;

  let changing: Promise<unknown> = Promise.resolve();

  async function begin(): Promise<void> {
    const connection = await reader.getConnection();
    if (connection === null) return;
    const service = createService(connection, () => reader.getSecret('service'), deps.fetch);
    const engine = createSyncEngine({ writer, reader, service, clock, log, onEvent: emit });
    current = { service, engine };
    if (deps.background) engine.start();
    emit({ type: 'sync', status: await engine.status() });
  }

  async function change(save: () => Promise<void>): Promise<void> {
    await current?.engine.stop();
    try {
      await save();
    } finally {
      await begin();
    }
  }

  await begin();

  return {
    reconnect(save) {
      const changed = changing.then(() => change(save));
      changing = Promise.allSettled([changed]);
      return changed;
    },
    offers: () => current?.service ?? offersEverything,
    service() {
      if (current === undefined) throw new TillFailure('service.not-connected');
      return current.service;
    },
    wake: () => current?.engine.wake(),
    async runNow() {
      if (deps.background) current?.engine.runNow();
      else await current?.engine.syncOnce({ untilIdle: false, timeoutMs: oneRoundMs });
    },
    retryNow: (customerUid) => current?.engine.retryNow(customerUid),
    noteSearch: () => current?.engine.noteSearch(),
    status: () => current?.engine.status() ?? readSyncStatus(reader, null),
    waits: () => current?.engine.waits() ?? null,
    async approveDeletions(customerUids, actor) {
      if (current === undefined) throw new TillFailure('service.not-connected');
      return current.engine.approveDeletions(customerUids, actor);
    },
    async syncOnce(options) {
      if (current === undefined) return fail('service.not-connected');
      return succeed(await current.engine.syncOnce(options));
    },
    async stop() {
      await changing;
      await current?.engine.stop();
    },
  };
}
