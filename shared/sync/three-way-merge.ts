import type { CustomerChanges, CustomerRecord } from '../customer/model.ts';
import { foldChanges } from './fold-changes.ts';
import { fieldValueOf, sameFieldValue, type CustomerField } from './customer-field.ts';

/** One field that this till and somebody else changed, each to something else. */
export interface FieldConflict {
  readonly field: CustomerField;
  readonly base: unknown;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/**
 * Compares a till's changes with what the service has now. A field is in
 * conflict when the service moved away from what the change was made on, to
 * something the till never wanted there.
 *
 * @param base the service's record that the changes were made on
 * @param theirs the service's record now
 * @param changes the till's changes, oldest first; the last value of a field is what the till wants
 */
export function findConflicts(
  base: CustomerRecord | undefined,
  theirs: CustomerRecord,
  changes: readonly CustomerChanges[],
): FieldConflict[] {
  return findDifferences(base, theirs, changes.reduce<CustomerChanges>(foldChanges, {})).filter(
    ({ field, base, theirs }) =>
      !sameFieldValue(field, theirs, base) &&
      // A value the till itself sent earlier comes back as the service's: nobody else's change.
      !changes.some((change) => change[field] !== undefined && sameFieldValue(field, theirs, change[field])),
  );
}

/** Every field in which the service does not have what a change wants, whoever moved. */
export function findDifferences(
  base: CustomerRecord | undefined,
  theirs: CustomerRecord,
  wanted: CustomerChanges,
): FieldConflict[] {
  const fields = (Object.keys(wanted) as CustomerField[]).filter((field) => wanted[field] !== undefined);
  return fields
    .map((field) => ({
      field,
      base: fieldValueOf(base, field, wanted[field]),
      ours: wanted[field],
      theirs: fieldValueOf(theirs, field, wanted[field]),
    }))
    .filter(({ field, ours, theirs }) => !sameFieldValue(field, ours, theirs));
}
