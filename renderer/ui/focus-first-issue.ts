/** After a save that was refused: the cursor goes to the first field that needs another look. */
export function focusFirstIssue(): void {
  // The issues are in the page once the refusal has been drawn.
  requestAnimationFrame(() => document.querySelector<HTMLElement>('main form [aria-invalid=true]')?.focus());
}
