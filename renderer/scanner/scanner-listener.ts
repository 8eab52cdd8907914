import { isOneCharacter, type KeyStroke } from '#shared/scanning/key-stroke';
import { createScanRecogniser, type ScanAction, type ScanRecogniser } from '#shared/scanning/scan-recogniser';
import { learningProfile, unlearnedScanner, type ScannerProfile } from '#shared/scanning/scanner-profile';
import { createFieldMemory, isTextField, typeText } from './field-memory.ts';
import { deliverScan } from './scans.ts';

let profile: ScannerProfile = unlearnedScanner;
let learning = false;
let recogniser: ScanRecogniser = createScanRecogniser(profile);
const memory = createFieldMemory();
/** The stroke heard last. */
let serial = 0;
/** Serials of a new recogniser begin again; those of the window never do. */
let serialBase = 0;
/** The listener is changing a field itself. */
let restoring = false;
/** Where the focus was when keys began to be kept from the page: there they belong, wherever it has gone since. */
let heldFor: Element | null = null;
let holding = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** How the scanner at this till types. */
export function setScannerProfile(next: ScannerProfile): void {
  profile = next;
  renewRecogniser();
}

/** What the learned scanner puts before every code. */
export function prefixOfScanner(): string {
  return profile.prefix;
}

/** While a scanner is being learned, whatever is typed like by one is a scan. */
export function setLearning(next: boolean): void {
  learning = next;
  renewRecogniser();
}

function renewRecogniser(): void {
  act(recogniser.interrupt());
  serialBase = serial;
  recogniser = createScanRecogniser(learning ? learningProfile : profile, {
    learning,
  });
}

/**
 * Listens to every key of the window before anything else does, whatever has the
 * focus. Keys go on to the page at once, as long as a person may have typed them:
 * what a scan did to the page before it was known to be one is undone.
 *
 * @returns what stops it
 */
export function listenForScans(): () => void {
  const listeners = {
    keydown: onKeyDown,
    keyup: onKeyUp,
    beforeinput: onBeforeInput,
    pointerdown: interrupt,
    paste: interrupt,
    blur: onBlur,
  } as const;
  for (const [name, listener] of Object.entries(listeners)) {
    window.addEventListener(name, listener as EventListener, true);
  }
  return () => {
    interrupt();
    clearTimeout(timer);
    for (const [name, listener] of Object.entries(listeners)) {
      window.removeEventListener(name, listener as EventListener, true);
    }
  };
}

function onKeyDown(event: KeyboardEvent): void {
  // Keys made by a script are no scanner's; those given back come this way again.
  if (!event.isTrusted) return;
  const heard = recogniser.press(strokeOf(event), { secret: isSecret(document.activeElement) });
  serial = serialBase + heard.serial;
  act(heard.actions);
  const holds = heard.handling !== 'pass';
  if (holds && !holding) heldFor = document.activeElement;
  holding = holds;
  if (!holds) memory.noteStroke(serial);
  else keepFromPage(event);
  waitForMore();
}

function onKeyUp(event: KeyboardEvent): void {
  if (!event.isTrusted) return;
  if (recogniser.release({ code: event.code, timeMs: event.timeStamp }) === 'hold') keepFromPage(event);
  waitForMore();
}

function onBeforeInput(event: InputEvent): void {
  if (event.isTrusted && !restoring) memory.noteChange(serial, event.target);
}

/** Something else happens to the page than keys: what is held is given to it first. */
function interrupt(): void {
  act(recogniser.interrupt());
}

function onBlur(event: FocusEvent): void {
  if (event.target === window) interrupt();
}

function keepFromPage(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function waitForMore(): void {
  clearTimeout(timer);
  const dueMs = recogniser.dueMs();
  if (dueMs === undefined) return;
  timer = setTimeout(
    () => {
      act(recogniser.expire(performance.now()));
    },
    Math.max(0, dueMs - performance.now()) + 1,
  );
}

function act(actions: readonly ScanAction[]): void {
  for (const action of actions) {
    if (action.do === 'give-back') {
      withFocusIn(heldFor, () => giveToPage(action.strokes));
      continue;
    }
    restoring = true;
    memory.restore(serialBase + action.firstSerial);
    restoring = false;
    giveToPage(action.keep);
    deliverScan(action.scan.text, action.scan);
  }
}

/** Does something in the field it belongs to, and leaves the focus where it is. */
function withFocusIn(field: Element | null, run: () => void): void {
  const focus = document.activeElement;
  if (!isTextField(field) || !field.isConnected || field === focus) {
    run();
    return;
  }
  field.focus({ preventScroll: true });
  run();
  if (focus instanceof HTMLElement) focus.focus({ preventScroll: true });
}

/** Does what the strokes would have done, in their order. */
function giveToPage(strokes: readonly KeyStroke[]): void {
  let text = '';
  const typeSoFar = (): void => {
    if (text !== '') typeText(text);
    text = '';
  };
  for (const stroke of strokes) {
    const commands = stroke.ctrl !== stroke.alt && !stroke.altGraph;
    if (isOneCharacter(stroke.key) && !commands && isTextField(document.activeElement)) {
      text += stroke.key;
    } else {
      typeSoFar();
      pressForPage(stroke);
    }
  }
  typeSoFar();
}

function pressForPage({ code, key, shift, ctrl, alt, meta }: KeyStroke): void {
  const init = { code, key, shiftKey: shift, ctrlKey: ctrl, altKey: alt, metaKey: meta };
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }));
}

function isSecret(element: Element | null): boolean {
  return element instanceof HTMLInputElement && element.type === 'password';
}

function strokeOf(event: KeyboardEvent): KeyStroke {
  return {
    code: event.code,
    key: event.key,
    shift: event.shiftKey,
    ctrl: event.ctrlKey,
    alt: event.altKey,
    meta: event.metaKey,
    altGraph: event.getModifierState('AltGraph'),
    capsLock: event.getModifierState('CapsLock'),
    repeat: event.repeat,
    composing: event.isComposing,
    timeMs: event.timeStamp,
  };
}
