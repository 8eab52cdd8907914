import type { AuditEntry } from '#shared/contract/values';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

export interface AuditRecord {
  readonly atMs: number;
  readonly actor: string;
  /** The operation, or what the till did by itself. */
  readonly action: string;
  readonly customerUid?: string;
  /** `ok` or an error code. */
  readonly outcome: string;
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
}

/** Notes who did what to which customer: ids and codes, never what was typed. */
export function appendAudit(db: Store, entry: AuditRecord): void {
  statement(
    db,
    `INSERT INTO audit (at_ms, actor, action, customer_uid, outcome, detail) VALUES (?, ?, ?, ?, ?, ?)`,
  ).run(
    entry.atMs,
    entry.actor,
    entry.action,
    entry.customerUid ?? null,
    entry.outcome,
    entry.detail === undefined ? null : JSON.stringify(entry.detail),
  );
}

/** Newest first. */
export function listAudit(
  db: Store,
  filter: {
    readonly customerUid?: string | undefined;
    readonly beforeSequence?: number | undefined;
    readonly limit: number;
  },
): AuditEntry[] {
  return statement<{
    sequence: number;
    at_ms: number;
    actor: string;
    action: string;
    customer_uid: string | null;
    outcome: string;
  }>(
    db,
    `SELECT * FROM audit WHERE (@customerUid IS NULL OR customer_uid = @customerUid) AND sequence < @before
     ORDER BY sequence DESC LIMIT @limit`,
  )
    .all({
      customerUid: filter.customerUid ?? null,
      before: filter.beforeSequence ?? Number.MAX_SAFE_INTEGER,
      limit: filter.limit,
    })
    .map((row) => ({
      sequence: row.sequence,
      at: new Date(row.at_ms).toISOString(),
      actor: row.actor,
      action: row.action,
      customerUid: row.customer_uid,
      outcome: row.outcome,
    }));
}
