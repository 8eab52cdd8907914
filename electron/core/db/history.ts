import type { HistoryEntry } from '#shared/contract/values';
import type { MutationState } from '#shared/contract/values';
import type { PrintJobState } from '#shared/contract/printing';
import { lookActions } from '../privacy/audit-rules.ts';
import type { AuditDetail } from './audit.ts';
import { nameOfCustomer } from './outbox-view.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

interface HistoryRow {
  sequence: number;
  at_ms: number;
  actor: string;
  action: string;
  detail: string | null;
  state: MutationState | null;
  settled_at_ms: number | null;
  job_state: PrintJobState | null;
  printer_name: string | null;
}

/**
 * What this till did with a customer, and with those who were merged into it:
 * newest first, each with what became of it at the service or the printer. Looks
 * at the customer are left out unless they are asked for.
 */
export function listHistory(
  db: Store,
  customerUid: string,
  filter: {
    readonly beforeSequence?: number | undefined;
    readonly limit: number;
    readonly withLooks: boolean;
  },
): HistoryEntry[] {
  return statement<HistoryRow>(
    db,
    `WITH RECURSIVE same (uid) AS (
       SELECT @customerUid
       UNION
       SELECT customer_uid FROM tombstone JOIN same ON merged_into_uid = same.uid
     )
     SELECT audit.sequence, at_ms, audit.actor, action, detail, mutation.state, mutation.settled_at_ms,
       print_job.state AS job_state, print_job.printer_name
     FROM audit
     LEFT JOIN mutation ON mutation.mutation_id = detail ->> '$.mutationId'
     LEFT JOIN print_job ON print_job.job_id = detail ->> '$.printJobId'
     WHERE audit.customer_uid IN (SELECT uid FROM same) AND audit.sequence < @before
       AND (@withLooks = 1 OR action NOT IN (SELECT value FROM json_each(@looks)))
       -- A merge is noted for both; once they are one, it is told once.
       AND NOT (audit.customer_uid <> @customerUid AND action = 'customers.merge'
         AND detail ->> '$.otherUid' IN (SELECT uid FROM same))
     ORDER BY audit.sequence DESC LIMIT @limit`,
  )
    .all({
      customerUid,
      before: filter.beforeSequence ?? Number.MAX_SAFE_INTEGER,
      withLooks: filter.withLooks ? 1 : 0,
      looks: JSON.stringify(lookActions),
      limit: filter.limit,
    })
    .map((row) => entryOf(db, row));
}

function entryOf(db: Store, row: HistoryRow): HistoryEntry {
  const { fields, mutationId, otherUid } = JSON.parse(row.detail ?? '{}') as AuditDetail;
  return {
    sequence: row.sequence,
    at: new Date(row.at_ms).toISOString(),
    actor: row.actor,
    action: row.action,
    fields: [...(fields ?? [])],
    other:
      otherUid === undefined
        ? null
        : { customerUid: otherUid, displayName: nameOfCustomer(db, otherUid) ?? null },
    change:
      mutationId === undefined
        ? null
        : {
            mutationId,
            state: row.state ?? 'given-up',
            arrivedAt: row.settled_at_ms === null ? null : new Date(row.settled_at_ms).toISOString(),
          },
    card: row.job_state === null ? null : { state: row.job_state, printerName: row.printer_name ?? '' },
  };
}
