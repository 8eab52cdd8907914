import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makeDataFolder } from '../db/data-folder.ts';
import { replaceFile, syncPath } from '../db/store-files.ts';

const notesSchema = z.object({
  /** Where this till stands when a release goes to some first. */
  tillId: z.uuid(),
  /** When the newest feed was signed that was believed from each address, in milliseconds since the epoch. */
  newestSignedMs: z.record(z.string(), z.number().int().min(0)),
  /** When that was read, in milliseconds since the epoch. */
  checkedMs: z.number().int().nullable(),
  /** A release this till has been taken back from: it waits for the one after it. */
  leftVersion: z.string().nullable(),
  /** The version that is kept to go back to. */
  formerVersion: z.string().nullable(),
  /** What was to be put in place last and is not: the till waits for a person before it tries that again. */
  failed: z.object({ version: z.string(), code: z.string() }).nullable(),
});

/** What a till remembers of its releases: nothing of it is secret, and it can be read when the store cannot. */
export type UpdateNotes = z.output<typeof notesSchema>;

/** Where what belongs to releases lies. */
export function updateFolderOf(dataDir: string): string {
  return join(dataDir, 'updates');
}

function notesPathOf(dataDir: string): string {
  return join(updateFolderOf(dataDir), 'notes.json');
}

/** A till that has none yet gets a place in the row, which is kept with the first change. */
export function readUpdateNotes(dataDir: string): UpdateNotes {
  const fresh: UpdateNotes = {
    tillId: randomUUID(),
    newestSignedMs: {},
    checkedMs: null,
    leftVersion: null,
    formerVersion: null,
    failed: null,
  };
  const path = notesPathOf(dataDir);
  if (!existsSync(path)) return fresh;
  try {
    return notesSchema.catch(fresh).parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return fresh; // Cut short by a crash: what it said is found out anew.
  }
}

/** @throws the system's error when the folder cannot be written */
export function changeUpdateNotes(dataDir: string, changes: Partial<UpdateNotes>): UpdateNotes {
  const notes = { ...readUpdateNotes(dataDir), ...changes };
  const path = notesPathOf(dataDir);
  makeDataFolder(updateFolderOf(dataDir));
  writeFileSync(`${path}.next`, `${JSON.stringify(notes)}\n`, { mode: 0o600 });
  syncPath(`${path}.next`);
  replaceFile(`${path}.next`, path);
  return notes;
}
