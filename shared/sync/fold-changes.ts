import type { CustomerChanges } from '../customer/model.ts';

/**
 * Two changes of one customer as one: the newer value of a field wins, nested
 * fields part by part. Sending the result equals sending both in order.
 */
export function foldChanges<Older extends CustomerChanges>(older: Older, newer: CustomerChanges): Older {
  const folded: Record<string, unknown> = { ...older };
  for (const [field, value] of Object.entries(newer)) {
    const before = folded[field];
    folded[field] = isParts(before) && isParts(value) ? { ...before, ...value } : value;
  }
  return folded as Older;
}

function isParts(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
