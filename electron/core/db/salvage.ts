import { fail } from '#shared/contract/errors';
import { connectionSchema, mutationKinds, mutationStates } from '#shared/contract/values';
import type { CustomerRecord } from '#shared/customer/model';
import { auditKey } from './audit-chain.ts';
import { appendAudit } from './audit.ts';
import { markUnknown, recoverClaims } from './claims.ts';
import { listConflicts, tidyConflicts } from './conflicts.ts';
import { eraseCustomer, findCustomer, refreshCustomer } from './customers.ts';
import { forgetAllDrafts } from './drafts.ts';
import { createLookupWriter } from './lookup-rows.ts';
import { findMutation, outboxEntryOf, settleMutation, unsettledOf, type MutationRow } from './mutations.ts';
import { isDamage, type Store } from './open.ts';
import { recoverPrintJobs } from './print-jobs.ts';
import { readableRows, type ReadableRows, type Row } from './readable-rows.ts';
import { getConnection, getSecret, isSameTenant, setSecret } from './settings.ts';
import { statement } from './statement.ts';
import { getSyncCursor, setSyncCursor } from './sync-cursor.ts';
import type { WriterContext } from './writer-context.ts';

/** What was taken out of a store that cannot be used any more. */
export interface Salvaged {
  readonly customers: number;
  /** Changes the service has not acknowledged that are in the new store now. */
  readonly unsent: number;
  /** Tables of which something could not be read. */
  readonly unreadable: readonly string[];
}

/** Everything but the index, which is made anew, and what is looked for anew. In this order: a pair needs its customers. */
const tables = [
  'setting',
  'secret',
  'tombstone',
  'customer',
  'mutation',
  'conflict',
  'print_batch',
  'print_job',
  'printer',
  'replaced_code',
  'merge_before',
  'consent_change',
  'audit',
  'audit_link',
  'recent_customer',
  'draft',
  'health_sample',
  'duplicate_pair',
] as const;
type Table = (typeof tables)[number];

/** What only this till knows, and what may have changed since a backup was made. */
const ownTables = [
  'setting',
  'secret',
  'tombstone',
  'conflict',
  'print_batch',
  'printer',
  'replaced_code',
  'merge_before',
  'draft',
  'health_sample',
] as const satisfies readonly Table[];

/** What another till than the backup's knows besides; the backup's settings and secrets stay, and the trail they sign. */
const foreignTables = [
  'tombstone',
  'conflict',
  'print_batch',
  'print_job',
  'printer',
  'replaced_code',
  'merge_before',
  'draft',
] as const satisfies readonly Table[];

/**
 * Copies every row that can be read into a new, empty store.
 */
export function salvageAll(from: Store, to: Store, nowMs: number): Salvaged {
  const unreadable: string[] = [];
  // A pair may have lost its customers.
  to.pragma('foreign_keys = OFF');
  to.transaction(() => {
    for (const table of tables) {
      if (!copyRows(readableRows(from, table), to, table)) unreadable.push(table);
    }
    statement(
      to,
      `DELETE FROM duplicate_pair WHERE low_id NOT IN (SELECT customer_id FROM customer)
         OR high_id NOT IN (SELECT customer_id FROM customer)`,
    ).run();
    if (unreadable.includes('print_job')) doubtCards(to);
    startOver(to, nowMs);
  })();
  return { ...countOf(to), unreadable };
}

/**
 * Brings what a backup does not know of into its copy: changes that were not
 * sent yet, what became of those it has, erasures, settings, print jobs. What
 * nobody can tell about is asked about before it is sent again. A store that is
 * no later state of the backup's adds what it has, and takes nothing away.
 *
 * @param from the store that the backup takes the place of; undefined when it cannot be opened
 */
export function carryUnsent(from: Store | undefined, to: Store, nowMs: number): Salvaged {
  const context: WriterContext = { db: to, lookup: createLookupWriter(to) };
  const unreadable: string[] = [];
  to.transaction(() => {
    const goneBefore = new Set(goneIn(to).map((row) => row.customer_uid));
    if (from === undefined) {
      unreadable.push(...ownTables, 'print_job', 'mutation', 'audit');
      doubtCards(to);
      doubtOutbox(context, new Set(), nowMs);
    } else if (isLaterState(from, to)) {
      unreadable.push(...carryLater(context, from, nowMs));
    } else {
      unreadable.push(...carryForeign(context, from, nowMs));
    }
    startOver(to, nowMs);
    for (const row of goneIn(to)) {
      if (!goneBefore.has(row.customer_uid)) eraseAgain(context, row, nowMs);
    }
    for (const { customerUid } of listConflicts(to)) tidyConflicts(to, customerUid, nowMs);
    appendAudit(to, { atMs: nowMs, actor: 'till', action: 'till.restored', outcome: 'ok' });
    while (!context.lookup.settleKeys());
  })();
  return { ...countOf(to), unreadable };
}

/**
 * Whether a store is a later state of the one that a backup is a copy of: what it lacks was given up since. Any other
 * one (of a till that began anew, of another till, an older copy) proves nothing about what the backup holds.
 */
function isLaterState(from: Store, backup: Store): boolean {
  const newest = newestEntry(backup);
  const { rows, isWhole } = readableRows(from, 'audit');
  const trail = [...rows];
  const same = trail.find(({ sequence }) => sequence === newest?.sequence);
  if (same !== undefined) return same['hash'] === newest?.hash;
  // It may have been cut off in its time, or lie on a page that cannot be read.
  const reachesIt =
    newest === undefined ||
    !isWhole() ||
    [...trail, ...readableRows(from, 'audit_link').rows].some(
      ({ sequence }) => Number(sequence) >= newest.sequence,
    );
  const [left, right] = [from, backup].map((db) => rowOfKey(db, 'secret', auditKey)?.['value']);
  return reachesIt && left !== undefined && left === right;
}

/** @returns the tables of which something could not be read */
function carryLater(context: WriterContext, from: Store, nowMs: number): Table[] {
  const { db: to } = context;
  const unreadable: Table[] = [];
  const ownSecret = getSecret(to, auditKey);
  // Those of the backup may have been saved, given up or erased since: what is still typed is in the former store.
  forgetAllDrafts(to);
  for (const table of ownTables) {
    if (!copyRows(readableRows(from, table), to, table)) unreadable.push(table);
  }
  if (!carryCards(from, to)) {
    unreadable.push('print_job');
    doubtCards(to);
  }
  if (!carryOutbox(context, from, nowMs, true)) unreadable.push('mutation');
  if (!carryTrail(from, to)) {
    unreadable.push('audit');
    // Trail and secret are of one store, or the trail would look as if somebody had written it anew.
    setSecret(to, auditKey, ownSecret);
  }
  return unreadable;
}

/** @returns the tables of which something could not be read */
function carryForeign(context: WriterContext, from: Store, nowMs: number): Table[] {
  const { db: to } = context;
  const unreadable: Table[] = [];
  doubtCards(to);
  for (const table of foreignTables) {
    if (!copyRows(readableRows(from, table), to, table, 'keep')) unreadable.push(table);
  }
  if (!carryOutbox(context, from, nowMs, false)) unreadable.push('mutation');
  // What it has is of its service: it goes nowhere else.
  if (getConnection(to) === null) {
    for (const [table, key] of [
      ['setting', 'connection'],
      ['secret', 'service'],
    ] as const) {
      const row = rowOfKey(from, table, key);
      if (row !== undefined) rowWriter(to, table)(row);
    }
  }
  return unreadable;
}

/** Whether two stores are connected to different services or tenants, as far as it can be read. */
export function isOfOtherTenant(one: Store, other: Store): boolean {
  const [left, right] = [one, other].map((db) => {
    const value = rowOfKey(db, 'setting', 'connection')?.['value'];
    return connectionSchema.safeParse(JSON.parse(typeof value === 'string' ? value : 'null')).data;
  });
  return left !== undefined && right !== undefined && !isSameTenant(left, right);
}

function rowOfKey(db: Store, table: 'setting' | 'secret', key: string): Row | undefined {
  return [...readableRows(db, table).rows].find((row) => row['key'] === key);
}

/** @returns whether every row could be read, and has a place */
function copyRows(
  { rows, isWhole }: ReadableRows,
  to: Store,
  table: Table,
  known: 'replace' | 'keep' = 'replace',
): boolean {
  const put = rowWriter(to, table, known);
  let areKept = true;
  for (const row of rows) areKept = put(row) && areKept;
  return areKept && isWhole();
}

/**
 * Puts rows into a table, as far as this version knows them: a newer one may have given them more columns, and values
 * that are none here.
 *
 * @param known what becomes of a row that is there already
 * @returns a function that says whether a row has a place; one that has none stays in the store that goes aside
 */
function rowWriter(to: Store, table: Table, known: 'replace' | 'keep' = 'replace'): (row: Row) => boolean {
  const [insert, unlessKnown] =
    known === 'replace' ? ['INSERT OR REPLACE', ''] : ['INSERT', 'ON CONFLICT DO NOTHING'];
  const columns = (to.pragma(`table_info(${table})`) as { readonly name: string }[]).map(({ name }) => name);
  return (row) => {
    const names = columns.filter((name) => Object.hasOwn(row, name));
    const places = names.map(() => '?').join(', ');
    const put = statement(
      to,
      `${insert} INTO ${table} (${names.join(', ')}) VALUES (${places}) ${unlessKnown}`,
    );
    try {
      put.run(...names.map((name) => row[name]));
      return true;
    } catch (cause) {
      if (!isRefusedByRule(cause)) throw cause;
      return false;
    }
  };
}

function isRefusedByRule(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^SQLITE_CONSTRAINT_(CHECK|NOTNULL)$/.test(code);
}

function isAmong<Known extends string>(known: readonly Known[], value: string): value is Known {
  return (known as readonly string[]).includes(value);
}

/**
 * @param isLater whether what this outbox lacks or has otherwise came after the backup
 * @returns whether the outbox could be read whole
 */
function carryOutbox(context: WriterContext, from: Store, nowMs: number, isLater: boolean): boolean {
  const { db: to } = context;
  const { rows, isWhole } = readableRows(from, 'mutation');
  const met = new Set<string>();
  const concerned = new Set<string>();
  const put = rowWriter(to, 'mutation');
  let areKept = true;
  for (const row of rows) {
    const { sequence: _sequence, ...read } = row as unknown as MutationRow;
    // What stands in a state that only a newer version knows may have arrived: the service is asked first.
    const mutation = {
      ...read,
      state: isAmong(mutationStates, read.state) ? read.state : ('unknown' as const),
    };
    const known = findMutation(to, mutation.mutation_id);
    // Sent is sent, whoever knows of it; of all else the backup's is as good.
    if (known !== undefined && !isLater && mutation.state !== 'acked') continue;
    met.add(mutation.mutation_id);
    if (known === undefined && mutation.state === 'acked') continue;
    // A number of the backup's own is not given twice: what it does not know goes to the end, in its order.
    const isKept =
      isAmong(mutationKinds, mutation.kind) &&
      put({ ...mutation, ...(known && { sequence: known.sequence }) });
    areKept &&= isKept;
    if (!isKept) continue;
    concerned.add(mutation.customer_uid);
    if (mutation.other_uid !== null) concerned.add(mutation.other_uid);
  }
  for (const customerUid of concerned) carryCustomer(context, from, customerUid);
  if (isLater && isWhole()) dropGivenUp(context, met);
  else doubtOutbox(context, met, nowMs);
  return areKept && isWhole();
}

/** The service's record below a change that waits, as the former store had it. */
function carryCustomer(context: WriterContext, from: Store, customerUid: string): void {
  let serviceRecord: CustomerRecord | undefined;
  try {
    serviceRecord = findCustomer(from, customerUid)?.base;
  } catch (cause) {
    // It stays as the backup has it, until the service says otherwise at the next pull.
    if (!isDamage(cause)) throw cause;
  }
  refreshCustomer(context, customerUid, { serviceRecord });
}

/**
 * Cards as they are now: none that came out since the backup comes out again.
 *
 * @returns whether all could be read
 */
function carryCards(from: Store, to: Store): boolean {
  const { rows, isWhole } = readableRows(from, 'print_job');
  const put = rowWriter(to, 'print_job');
  const met = new Set<unknown>();
  for (const row of rows) {
    met.add(row['job_id']);
    put(row);
  }
  if (!isWhole()) return false;
  for (const { job_id: jobId } of statement<{ job_id: string }>(to, `SELECT job_id FROM print_job`).all()) {
    if (!met.has(jobId)) statement(to, `DELETE FROM print_job WHERE job_id = ?`).run(jobId);
  }
  return true;
}

/** Cards that wait may have come out: a person looks ({@link startOver}). */
function doubtCards(to: Store): void {
  statement(to, `UPDATE print_job SET state = 'sending' WHERE state = 'waiting'`).run();
}

/** What waits in the backup, and has left the outbox since: it was given up. */
function dropGivenUp(context: WriterContext, met: ReadonlySet<string>): void {
  for (const { mutationId, customerUid } of unsettledIn(context.db)) {
    if (met.has(mutationId)) continue;
    statement(context.db, `DELETE FROM mutation WHERE mutation_id = ?`).run(mutationId);
    refreshCustomer(context, customerUid);
  }
}

/** What waits in the backup may have been sent since: the service is asked first, and a person about cards. */
function doubtOutbox({ db }: WriterContext, met: ReadonlySet<string>, nowMs: number): void {
  const { error } = fail('service.unknown-outcome');
  for (const entry of unsettledIn(db)) {
    if (!met.has(entry.mutationId) && entry.state === 'pending') markUnknown(db, entry, error, nowMs);
  }
}

function unsettledIn(db: Store) {
  return statement<MutationRow>(db, `SELECT * FROM mutation WHERE state <> 'acked' ORDER BY sequence`)
    .all()
    .map(outboxEntryOf);
}

/** Entries since the backup, all of them or none: a trail with a gap would look as if somebody had cut it. */
function carryTrail(from: Store, to: Store): boolean {
  const newest = newestEntry(to);
  const { rows, isWhole } = readableRows(from, 'audit');
  const read = [...rows];
  const links = readableRows(from, 'audit_link');
  const ends = [...links.rows];
  const isSameTrail =
    newest === undefined ||
    read.some(({ sequence, hash }) => sequence === newest.sequence && hash === newest.hash);
  if (!isWhole() || !links.isWhole() || !isSameTrail) return false;
  const put = rowWriter(to, 'audit');
  for (const row of read) {
    if (Number(row['sequence']) > (newest?.sequence ?? 0)) put(row);
  }
  ends.forEach(rowWriter(to, 'audit_link'));
  return true;
}

function newestEntry(db: Store): { readonly sequence: number; readonly hash: string } | undefined {
  return statement<{ sequence: number; hash: string }>(
    db,
    `SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1`,
  ).get();
}

/** What was being done when the store was left: asked about; and everything is pulled, whatever was pulled before. */
function startOver(db: Store, nowMs: number): void {
  recoverClaims(db, nowMs);
  recoverPrintJobs(db, nowMs, fail('printer.unknown-outcome').error);
  setSyncCursor(db, { ...getSyncCursor(db), watermarkMs: null, fullPassAtMs: null, pass: null });
}

interface Gone {
  readonly customer_uid: string;
  readonly merged_into_uid: string | null;
  readonly at_ms: number;
}

function goneIn(db: Store): Gone[] {
  return statement<Gone>(db, `SELECT * FROM tombstone`).all();
}

/** Erased stays erased: whoever went for good since the backup goes again, with what was to be changed of them. */
function eraseAgain(context: WriterContext, gone: Gone, nowMs: number): void {
  const { db } = context;
  for (const { mutationId, change } of unsettledOf(db, gone.customer_uid)) {
    if (change.kind !== 'delete' && gone.merged_into_uid === null) settleMutation(db, mutationId, nowMs);
  }
  eraseCustomer(context, gone.customer_uid, gone.at_ms, gone.merged_into_uid ?? undefined);
}

function countOf(db: Store): Pick<Salvaged, 'customers' | 'unsent'> {
  const count = (sql: string) => statement<{ total: number }>(db, sql).get()!.total;
  return {
    customers: count(`SELECT count(*) AS total FROM customer WHERE hidden = 0`),
    unsent: count(`SELECT count(*) AS total FROM mutation WHERE state <> 'acked' AND superseded = 0`),
  };
}
