/** Elements a person types in, whose text and selection can be given back. */
type TextField = HTMLInputElement | HTMLTextAreaElement;

interface Remembered {
  /** The stroke that came next. */
  readonly serial: number;
  /** Where the focus was. */
  readonly focus: Element | null;
  readonly element: TextField | HTMLSelectElement | null;
  readonly value: string;
  readonly selectionStart: number | null;
  readonly selectionEnd: number | null;
  readonly direction: 'forward' | 'backward' | 'none' | undefined;
}

/** Longer than any scan: with 60 ms a key that is half a minute. */
const mostStrokes = 512;
/** So long after the last stroke no scan is under way: what was typed, and of whom, is nobody's business any more. */
const forgetAfterMs = 30_000;

/**
 * What the fields were before each of the last strokes, so that what a scanner
 * did to them can be undone. In memory alone, and never longer than `mostStrokes`
 * or `forgetAfterMs`.
 */
export function createFieldMemory() {
  let remembered: Remembered[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const forget = (): void => {
    remembered = [];
  };
  const remember = (serial: number, element: Element | null): void => {
    remembered.push({ serial, focus: document.activeElement, ...stateOf(element) });
    if (remembered.length > 2 * mostStrokes) remembered = remembered.slice(-mostStrokes);
    clearTimeout(timer);
    timer = setTimeout(forget, forgetAfterMs);
  };
  return {
    /** Before a stroke reaches the page. */
    noteStroke(serial: number): void {
      remember(serial, document.activeElement);
    },
    /** Before a field changes: the focus may have moved since the stroke. */
    noteChange(serial: number, target: EventTarget | null): void {
      const last = remembered.at(-1);
      if (target instanceof Element && !(last?.serial === serial && last.element === target)) {
        remember(serial, target);
      }
    },
    /** Gives every field back what it had before a stroke, and the focus its place. */
    restore(firstSerial: number): void {
      const since = remembered.filter(({ serial }) => serial >= firstSerial);
      const seen = new Set<Element>();
      for (const state of since) {
        if (state.element === null || seen.has(state.element)) continue;
        seen.add(state.element);
        restoreElement(state.element, state);
      }
      const [first] = since;
      if (first) returnFocus(first.focus);
      forget();
    },
  };
}

function stateOf(element: Element | null): Omit<Remembered, 'serial' | 'focus'> {
  if (isTextField(element)) {
    const { value, selectionStart, selectionEnd, selectionDirection } = element;
    return { element, value, selectionStart, selectionEnd, direction: selectionDirection ?? undefined };
  }
  const none = { selectionStart: null, selectionEnd: null, direction: undefined };
  if (element instanceof HTMLSelectElement) return { element, value: element.value, ...none };
  return { element: null, value: '', ...none };
}

const notText = new Set([
  'button',
  'checkbox',
  'color',
  'file',
  'image',
  'radio',
  'range',
  'reset',
  'submit',
]);

export function isTextField(element: EventTarget | null): element is TextField {
  return (
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && !notText.has(element.type))
  );
}

function restoreElement(element: TextField | HTMLSelectElement, state: Remembered): void {
  if (!element.isConnected) return;
  if (element instanceof HTMLSelectElement) {
    if (element.value !== state.value) setValue(element, HTMLSelectElement.prototype, state.value);
    return;
  }
  if (element.value !== state.value) {
    element.focus({ preventScroll: true });
    undoTyping(element, state);
    if (element.value !== state.value) replaceText(element, state.value);
    // A field that takes no edit just now, such as a disabled one.
    if (element.value !== state.value) setValue(element, Object.getPrototypeOf(element), state.value);
  }
  if (state.selectionStart !== null && document.activeElement === element) {
    element.setSelectionRange(state.selectionStart, state.selectionEnd, state.direction);
  }
}

/**
 * Takes back the field's own last steps, as far as they only typed where the
 * selection was. What somebody typed right before the scan is in the same step
 * as the scan: it is gone then too, and comes back with `replaceText`. Either way
 * the field's undo is as it was, and no later Ctrl+Z brings the scan back.
 */
function undoTyping(element: TextField, { value, selectionStart, selectionEnd }: Remembered): void {
  const before = value.slice(0, selectionStart ?? value.length);
  const behind = value.slice(selectionEnd ?? value.length);
  const hasMore = (text: string): boolean =>
    text.length > before.length + behind.length && text.startsWith(before) && text.endsWith(behind);
  let last = '';
  while (element.value !== value && element.value !== last && hasMore(element.value)) {
    last = element.value;
    edit('undo');
  }
}

/** Makes the text what it should be with one edit, of no more than what differs. */
function replaceText(element: TextField, wanted: string): void {
  const { value } = element;
  const shorter = Math.min(value.length, wanted.length);
  let start = 0;
  while (start < shorter && value[start] === wanted[start]) start += 1;
  let behind = 0;
  while (behind < shorter - start && value.at(-1 - behind) === wanted.at(-1 - behind)) behind += 1;
  if (element.selectionStart !== null) element.setSelectionRange(start, value.length - behind);
  const missing = wanted.slice(start, wanted.length - behind);
  if (missing === '') edit('delete');
  else edit('insertText', missing);
}

/** Types text where the cursor is, as one step of the field's undo. */
export function typeText(text: string): void {
  edit('insertText', text);
}

/**
 * The browser's own editing commands. They are deprecated without a successor:
 * nothing else edits a field so that its undo, its limits and its listeners see it.
 */
function edit(command: 'undo' | 'delete' | 'insertText', text?: string): void {
  // eslint-disable-next-line typescript/no-deprecated -- see above
  document.execCommand(command, false, text);
}

/** Past the framework's own `value`, which would take the change for its own and tell nobody. */
function setValue(element: HTMLElement, prototype: object, value: string): void {
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(element, value);
  element.dispatchEvent(new Event('input', { bubbles: true }));
  element.dispatchEvent(new Event('change', { bubbles: true }));
}

function returnFocus(focus: Element | null): void {
  const { activeElement } = document;
  if (activeElement === focus) return;
  if (focus instanceof HTMLElement && focus !== document.body) {
    if (focus.isConnected) focus.focus({ preventScroll: true });
  } else if (activeElement instanceof HTMLElement) {
    activeElement.blur();
  }
}
