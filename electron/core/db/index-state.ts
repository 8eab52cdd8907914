import { indexFormat } from '../lookup/entry.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

/**
 * What the index knows of itself (`lookup_state`):
 * `format` what the entries were made by, absent while some were made by another version;
 * `rebuilt` the last customer made anew so far;
 * `snapshot` the header of the snapshot (lookup/snapshot.ts);
 * `dropped` words dropped from the dictionary since the snapshot.
 */
export type IndexStateName = 'format' | 'rebuilt' | 'snapshot' | 'dropped';

export function getIndexState(db: Store, name: IndexStateName): string | undefined {
  return statement<{ value: string }>(db, `SELECT value FROM lookup_state WHERE name = ?`).get(name)?.value;
}

export function setIndexState(db: Store, name: IndexStateName, value: string): void {
  statement(
    db,
    `INSERT INTO lookup_state (name, value) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  ).run(name, value);
}

export function removeIndexState(db: Store, name: IndexStateName): void {
  statement(db, `DELETE FROM lookup_state WHERE name = ?`).run(name);
}

/** Words went from the dictionary: the snapshot spells them still. */
export function countDropped(db: Store, words: number): void {
  if (words === 0) return;
  statement(
    db,
    `INSERT INTO lookup_state (name, value) VALUES ('dropped', ?)
     ON CONFLICT (name) DO UPDATE SET value = value + excluded.value`,
  ).run(String(words));
}

/** How far the index is on its way to being in order, in customers by their id. */
export interface RebuildProgress {
  readonly done: number;
  readonly total: number;
}

/** Undefined while every entry is as this version makes them. */
export function getRebuildProgress(db: Store): RebuildProgress | undefined {
  if (getIndexState(db, 'format') === String(indexFormat)) return undefined;
  const { last } = statement<{ last: number | null }>(
    db,
    `SELECT max(customer_id) AS last FROM customer`,
  ).get()!;
  return { done: Number(getIndexState(db, 'rebuilt') ?? 0), total: last ?? 0 };
}

/** Number of the newest line of the change log; 0 while there is none. */
export function newestChange(db: Store): number {
  return (
    statement<{ last: number | null }>(db, `SELECT max(sequence) AS last FROM lookup_change`).get()!.last ?? 0
  );
}
