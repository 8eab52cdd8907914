import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { because } from '#shared/contract/error-reasons';
import { TillFailure, type TillError } from '#shared/contract/errors';
import type { Backup } from '#shared/contract/safekeeping';
import type { CoreLog } from '../core.ts';
import { noteOfFolder, type BackupFolder } from '../db/backup-notes.ts';
import type { Reader } from '../db/reader.ts';
import type { WorkerClient } from '../db/worker-client.ts';
import type { Writer } from '../db/writer.ts';
import type { Remote } from '../threads/remote.ts';
import { backupFolderOf, listBackups } from './backup-files.ts';
import { backupFailureOf, createFolderLook, folderIsAway, isSurelyWithoutBackups } from './backup-folder.ts';
import type { BackupMaker } from './backup-maker.ts';

/** The till's backups: encrypted with the store's key, and read from end to end before they count. */
export interface Backups {
  /**
   * Makes one now, removes what there are more than are to be kept, and replaces those in other folders that hold what
   * is to be gone.
   *
   * @param folder absolute; the one of the settings when absent
   * @returns `unreplaced`: in which other folders that was not possible, and why
   * @throws TillFailure `backup.folder`, `disk.full`, `store.damaged`, …
   */
  make(folder?: string): Promise<{ backup: Backup; unreplaced: TillError | null }>;
  /** Those in the folder of the settings, newest first; `error` tells why they cannot be seen, or why the last try failed. */
  list(): Promise<{ folder: string; backups: Backup[]; error: TillError | null }>;
  /** Where there may be some that hold what is to be gone, and since when, in milliseconds since the epoch; asks no disk. */
  outdated(): Promise<{ folders: readonly string[]; sinceMs: number | null }>;
  /** Replaces those that hold what is to be gone, and makes the day's when it is time. */
  keepUp(): Promise<void>;
  /**
   * Replaces those that hold what is to be gone, however new they are, in each folder whatever happens in another.
   *
   * @throws TillFailure as {@link make}, naming the folders in which that was not possible
   */
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
  const look = createFolderLook();
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

  async function listIn(folder: string): Promise<Backup[]> {
    const owner = await tillId();
    return look(folder, () => listBackups(folder, owner));
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
      const device = await maker.methods.prepare(wanted);
      // From here on there may be one, whatever becomes of this process.
      await note(folder, { device });
      const made = await maker.methods.make(wanted);
      log('info', 'backup.made');
      return made;
    } finally {
      await maker.close();
    }
  }

  /** Removes the oldest beyond those that are kept, and all that hold what is to be gone. */
  async function thinOut(folder: string): Promise<void> {
    const [{ backup }, outdatedMs, backups] = await Promise.all([
      reader.getSettings(),
      reader.getBackupsOutdatedMs(),
      listIn(folder),
    ]);
    const kept: Backup[] = [];
    for (const [index, one] of backups.entries()) {
      // The newest one stays whatever a clock says that has jumped.
      const isKept = index < backup.keep && (index === 0 || madeMs(one) > outdatedMs);
      if (isKept) kept.push(one);
      else await rm(one.path, { force: true });
    }
    // One was made a moment ago; somebody may have been quicker.
    if (kept.length > 0) await noteOldest(folder, kept);
  }

  async function note(folder: string, facts: Parameters<typeof noteOfFolder>[2]): Promise<void> {
    const { folders } = await reader.getBackupNotes();
    await writer.changeBackupNotes({ folders: noteOfFolder(folders, folder, facts) });
  }

  async function noteOldest(folder: string, backups: readonly Backup[]): Promise<void> {
    await note(folder, { oldestMs: Math.min(...backups.map(madeMs)) });
  }

  async function forget(folder: string): Promise<void> {
    const { folders } = await reader.getBackupNotes();
    await writer.changeBackupNotes({ folders: folders.filter(({ path }) => path !== folder) });
  }

  async function make(folder: string): Promise<Backup> {
    try {
      const made = await makeIn(folder);
      await thinOut(folder);
      return made;
    } catch (cause) {
      const failure = backupFailureOf(cause);
      if (failure === undefined) throw cause;
      log('warning', 'backup.failed', { code: failure.error.code });
      throw failure;
    }
  }

  async function noteTrouble(trouble: TillError | null): Promise<void> {
    const notes = await reader.getBackupNotes();
    if (!isDeepStrictEqual(notes.trouble, trouble)) await writer.changeBackupNotes({ trouble });
  }

  /** Folders that may hold what is to be gone, by what was seen in them last. */
  async function suspects(): Promise<readonly BackupFolder[]> {
    const [{ folders }, outdatedMs] = await Promise.all([
      reader.getBackupNotes(),
      reader.getBackupsOutdatedMs(),
    ]);
    return folders.filter(({ oldestMs }) => outdatedMs > 0 && oldestMs <= outdatedMs);
  }

  async function isDue(folder: string, isMain: boolean): Promise<boolean> {
    const isToBeReplaced = await isOutdated(folder);
    const [newest] = await listIn(folder);
    // Whichever way the clock has jumped.
    const ageMs = newest === undefined ? Infinity : Math.abs(clock() - madeMs(newest));
    if (isToBeReplaced && ageMs > replaceEveryMs) return true;
    if (!isMain || !deps.background) return false;
    const [{ backup }, connection, { cached }] = await Promise.all([
      reader.getSettings(),
      reader.getConnection(),
      reader.getCoverage(),
    ]);
    // Customers that were made up can be made up again.
    const isWorthIt = cached > 0 && connection?.practice !== true;
    return backup.daily && isWorthIt && ageMs > dayMs;
  }

  /**
   * Whether there is a backup in a folder that holds what is to be gone. A folder of which the notes say so and which
   * has none is forgotten when that is certain.
   *
   * @throws TillFailure `backup.folder`, also when there may be one that is not to be seen now
   */
  async function isOutdated(folder: string): Promise<boolean> {
    const suspect = (await suspects()).find(({ path }) => path === folder);
    if (suspect !== undefined) {
      const owner = await tillId();
      if (await look(folder, () => isSurelyWithoutBackups(folder, owner, suspect.device))) {
        await forget(folder);
        return false;
      }
    }
    const [backups, outdatedMs] = await Promise.all([listIn(folder), reader.getBackupsOutdatedMs()]);
    if (suspect !== undefined && backups.length === 0) throw folderIsAway();
    if (backups.some((backup) => madeMs(backup) <= outdatedMs)) return true;
    if (suspect !== undefined) await noteOldest(folder, backups);
    return false;
  }

  /** Goes on whatever happens in a folder. @returns why none could be made, by folder */
  async function makeWhere(
    folders: Iterable<string>,
    isWanted: (folder: string) => Promise<boolean>,
  ): Promise<ReadonlyMap<string, TillError>> {
    const failed = new Map<string, TillError>();
    for (const folder of folders) {
      try {
        if (await isWanted(folder)) await make(folder);
      } catch (cause) {
        if (!(cause instanceof TillFailure)) throw cause;
        failed.set(folder, cause.error);
      }
    }
    return failed;
  }

  /** The folder of the settings, and others that may hold what is to be gone. */
  async function foldersToLookInto(main: string): Promise<ReadonlySet<string>> {
    return new Set([main, ...(await suspects()).map(({ path }) => path)]);
  }

  /** One round through the folders. @throws TillFailure that names those in which none could be made */
  async function goRound(isWanted: (folder: string, isMain: boolean) => Promise<boolean>): Promise<void> {
    const main = await mainFolder();
    const folders = await foldersToLookInto(main);
    let hasMade = false;
    const failed = await makeWhere(folders, async (folder) => {
      const wanted = await isWanted(folder, folder === main);
      hasMade ||= wanted;
      return wanted;
    });
    const failure = failureIn(failed);
    if (failure !== undefined || hasMade || folders.size > 1) await noteTrouble(failure?.error ?? null);
    if (failure !== undefined) throw failure;
  }

  function keepUpInTurn(): Promise<void> {
    return inTurn(() => goRound(isDue)).catch((cause: unknown) => {
      // A failure of the folder or the disk is noted where it happened, and told by whoever lists what is there.
      if (!(cause instanceof TillFailure)) log('error', 'backup.broken', { cause });
    });
  }

  const timer = deps.background ? setInterval(() => void keepUpInTurn(), intervalMs) : undefined;

  return {
    make: (folder) =>
      inTurn(async () => {
        const main = await mainFolder();
        const wanted = folder ?? main;
        const made = await make(wanted).catch((cause: unknown) => {
          if (cause instanceof TillFailure) return cause;
          throw cause;
        });
        const others = new Set(await foldersToLookInto(main));
        others.delete(wanted);
        const unreplaced = failureIn(await makeWhere(others, isOutdated))?.error ?? null;
        await noteTrouble(made instanceof TillFailure ? made.error : unreplaced);
        if (made instanceof TillFailure) throw made;
        return { backup: made, unreplaced };
      }),
    async list() {
      const [folder, { trouble }] = await Promise.all([mainFolder(), reader.getBackupNotes()]);
      try {
        return { folder, backups: await listIn(folder), error: trouble };
      } catch (cause) {
        if (!(cause instanceof TillFailure)) throw cause;
        return { folder, backups: [], error: cause.error };
      }
    },
    async outdated() {
      const folders = await suspects();
      const oldestMs = Math.min(...folders.map((folder) => folder.oldestMs));
      const sinceMs = folders.length === 0 ? null : await reader.getBackupOutdatedSinceMs(oldestMs);
      return { folders: folders.map(({ path }) => path), sinceMs };
    },
    keepUp: keepUpInTurn,
    replaceOutdated: () => inTurn(() => goRound(isOutdated)),
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

function madeMs({ madeAt }: Backup): number {
  return Date.parse(madeAt);
}

function failureIn(failed: ReadonlyMap<string, TillError>): TillFailure | undefined {
  const errors = [...failed.values()];
  if (errors[0] === undefined) return undefined;
  const words = because('backup.folders', { folders: [...failed.keys()].join(', ') });
  const message = [words.message, ...new Set(errors.map((error) => error.message))].join(' ');
  return new TillFailure(errors[0].code, { ...words, message });
}
