import type { CustomerChanges, CustomerRecord } from '../customer/model.ts';
import { foldChanges } from './fold-changes.ts';
import { fieldValueOf, isPlainObject, sameFieldValue, type CustomerField } from './customer-field.ts';

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
  const wanted = changes.reduce<CustomerChanges>(foldChanges, {});
  return findDifferences(base, theirs, wanted).filter(({ field, base, theirs }) => {
    // What the till saw there, and what each of its changes made of it: none of that is anybody else's doing.
    const ownValues = [base];
    for (const change of changes) ownValues.push(withParts(ownValues.at(-1), change[field]));
    return !ownValues.some((own) => sameFieldValue(field, own, theirs));
  });
}

/** A field's value after a change of it, which may name only some parts of a nested value. */
function withParts(value: unknown, change: unknown): unknown {
  if (change === undefined) return value;
  return isPlainObject(value) && isPlainObject(change) ? { ...value, ...change } : change;
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
