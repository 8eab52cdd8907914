import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { TillFailure, type TillError } from '#shared/contract/errors';
import type { Backup } from '#shared/contract/safekeeping';
import type { CoreLog } from '../core.ts';
import type { Reader } from '../db/reader.ts';
import type { WorkerClient } from '../db/worker-client.ts';
import type { Writer } from '../db/writer.ts';
import type { Remote } from '../threads/remote.ts';
import { backupFolderOf } from './backup-files.ts';
import { backupFailureOf, createFolderLook } from './backup-folder.ts';
import type { BackupMaker } from './backup-maker.ts';

/** The till's backups: encrypted with the store's key, and read from end to end before they count. */
export interface Backups {
  /**
   * Makes one now, and removes what there are more than are to be kept.
   *
   * @param folder absolute; the one of the settings when absent
   * @throws TillFailure `backup.folder`, `disk.full`, `store.damaged`, …
   */
  make(folder?: string): Promise<Backup>;
  /** Those in the folder of the settings, newest first; `error` tells why they cannot be seen, or why the last try failed. */
  list(): Promise<{ folder: string; backups: Backup[]; error: TillError | null }>;
  /** Replaces those that hold what is to be gone, and makes the day's when it is time. */
  keepUp(): Promise<void>;
  /** Replaces those that hold what is to be gone, however new they are. @throws TillFailure as {@link make} */
  replaceOutdated(): Promise<void>;
  stop(): Promise<void>;
}

/** How often is looked whether one is due; the first time a while after the till was opened. */
const intervalMs = 10 * 60_000;
const dayMs = 86_400_000;
/** A till whose service deletes somebody every minute does not copy its store every minute. */
const replaceEveryMs = 3_600_000;

export function createBackups(deps: {
  readonly dataDir: string;
  readonly writer: Remote<Writer>;
  readonly reader: Remote<Reader>;
  readonly startMaker: () => WorkerClient<BackupMaker>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly log: CoreLog;
  readonly background: boolean;
}): Backups {
  const { writer, reader, clock, log } = deps;
  const listBackups = createFolderLook();
  let running: Promise<unknown> = Promise.resolve();

  /** One after the other: each copies the whole store. */
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = running.then(work);
    running = done.catch(() => undefined);
    return done;
  }

  async function mainFolder(): Promise<string> {
    const { backup } = await reader.getSettings();
    return backup.folder === '' ? backupFolderOf(deps.dataDir) : backup.folder;
  }

  async function tillId(): Promise<string> {
    const { tillId: known } = await reader.getBackupNotes();
    if (known !== null) return known;
    const made = randomBytes(4).toString('hex');
    await writer.changeBackupNotes({ tillId: made });
    return made;
  }

  async function makeIn(folder: string): Promise<Backup> {
    const wanted = { folder, tillId: await tillId(), madeAtMs: clock() };
    const maker = deps.startMaker();
    try {
      await maker.open();
      const made = await maker.methods.make(wanted);
      log('info', 'backup.made');
      return made;
    } finally {
      await maker.close();
    }
  }

  /** Removes the oldest beyond those that are kept, and all that hold what is to be gone. */
  async function thinOut(folder: string): Promise<void> {
    const [{ backup }, outdatedMs, owner] = await Promise.all([
      reader.getSettings(),
      reader.getBackupsOutdatedMs(),
      tillId(),
    ]);
    for (const [index, { path, madeAt }] of (await listBackups(folder, owner)).entries()) {
      const isOutdated = Date.parse(madeAt) <= outdatedMs;
      // The newest one stays whatever a clock says that has jumped.
      if (index >= backup.keep || (isOutdated && index > 0)) await rm(path, { force: true });
    }
  }

  async function make(folder: string): Promise<Backup> {
    try {
      const made = await makeIn(folder);
      await thinOut(folder);
      await noteTrouble(null);
      return made;
    } catch (cause) {
      const failure = backupFailureOf(cause);
      if (failure === undefined) throw cause;
      log('warning', 'backup.failed', { code: failure.error.code });
      await noteTrouble(failure.error);
      throw failure;
    }
  }

  async function noteTrouble(trouble: TillError | null): Promise<void> {
    const notes = await reader.getBackupNotes();
    if (notes.trouble?.code !== trouble?.code) await writer.changeBackupNotes({ trouble });
  }

  async function isDue(folder: string, isMain: boolean): Promise<boolean> {
    const [{ backup }, connection, { cached }] = await Promise.all([
      reader.getSettings(),
      reader.getConnection(),
      reader.getCoverage(),
    ]);
    const [newest] = await listBackups(folder, await tillId());
    // Whichever way the clock has jumped.
    const ageMs = newest === undefined ? Infinity : Math.abs(clock() - Date.parse(newest.madeAt));
    if (ageMs > replaceEveryMs && (await isOutdated(folder))) return true;
    // Customers that were made up can be made up again.
    const isWorthIt = cached > 0 && connection?.practice !== true;
    return isMain && deps.background && backup.daily && isWorthIt && ageMs > dayMs;
  }

  async function isOutdated(folder: string): Promise<boolean> {
    const outdatedMs = await reader.getBackupsOutdatedMs();
    const backups = await listBackups(folder, await tillId());
    return backups.some(({ madeAt }) => Date.parse(madeAt) <= outdatedMs);
  }

  async function makeWhere(isWanted: (folder: string, isMain: boolean) => Promise<boolean>): Promise<void> {
    const main = await mainFolder();
    const { folders } = await reader.getBackupNotes();
    for (const folder of new Set([main, ...folders])) {
      if (await isWanted(folder, folder === main)) await make(folder);
    }
  }

  function keepUpInTurn(): Promise<void> {
    return inTurn(() => makeWhere(isDue)).catch((cause: unknown) => {
      // A failure of the folder or the disk is noted where it happened, and told by whoever lists what is there.
      if (!(cause instanceof TillFailure)) log('error', 'backup.broken', { cause });
    });
  }

  const timer = deps.background ? setInterval(() => void keepUpInTurn(), intervalMs) : undefined;

  return {
    make: (folder) =>
      inTurn(async () => {
        const main = await mainFolder();
        if (folder !== undefined && folder !== main) {
          const { folders } = await reader.getBackupNotes();
          await writer.changeBackupNotes({ folders: [...new Set([...folders, folder])] });
        }
        return make(folder ?? main);
      }),
    async list() {
      const [folder, owner, { trouble }] = await Promise.all([
        mainFolder(),
        tillId(),
        reader.getBackupNotes(),
      ]);
      try {
        return { folder, backups: await listBackups(folder, owner), error: trouble };
      } catch (cause) {
        if (!(cause instanceof TillFailure)) throw cause;
        return { folder, backups: [], error: cause.error };
      }
    },
    keepUp: keepUpInTurn,
    replaceOutdated: () => inTurn(() => makeWhere(isOutdated)),
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
