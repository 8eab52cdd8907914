import type { Index } from './catch-up.ts';
import { dead, unnumberedClass } from './row-class.ts';
import { letsThrough, type RowFilter } from './row-filter.ts';

/**
 * Customers in sight that a filter lets through, those who came to this till last
 * first. Looks at one class a customer, until there are enough.
 *
 * @param isWanted asked of customers whose class has no number
 * @returns customer ids
 */
export function newestCustomers(
  { postings }: Index,
  filter: RowFilter,
  isWanted: (customerId: number) => boolean,
  wanted: number,
): number[] {
  const { rowOf, classes, customerIds } = postings;
  const found: number[] = [];
  const take = (customerId: number, row: number): void => {
    const classId = classes[row]!;
    if (classId === dead || !letsThrough(filter, classId, row)) return;
    if (classId !== unnumberedClass || isWanted(customerId)) found.push(customerId);
  };
  if (filter.rows !== undefined) {
    const few = Array.from(filter.rows, (row) => [customerIds[row] ?? -1, row] as const);
    for (const [customerId, row] of few.sort(([left], [right]) => right - left)) {
      if (found.length < wanted && row >= 0) take(customerId, row);
    }
    return found;
  }
  for (let customerId = rowOf.length - 1; customerId >= 0 && found.length < wanted; customerId -= 1) {
    const row = rowOf[customerId]!;
    if (row !== -1) take(customerId, row);
  }
  return found;
}
