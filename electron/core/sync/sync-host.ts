import { TillFailure } from '#shared/contract/errors';
import type { Connection, SyncStatus } from '#shared/contract/values';
import type { TillEvent } from '#shared/contract/operations';
import type { CoreLog, SyncReport } from '../core.ts';
import type { Reader } from '../db/reader.ts';
import type { Writer } from '../db/writer.ts';
import { createService } from '../services/create-service.ts';
import type { CustomerService } from '../services/customer-service.ts';
import { callMethod } from '../threads/answer-calls.ts';
import type { Remote } from '../threads/remote.ts';
import type { ApprovedDeletions } from './confirm-vanished.ts';
import { createSyncEngine, type SyncEngine } from './engine.ts';
import { readSyncStatus, type SyncWaits } from './sync-status.ts';

/**
 * The sync of whatever service the till is connected to; a till without one has
 * none. The core calls it from another thread: everything said here is plain data.
 */
export interface SyncHost {
  /** Syncs with this service; whatever is asked afterwards is asked of it. */
  begin(connection: Connection): void;
  /** Stops the sync; it can begin again. */
  end(): Promise<void>;
  wake(): void;
  retryNow(customerUid: string): void;
  runNow(): Promise<void>;
  noteSearch(): void;
  status(): Promise<SyncStatus>;
  waits(): SyncWaits | null;
  /** @throws TillFailure `service.not-connected` */
  approveDeletions(customerUids: readonly string[], actor: string): Promise<ApprovedDeletions>;
  /** @throws TillFailure `service.not-connected` */
  syncOnce(options: { untilIdle: boolean; timeoutMs: number }): Promise<SyncReport>;
  /** An operation of the connected service, by its name in the port. @throws TillFailure `service.not-connected` */
  callService(operation: string, args: readonly unknown[]): Promise<unknown>;
}

/** How long a one-shot command waits for its round. */
const oneRoundMs = 60_000;
/** By so much of their rest two tills may differ. */
const maxDrift = 0.1;

export function createSyncHost(deps: {
  readonly writer: Remote<Writer>;
  readonly reader: Remote<Reader>;
  readonly clock: () => number;
  readonly log: CoreLog;
  readonly emit: (event: TillEvent) => void;
  /** How the till signs in at its service, as it was saved last. */
  readonly readSignIn: () => Promise<unknown>;
  /** What came of a sign-in is kept where it is. */
  readonly keepSignIn: (signIn: unknown) => Promise<void>;
  readonly fetch: typeof globalThis.fetch;
  /** Push and pull without being asked. */
  readonly background: boolean;
}): SyncHost {
  const { writer, reader, clock, log, emit } = deps;
  let current: { readonly service: CustomerService; readonly engine: SyncEngine } | undefined;

  function connected() {
    if (current === undefined) throw new TillFailure('service.not-connected');
    return current;
  }

  return {
    begin(connection) {
      const service = createService(connection, { read: deps.readSignIn, keep: deps.keepSignIn }, deps.fetch);
      const pullDrift = 1 + maxDrift * (2 * Math.random() - 1);
      const engine = createSyncEngine({ writer, reader, service, clock, log, onEvent: emit, pullDrift });
      current = { service, engine };
      if (deps.background) engine.start();
    },
    async end() {
      const ending = current;
      current = undefined;
      await ending?.engine.stop();
    },
    wake: () => current?.engine.wake(),
    retryNow: (customerUid) => current?.engine.retryNow(customerUid),
    async runNow() {
      if (deps.background) current?.engine.runNow();
      else await current?.engine.syncOnce({ untilIdle: false, timeoutMs: oneRoundMs });
    },
    noteSearch: () => current?.engine.noteSearch(),
    status: () => current?.engine.status() ?? readSyncStatus(reader, null),
    waits: () => current?.engine.waits() ?? null,
    approveDeletions: async (customerUids, actor) => connected().engine.approveDeletions(customerUids, actor),
    syncOnce: async (options) => connected().engine.syncOnce(options),
    callService: async (operation, args) => callMethod(connected().service, operation, args),
  };
}
