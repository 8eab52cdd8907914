import { statement } from './statement.ts';
import type { Store } from './open.ts';

/** When the service last changed each of these customers, as far as this till knows. */
export interface ChangeTimes {
  readonly customerIds: Float64Array;
  /** Milliseconds of the service's clock; NaN where it does not say, or where this till has changed the customer since. */
  readonly changedMs: Float64Array;
}

/** Customers the service is known to have, by `customer_id`, from the one behind `afterCustomerId` on. */
export function listChangeTimes(db: Store, afterCustomerId: number, limit: number): ChangeTimes {
  const rows = statement<{ customer_id: number; at: string | null }>(
    db,
    `SELECT customer_id, iif(version_outdated, NULL, coalesce(base, record) ->> 'lastModifiedAt') AS at
     FROM customer WHERE at_service = 1 AND customer_id > ? ORDER BY customer_id LIMIT ?`,
  ).all(afterCustomerId, limit);
  return {
    customerIds: Float64Array.from(rows, (row) => row.customer_id),
    changedMs: Float64Array.from(rows, (row) => Date.parse(row.at ?? '')),
  };
}

export function listUids(db: Store, customerIds: readonly number[]): string[] {
  return statement<{ customer_uid: string }>(
    db,
    `SELECT customer_uid FROM customer WHERE customer_id IN (SELECT value FROM json_each(?))`,
  )
    .all(JSON.stringify(customerIds))
    .map((row) => row.customer_uid);
}
