import type { TillEvent } from '#shared/contract/operations';
import type { DuplicateStatus } from '#shared/contract/values';
import type { CoreLog } from '../core.ts';
import type { Reader } from '../db/reader.ts';
import type { WorkerClient } from '../db/worker-client.ts';
import type { Remote } from '../threads/remote.ts';
import type { Writer } from '../db/writer.ts';
import type { PairFinder } from './pair-finder.ts';
import type { FoundPair, PassState } from './pass-state.ts';

/** The search for duplicates over the whole base, as the rest of the core sees it. */
export interface DuplicatePass {
  /** Begins a pass, or goes on with the one that was left; resolves at its end where nothing runs in the background. */
  start(): Promise<void>;
  /** Leaves the pass where it is; it stays there until somebody starts it again. */
  pause(): Promise<void>;
  status(): Promise<DuplicateStatus>;
  /** A cashier is searching: the pass steps aside. */
  noteSearch(): void;
  /** Ends the thread; a pass under way goes on with the next start of the till. */
  stop(): Promise<void>;
}

/** How long the finder works between two looks at what else is going on. */
const stepMs = 100;
/** After a search nothing is compared for so long. */
const quietMs = 300;
/** What was found is written, and told, at least this often. */
const saveEveryMs = 1000;
/** A till that just started has better things to do. */
const resumeAfterMs = 20_000;

/** Runs the finder on a thread of its own, started when there is something to do and ended after. */
export async function createDuplicatePass(deps: {
  readonly writer: Remote<Writer>;
  readonly reader: Remote<Reader>;
  readonly startFinder: () => WorkerClient<PairFinder>;
  readonly clock: () => number;
  readonly log: CoreLog;
  readonly emit: (event: TillEvent) => void;
  /** Whether a pass may run while nobody waits for it. */
  readonly background: boolean;
}): Promise<DuplicatePass> {
  const { writer, reader, clock, log, emit } = deps;
  let running: Promise<void> | undefined;
  let stopping = false;
  let quietUntilMs = 0;
  /** Newer than what is stored while the pass runs. */
  let current: PassState | undefined;

  async function status(): Promise<DuplicateStatus> {
    const { pass: stored, open, changes } = await reader.getDuplicateStatus();
    const state = current ?? stored;
    const finishedMs = state?.finishedAtMs ?? state?.finishedBeforeMs ?? null;
    return {
      state:
        running !== undefined
          ? 'running'
          : state === undefined
            ? 'never'
            : state.finishedAtMs === null
              ? 'paused'
              : 'finished',
      progress: state === undefined || state.finishedAtMs !== null ? null : state.progress,
      found: open,
      changes,
      finishedAt: finishedMs === null ? null : new Date(finishedMs).toISOString(),
    };
  }

  async function tell(): Promise<void> {
    emit({ type: 'duplicates', status: await status() });
  }

  async function run(): Promise<void> {
    const finder = deps.startFinder();
    try {
      await finder.open();
      let state = await writer.beginDuplicatePass();
      current = state;
      await tell();
      let savedAtMs = performance.now();
      let pairs: FoundPair[] = [];
      for (let isLast = false; !isLast;) {
        const wait = quietUntilMs - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        const step = await finder.methods.step(state, stepMs);
        state = step.state;
        current = state;
        pairs.push(...step.pairs);
        isLast = step.isFinished || stopping;
        if (isLast || performance.now() - savedAtMs >= saveEveryMs) {
          await writer.saveDuplicatePairs(state, pairs, step.isFinished ? clock() : null);
          pairs = [];
          savedAtMs = performance.now();
          await tell();
        }
      }
    } finally {
      current = undefined;
      await finder.close();
    }
  }

  function begin(): Promise<void> {
    if (running !== undefined) return running;
    stopping = false;
    running = run()
      .catch((cause: unknown) => log('error', 'duplicates.failed', { cause }))
      .finally(() => {
        running = undefined;
      })
      .then(tell);
    return running;
  }

  async function halt(): Promise<void> {
    stopping = true;
    quietUntilMs = 0;
    await running;
  }

  const { pass } = await reader.getDuplicateStatus();
  const isLeft = pass !== undefined && pass.finishedAtMs === null && !pass.paused;
  const resuming = deps.background && isLeft ? setTimeout(() => void begin(), resumeAfterMs) : undefined;

  return {
    async start() {
      clearTimeout(resuming);
      const done = begin();
      if (!deps.background) await done;
    },
    async pause() {
      clearTimeout(resuming);
      await halt();
      await writer.pauseDuplicatePass();
      await tell();
    },
    status,
    noteSearch() {
      quietUntilMs = performance.now() + quietMs;
    },
    async stop() {
      clearTimeout(resuming);
      await halt();
    },
  };
}
