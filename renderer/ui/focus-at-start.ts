/**
 * A ref for the one element the cursor stands in when its form, dialog or page
 * appears. It is marked too, since a dialog moves the focus once more when it opens.
 */
export function focusAtStart(element: HTMLElement | null): void {
  if (!element) return;
  element.dataset['startsHere'] = '';
  element.focus();
}

/** The marked element within a part of the page. */
export function startOf(container: HTMLElement): HTMLElement | null {
  return container.querySelector('[data-starts-here]');
}
