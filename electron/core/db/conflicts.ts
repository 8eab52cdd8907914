import { displayNameOf, readCustomer } from '#shared/customer/model';
import type { Conflict } from '#shared/contract/values';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

interface ConflictRow {
  conflict_id: string;
  customer_uid: string;
  field: string;
  base: string;
  ours: string;
  theirs: string;
  created_at_ms: number;
  record: string | null;
}

/** Open conflicts, oldest first; of one customer or of all. */
export function listConflicts(db: Store, customerUid?: string): Conflict[] {
  return statement<ConflictRow>(
    db,
    `SELECT conflict.*, customer.record FROM conflict LEFT JOIN customer USING (customer_uid)
     WHERE ?1 IS NULL OR customer_uid = ?1 ORDER BY conflict.created_at_ms, field`,
  )
    .all(customerUid ?? null)
    .map((row) => {
      const customer = row.record === null ? undefined : readCustomer(JSON.parse(row.record));
      return {
        conflictId: row.conflict_id,
        customerUid: row.customer_uid,
        displayName: customer === undefined ? '—' : displayNameOf(customer),
        field: row.field,
        base: JSON.parse(row.base) as unknown,
        ours: JSON.parse(row.ours) as unknown,
        theirs: JSON.parse(row.theirs) as unknown,
        createdAt: new Date(row.created_at_ms).toISOString(),
      };
    });
}
