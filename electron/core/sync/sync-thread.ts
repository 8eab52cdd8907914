import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { CoreLog } from '../core.ts';
import { answerCalls, callMethod } from '../threads/answer-calls.ts';
import { createRemote, type Remote, type RemoteThread } from '../threads/remote.ts';
import { smallYoungGeneration, workerUrl } from '../threads/worker-start.ts';
import { realPace } from './pace.ts';
import { serveSync, type SyncListener, type SyncPorts, type SyncSurroundings } from './serve-sync.ts';
import type { SyncHost } from './sync-host.ts';
import type { SyncWorkerSetup } from './sync-worker.ts';

/** The first pause before a thread that died is started again; twice as long each time. */
const firstPauseMs = 500;
/** Whoever calls meanwhile waits no longer than this. */
const longestPauseMs = 10_000;
/** A thread that lived so long died of something else than the one before it. */
const soundAfterMs = 60_000;

/** The sync as it runs, wherever that is. */
export interface SyncThread {
  /** What is called while a thread that died is started again waits for it. */
  readonly host: Remote<SyncHost>;
  readonly stop: () => Promise<void>;
}

export interface SyncThreadDeps {
  /** New ends for the functions of the store's threads. */
  readonly connect: () => Promise<Pick<SyncPorts, 'writer' | 'reader'>>;
  readonly listener: SyncListener;
  readonly log: CoreLog;
  /** Push and pull without being asked. */
  readonly background: boolean;
  /** A thread has taken the place of one that died: it syncs with nothing yet. */
  readonly onRestart: () => Promise<void>;
  /** Functions do not cross threads: the sync stays on this one then. */
  readonly surroundings: SyncSurroundings | undefined;
}

interface Running {
  readonly remote: RemoteThread<SyncHost>;
  readonly end: () => Promise<void>;
}

/**
 * Starts the sync on a thread of its own, and again whenever it dies: what it
 * had claimed is asked about like anything whose outcome is unknown, and a pull
 * goes on from its cursor.
 */
export async function startSyncThread(deps: SyncThreadDeps): Promise<SyncThread> {
  const { log } = deps;
  let stopping = false;
  let pauseMs = firstPauseMs;
  const pause = new AbortController();
  let running: Promise<Running> = start();

  async function start(): Promise<Running> {
    const store = await deps.connect();
    const [calls, listener] = [new MessageChannel(), new MessageChannel()];
    answerCalls(listener.port1, { run: (method, args) => callMethod(deps.listener, method, args) });
    const remote = createRemote<SyncHost>(calls.port1);
    const ports: SyncPorts = { ...store, listener: listener.port2, calls: calls.port2 };
    const close = () => {
      for (const port of [calls.port1, listener.port1, store.writer, store.reader]) port.close();
    };
    if (deps.surroundings !== undefined) {
      serveSync(ports, deps.background, deps.surroundings);
      return { remote, end: () => Promise.resolve(close()) };
    }
    const worker = startWorker(ports, deps.background);
    const startedMs = performance.now();
    worker.on('error', (cause) => log('error', 'sync.ended', { cause }));
    worker.on('exit', (exitCode) => {
      close();
      remote.end(new Error('The thread of the sync has ended'));
      if (stopping) return;
      log('warning', 'sync.restarts', { exitCode, pauseMs });
      if (performance.now() - startedMs > soundAfterMs) pauseMs = firstPauseMs;
      running = startAgain();
      // Whoever calls meets the failure.
      running.catch(() => undefined);
    });
    return { remote, end: async () => void (await worker.terminate()) };
  }

  async function startAgain(): Promise<Running> {
    await realPace.wait(pauseMs, pause.signal);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    const again = await start();
    // Not waited for: it is called through this very thread.
    void deps.onRestart();
    return again;
  }

  await running;
  return {
    host: new Proxy({} as Remote<SyncHost>, {
      get: (_target, method) =>
        // A proxy that answers `then` would be taken for a promise.
        method === 'then'
          ? undefined
          : async (...args: unknown[]) => {
              const { methods } = (await running).remote;
              const call = methods[method as keyof SyncHost] as (...args: unknown[]) => Promise<unknown>;
              return call(...args);
            },
    }),
    async stop() {
      stopping = true;
      pause.abort();
      const last = await running.catch(() => undefined);
      if (last === undefined) return;
      await last.remote.methods.end().catch((cause: unknown) => {
        log('warning', 'sync.not-stopped', { cause });
      });
      await last.end();
    },
  };
}

function startWorker(ports: SyncPorts, background: boolean): Worker {
  const { writer, reader, listener, calls } = ports;
  const transferList: MessagePort[] = [writer, reader, listener, calls];
  return new Worker(workerUrl(new URL('./sync-worker.ts', import.meta.url), 'sync-worker'), {
    name: 'sync',
    resourceLimits: smallYoungGeneration,
    workerData: { ports, background } satisfies SyncWorkerSetup,
    transferList,
  });
}
