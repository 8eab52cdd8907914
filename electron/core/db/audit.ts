import type { AuditCheck, AuditEntry, AuditFilter, AuditLink, AuditReason } from '#shared/contract/audit';
import { auditReasonSchema } from '#shared/contract/audit';
import type { OperationName } from '#shared/contract/operation-names';
import type { Role } from '#shared/contract/permissions';
import { findLink, hashOfEntry, keepLink, lastLink, type AuditRow } from './audit-chain.ts';
import { inOneView, statement } from './statement.ts';
import type { Store } from './open.ts';

export interface AuditRecord {
  readonly atMs: number;
  readonly actor: string;
  /** The operation, or what the till did by itself. */
  readonly action: string;
  readonly customerUid?: string | undefined;
  /** `ok` or an error code. */
  readonly outcome: string;
  readonly reason?: AuditReason | undefined;
  readonly detail?: AuditDetail;
}

/** What an entry was about, by names and ids. */
export interface AuditDetail {
  /** Fields that were changed. */
  readonly fields?: readonly string[];
  /** The mutation that carries it to the service. */
  readonly mutationId?: string;
  readonly printJobId?: string;
  /** The other customer: of a merge, or the company a department was put under. */
  readonly otherUid?: string;
  /** The cashier it concerned, */
  readonly cashier?: string;
  /** and what they may do from then on. */
  readonly role?: Role;
  /** What a manager let a cashier do. */
  readonly operation?: OperationName;
  /** How many customers it concerned, where none is named. */
  readonly count?: number;
}

/**
 * Notes who did what to which customer: ids and codes, never what was typed. To
 * be called in the transaction of what it tells.
 */
export function appendAudit(db: Store, entry: AuditRecord): void {
  const last = lastLink(db);
  const row: AuditRow = {
    sequence: last.sequence + 1,
    at_ms: entry.atMs,
    actor: entry.actor,
    action: entry.action,
    customer_uid: entry.customerUid ?? null,
    outcome: entry.outcome,
    reason: entry.reason ?? null,
    detail: entry.detail === undefined ? null : JSON.stringify(entry.detail),
  };
  const hash = hashOfEntry(last.hash, row);
  statement(
    db,
    `INSERT INTO audit (sequence, at_ms, actor, action, customer_uid, outcome, reason, detail, hash)
     VALUES (@sequence, @at_ms, @actor, @action, @customer_uid, @outcome, @reason, @detail, @hash)`,
  ).run({ ...row, hash });
  keepLink(db, 'head', { sequence: row.sequence, hash });
}

const wanted = `(@customerUid IS NULL OR customer_uid = @customerUid) AND (@actor IS NULL OR actor = @actor)
  AND (@action IS NULL OR action = @action) AND (@fromMs IS NULL OR at_ms >= @fromMs)
  AND (@toMs IS NULL OR at_ms < @toMs)`;

function parametersOf(filter: AuditFilter): Record<string, unknown> {
  return {
    customerUid: filter.customerUid ?? null,
    actor: filter.actor ?? null,
    action: filter.action ?? null,
    fromMs: timeOf(filter.from),
    toMs: timeOf(filter.to),
  };
}

function timeOf(text: string | undefined): number | null {
  return text === undefined ? null : Date.parse(text);
}

/** Newest first. */
export function listAudit(db: Store, filter: AuditFilter & { readonly limit: number }): AuditEntry[] {
  return statement<AuditRow>(
    db,
    `SELECT * FROM audit WHERE ${wanted} AND sequence < @before ORDER BY sequence DESC LIMIT @limit`,
  )
    .all({
      ...parametersOf(filter),
      before: filter.beforeSequence ?? Number.MAX_SAFE_INTEGER,
      limit: filter.limit,
    })
    .map(entryOf);
}

/** Whether somebody did anything with a customer since then. */
export function hasNoted(db: Store, actor: string, customerUid: string, sinceMs: number): boolean {
  const found = statement(
    db,
    `SELECT 1 FROM audit WHERE customer_uid = ? AND actor = ? AND at_ms >= ? AND outcome = 'ok' LIMIT 1`,
  ).get(customerUid, actor, sinceMs);
  return found !== undefined;
}

/** Oldest first, each with its hash: what leaves the till. */
export function readAuditPart(
  db: Store,
  filter: AuditFilter & { readonly afterSequence: number; readonly limit: number },
): (AuditEntry & { readonly hash: string })[] {
  return statement<AuditRow & { hash: string }>(
    db,
    `SELECT * FROM audit WHERE ${wanted} AND sequence > @after ORDER BY sequence LIMIT @limit`,
  )
    .all({ ...parametersOf(filter), after: filter.afterSequence, limit: filter.limit })
    .map((row) => Object.assign(entryOf(row), { hash: row.hash }));
}

/** Whom and what the trail has, in the order of the alphabet. */
export function auditFilterValues(db: Store): { actors: string[]; actions: string[] } {
  const valuesOf = (column: 'actor' | 'action'): string[] =>
    statement<{ value: string }>(db, `SELECT DISTINCT ${column} AS value FROM audit ORDER BY value LIMIT 500`)
      .all()
      .map(({ value }) => value);
  return { actors: valuesOf('actor'), actions: valuesOf('action') };
}

/** How far a check of the trail has come. */
export interface AuditCheckState extends Pick<AuditCheck, 'entries' | 'head' | 'fault'> {
  readonly isOver: boolean;
}

/**
 * Checks the next entries of the trail, from the anchor on.
 *
 * @param before what the step before answered; absent at the beginning
 * @param noted an entry that was noted elsewhere
 */
export function checkAudit(
  db: Store,
  limit: number,
  before?: AuditCheckState,
  noted?: AuditLink,
): AuditCheckState {
  return inOneView(db, () => {
    const anchor = findLink(db, 'anchor');
    if (anchor === undefined) return over({ kind: 'unsigned', sequence: 0 });
    let { entries, head: last } = before ?? { entries: 0, head: anchor };
    // The beginning was cut off, as it should be, while the check was under way.
    if (last.sequence < anchor.sequence) last = anchor;
    const rows = statement<AuditRow & { hash: string }>(
      db,
      `SELECT * FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?`,
    ).all(last.sequence, limit);
    for (const row of rows) {
      const { sequence, hash } = row;
      if (sequence !== last.sequence + 1) return over({ kind: 'gap', sequence }, entries, last);
      if (hashOfEntry(last.hash, row) !== hash) return over({ kind: 'edited', sequence }, entries, last);
      if (noted?.sequence === sequence && noted.hash !== hash)
        return over({ kind: 'other-than-noted', sequence }, entries, last);
      last = { sequence, hash };
      entries += 1;
    }
    if (rows.length === limit) return { entries, head: last, fault: null, isOver: false };
    const head = findLink(db, 'head');
    if (head === undefined) return over({ kind: 'unsigned', sequence: last.sequence }, entries, last);
    const wantedUpTo = Math.max(head.sequence, noted?.sequence ?? 0);
    if (wantedUpTo > last.sequence) return over({ kind: 'cut', sequence: last.sequence + 1 }, entries, last);
    if (head.hash !== last.hash || head.sequence !== last.sequence)
      return over({ kind: 'unsigned', sequence: head.sequence }, entries, last);
    return over(null, entries, last);
  });
}

const noLink: AuditLink = { sequence: 0, hash: '0'.repeat(64) };

function over(fault: AuditCheck['fault'], entries = 0, head: AuditLink = noLink): AuditCheckState {
  return { entries, head, fault, isOver: true };
}

/**
 * Takes the oldest entries out of the trail; what is left begins behind a signed
 * note of the last one that went.
 *
 * @returns how many went, at most as many as asked for
 */
export function cutAudit(db: Store, beforeMs: number, limit: number): number {
  const anchor = findLink(db, 'anchor');
  // A trail whose beginning is in doubt is left as it is, to be looked at.
  if (anchor === undefined) return 0;
  // The clock may have jumped: what goes is the beginning, up to the first entry that is young enough.
  const rows = statement<{ sequence: number; at_ms: number; hash: string }>(
    db,
    `SELECT sequence, at_ms, hash FROM audit ORDER BY sequence LIMIT ?`,
  ).all(limit);
  const firstKept = rows.findIndex((row) => row.at_ms >= beforeMs);
  const last = rows[(firstKept === -1 ? rows.length : firstKept) - 1];
  if (last === undefined) return 0;
  keepLink(db, 'anchor', { sequence: last.sequence, hash: last.hash });
  return statement(db, `DELETE FROM audit WHERE sequence <= ?`).run(last.sequence).changes;
}

function entryOf(row: AuditRow): AuditEntry {
  const detail = JSON.parse(row.detail ?? '{}') as AuditDetail;
  return {
    sequence: row.sequence,
    at: new Date(row.at_ms).toISOString(),
    actor: row.actor,
    action: row.action,
    customerUid: row.customer_uid,
    outcome: row.outcome,
    reason: auditReasonSchema.nullable().catch(null).parse(row.reason),
    fields: [...(detail.fields ?? [])],
    otherUid: detail.otherUid ?? null,
    cashier: detail.cashier ?? null,
    role: detail.role ?? null,
    operation: detail.operation ?? null,
    count: detail.count ?? null,
  };
}
