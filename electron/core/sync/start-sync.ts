import { succeed, TillFailure, type Result } from '#shared/contract/errors';
import type { TillEvent } from '#shared/contract/operations';
import type { CoreLog, SyncReport } from '../core.ts';
import { offersEverything, type CustomerService, type ServiceOffer } from '../services/customer-service.ts';
import { offerOf, type ConnectedService } from '../services/create-service.ts';
import type { SyncListener, SyncSurroundings } from './serve-sync.ts';
import type { SyncControl } from './sync-control.ts';
import type { SyncHost } from './sync-host.ts';
import { readSyncStatus, type SyncReader } from './sync-status.ts';
import { startSyncThread, type SyncThreadDeps } from './sync-thread.ts';

/** The sync as the core has it. */
export interface Sync extends SyncControl {
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

/**
 * Starts the sync on a thread of its own: what comes from the service goes from
 * there to the writer, and never through the thread every key stroke passes.
 */
export async function startSync(deps: {
  /** New ends for the functions of the store's threads. */
  readonly connect: SyncThreadDeps['connect'];
  /** The store as the core reads it. */
  readonly store: SyncReader;
  /** How the till signs in at its service, as it was saved last. */
  readonly readSignIn: () => Promise<unknown>;
  /** What came of a sign-in is kept where it is. */
  readonly keepSignIn: (signIn: unknown) => Promise<void>;
  readonly log: CoreLog;
  readonly emit: (event: TillEvent) => void;
  /** Push and pull without being asked. */
  readonly background: boolean;
  /** A clock and a network of somebody's own: functions do not cross threads, so the sync stays on this one. */
  readonly surroundings?: SyncSurroundings | undefined;
}): Promise<Sync> {
  const { log } = deps;
  const listener: SyncListener = {
    log,
    readSignIn: deps.readSignIn,
    keepSignIn: deps.keepSignIn,
    emit(event) {
      try {
        deps.emit(event);
      } catch (cause) {
        log('error', 'sync.event-not-told', { cause });
      }
    },
  };
  const { connect, background, surroundings } = deps;
  const thread = await startSyncThread({
    connect,
    listener,
    log,
    background,
    surroundings,
    onRestart: () => begin().catch((cause: unknown) => log('error', 'sync.not-begun', { cause })),
  });
  const { host } = thread;

  let connected: ConnectedService | null = null;
  let changing: Promise<unknown> = Promise.resolve();
  let stopping = false;

  /** What a till that closes had still asked of the sync is answered to nobody, and is no error. */
  function noteUnlessStopping(event: Parameters<CoreLog>[1]): (cause: unknown) => void {
    return (cause) => {
      if (!stopping) log('error', event, { cause });
    };
  }

  /** Does not wait until the sync's thread has loaded its code: what is asked of it meanwhile waits there. */
  async function begin(): Promise<void> {
    const connection = await deps.store.getConnection();
    connected = connection === null ? null : offerOf(connection);
    if (connection === null) return;
    host.begin(connection).catch(noteUnlessStopping('sync.not-begun'));
    void host
      .status()
      .then((status) => listener.emit({ type: 'sync', status }), noteUnlessStopping('sync.status-not-told'));
  }

  async function change(save: () => Promise<void>): Promise<void> {
    await host.end();
    try {
      await save();
    } finally {
      await begin();
    }
  }

  try {
    await begin();
  } catch (cause) {
    await thread.stop();
    throw cause;
  }

  return {
    service() {
      if (connected === null) throw new TillFailure('service.not-connected');
      return remoteService(connected, host.callService);
    },
    offers: () => connected ?? offersEverything,
    reconnect(save) {
      const changed = changing.then(() => change(save));
      changing = Promise.allSettled([changed]);
      return changed;
    },
    wake: () => tell(host.wake()),
    retryNow: (customerUid) => tell(host.retryNow(customerUid)),
    noteSearch: () => tell(host.noteSearch()),
    runNow: () => host.runNow(),
    // A till without a service answers at once, even while the sync's thread is still loading.
    status: () => (connected === null ? readSyncStatus(deps.store, null) : host.status()),
    waits: () => host.waits(),
    approveDeletions: (customerUids, actor) => host.approveDeletions(customerUids, actor),
    async syncOnce(options) {
      try {
        return succeed(await host.syncOnce(options));
      } catch (cause) {
        if (cause instanceof TillFailure) return { ok: false, error: cause.error };
        throw cause;
      }
    },
    async stop() {
      await changing;
      stopping = true;
      await thread.stop();
    },
  };
}

/** Nobody waits for what is only told; a thread that has ended was logged when it did. */
function tell(call: Promise<void>): void {
  call.catch(() => undefined);
}

/** The service as the sync's thread has it: one sign-in for everything that is asked of it. */
function remoteService(offer: ConnectedService, callService: SyncHost['callService']): CustomerService {
  return new Proxy(offer as CustomerService, {
    get: (known, operation) =>
      operation in known || typeof operation !== 'string'
        ? known[operation as keyof CustomerService]
        : (...args: unknown[]) => callService(operation, args),
  });
}
