import { TillFailure, type FieldIssue } from '#shared/contract/errors';
import type { CustomerChanges } from '#shared/customer/model';
import { readCustomer } from '#shared/customer/model';
import { findCustomer, followMerged } from './customers.ts';
import type { Store } from './open.ts';

/** Companies over a department that are looked at; a longer line of them would be a fault of the base. */
const maxLevels = 50;

/**
 * Changes under the parent company as it is today: a form may have been open
 * since before that company was merged into another one.
 */
export function underLivingParent<Changes extends CustomerChanges>(db: Store, changes: Changes): Changes {
  const { customerParentUid } = changes;
  return customerParentUid ? { ...changes, customerParentUid: followMerged(db, customerParentUid) } : changes;
}

/**
 * Sees to it that no company comes to belong to itself or to one of its own departments. What a parent may be is
 * checked where people are answered (operations/parent-company.ts).
 *
 * @throws TillFailure `customer.invalid`
 */
export function requireNoRing(db: Store, customerUid: string, parentUid: string | undefined): void {
  if (!parentUid) return;
  if (parentUid === customerUid) throw unfitParent('parent.self', 'A company cannot belong to itself.');
  let above = parentOf(db, parentUid);
  for (let level = 0; above && level < maxLevels; level += 1) {
    if (above === customerUid) {
      throw unfitParent('parent.ring', 'That company is a department of this one.');
    }
    above = parentOf(db, above);
  }
}

function parentOf(db: Store, customerUid: string): string | undefined {
  return readCustomer(findCustomer(db, customerUid)?.record)?.customerParentUid;
}

/** A parent that cannot be one, said beside its field. */
export function unfitParent(code: string, message: string): TillFailure {
  const issue: FieldIssue = { field: 'customerParentUid', code, message };
  return new TillFailure('customer.invalid', { issues: [issue] });
}
