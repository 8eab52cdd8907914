import { keysOf } from '../lookup/keys.ts';
import { findReplaced } from './replaced-codes.ts';
import { statement } from './statement.ts';
import type { WriterContext } from './writer-context.ts';

/** Whether a customer of this till has this loyalty id, in sight or not, or had it: those in sight are found by their keys. */
export function isLoyaltyIdTaken({ db, lookup }: WriterContext, loyaltyId: string): boolean {
  if (findReplaced(db, loyaltyId).length > 0) return true;
  const ofHidden = statement(
    db,
    `SELECT 1 FROM customer WHERE hidden = 1 AND record ->> '$.loyaltyId' = ? LIMIT 1`,
  ).get(loyaltyId);
  if (ofHidden !== undefined) return true;
  const [key] = keysOf([{ field: 'loyaltyId', form: 'code', text: loyaltyId }]);
  if (key === undefined) return false;
  const hasIt = statement(
    db,
    `SELECT 1 FROM customer WHERE customer_id = ? AND record ->> '$.loyaltyId' = ?`,
  );
  return lookup.ownersOf(key).some((customerId) => hasIt.get(customerId, loyaltyId) !== undefined);
}
