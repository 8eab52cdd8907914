import { setTimeout as pause } from 'node:timers/promises';
import type { CoreLog } from '../core.ts';
import type { RebuildProgress } from './index-state.ts';
import type { Reader } from './reader.ts';
import type { Remote } from '../threads/remote.ts';
import type { Writer } from './writer.ts';

/** Keeps the search index in order, beside the work of the till and never in its way. */
export interface IndexKeeper {
  /** How far the index is on its way to being in order; undefined when it is. */
  progress(): RebuildProgress | undefined;
  /** Makes the index anew from the customers; a till that stays open returns at once. */
  rebuild(): Promise<void>;
  /**
   * A table could not be read: finds out whether it is one of the index, and mends it.
   *
   * @returns whether it did: then what failed may be tried again
   */
  mend(): Promise<boolean>;
  /** Writes the snapshot that the next start opens with, when it is due; waits for a rebuild that is under way. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** Customers of one slice: a registration waits no longer than for one. */
const customersOfSlice = 500;
/** What the writer takes at once of a snapshot, in bytes; some milliseconds. */
const snapshotBytes = 1 << 20;
const partsDroppedAtOnce = 64;
/** The share of its thread the reader gives to preparing a snapshot: so much in every interval. */
const preparationMs = 4;
const intervalMs = 20;
/** The same where nobody searches meanwhile. */
const unhurriedMs = 1000;
const checkIntervalMs = 60_000;
/** How often somebody hears how far a rebuild has come. */
const progressIntervalMs = 500;

/**
 * @param background whether the till stays open: then a snapshot is written in a quiet minute, slowly; else
 *   when {@link IndexKeeper.settle} is called, as quickly as possible
 */
export async function createIndexKeeper(deps: {
  readonly writer: Remote<Writer>;
  readonly reader: Remote<Reader>;
  readonly background: boolean;
  readonly log: CoreLog;
  /** The progress changed, or the rebuild ended; called now and then, never while the till closes. */
  readonly onProgress: () => Promise<void>;
}): Promise<IndexKeeper> {
  const { writer, reader, background, log } = deps;
  let progress = await writer.getRebuildProgress();
  const stopping = new AbortController();
  let rebuilding: Promise<void> | undefined;
  let writingSnapshot: Promise<void> | undefined;
  let mending: Promise<boolean> | undefined;
  let telling: Promise<void> | undefined;

  async function noteProgress(): Promise<void> {
    progress = await writer.getRebuildProgress();
    telling ??= tellSoon().finally(() => (telling = undefined));
  }

  async function tellSoon(): Promise<void> {
    try {
      await pause(progressIntervalMs, undefined, { signal: stopping.signal });
      await deps.onProgress();
    } catch (cause) {
      // Whoever closes the till has heard enough.
      if (!stopping.signal.aborted) log('warning', 'index.progress-not-told', { cause });
    }
  }

  async function rebuildAll(): Promise<void> {
    for (let more = true; more && !stopping.signal.aborted;) {
      more = await writer.rebuildSlice(customersOfSlice);
      await noteProgress();
    }
  }

  function startRebuild(): Promise<void> {
    rebuilding ??= rebuildAll()
      .catch((cause: unknown) => log('error', 'index.rebuild-failed', { cause }))
      .finally(() => (rebuilding = undefined));
    return rebuilding;
  }

  async function writeSnapshot(): Promise<void> {
    const budgetMs = background ? preparationMs : unhurriedMs;
    let header = await reader.prepareSnapshot(budgetMs);
    while (header === undefined) {
      if (stopping.signal.aborted) return;
      if (background) await pause(intervalMs);
      header = await reader.prepareSnapshot(budgetMs);
    }
    try {
      await writer.beginSnapshot();
      for (let part = 0; part < header.parts;) {
        if (stopping.signal.aborted) return;
        const parts = await reader.readSnapshotParts(part, snapshotBytes);
        await writer.writeSnapshotParts(part, parts);
        part += parts.length;
        if (background) await pause(intervalMs);
      }
      while (await writer.dropSnapshotParts(header.parts, partsDroppedAtOnce));
      await writer.finishSnapshot(header);
    } finally {
      await reader.releaseSnapshot();
    }
  }

  /** Nothing depends on it but how quickly the till opens next time. */
  function startSnapshot(): Promise<void> {
    writingSnapshot ??= writeSnapshot()
      .catch((cause: unknown) => log('warning', 'index.snapshot-failed', { cause }))
      .finally(() => (writingSnapshot = undefined));
    return writingSnapshot;
  }

  async function writeSnapshotIfDue(): Promise<void> {
    // Keys that an import or a pull brought, when it was broken off.
    while (!stopping.signal.aborted && !(await writer.settleKeys()));
    if (progress === undefined && (await reader.isSnapshotDue())) await startSnapshot();
  }

  async function mendAll(): Promise<boolean> {
    const mended = await writer.mendIndex();
    if (mended === 'nothing') return false;
    log('warning', 'index.damaged', { mended });
    await noteProgress();
    if (progress !== undefined) void startRebuild();
    return true;
  }

  if (progress !== undefined) {
    if (progress.done > 0 || progress.total > 0) log('info', 'index.rebuilding', { ...progress });
    const rebuilt = startRebuild();
    // A command that ends after one search searches in all there is.
    if (!background || progress.total === 0) await rebuilt;
  }
  const timer = background
    ? setInterval(() => {
        writeSnapshotIfDue().catch((cause: unknown) => log('warning', 'index.snapshot-failed', { cause }));
      }, checkIntervalMs)
    : undefined;

  return {
    progress: () => progress,

    async rebuild() {
      await writer.startRebuild();
      await noteProgress();
      const rebuilt = startRebuild();
      if (!background) await rebuilt;
    },

    mend() {
      mending ??= mendAll()
        .catch((cause: unknown) => {
          log('error', 'index.not-mended', { cause });
          return false;
        })
        .finally(() => (mending = undefined));
      return mending;
    },

    async settle() {
      await mending;
      await rebuilding;
      await writeSnapshotIfDue();
    },

    async stop() {
      stopping.abort();
      clearInterval(timer);
      await rebuilding;
      await writingSnapshot;
      await telling;
    },
  };
}
