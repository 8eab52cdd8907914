import type { CustomerChanges } from '../customer/model.ts';
import { isPlainObject } from './customer-field.ts';

/**
 * Two changes of one customer as one: the newer value of a field wins, nested
 * fields part by part. Sending the result equals sending both in order.
 */
export function foldChanges<Older extends CustomerChanges>(older: Older, newer: CustomerChanges): Older {
  const folded: Record<string, unknown> = { ...older };
  for (const [field, value] of Object.entries(newer)) {
    const before = folded[field];
    folded[field] = isPlainObject(before) && isPlainObject(value) ? { ...before, ...value } : value;
  }
  return folded as Older;
}
