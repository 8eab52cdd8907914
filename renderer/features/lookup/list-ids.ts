/** Ids that tie the search field to its list for screen readers. */
export const listboxId = 'customer-list';

export function optionId(index: number): string {
  return `customer-option-${index}`;
}
