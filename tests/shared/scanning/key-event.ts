import type { KeyRelease, KeyStroke } from '#shared/scanning/key-stroke';
import { createScanRecogniser, type ScanAction, type ScanRecogniser } from '#shared/scanning/scan-recogniser';
import { unlearnedScanner, type ScannerProfile } from '#shared/scanning/scanner-profile';

/** What a keyboard tells its window, in order. */
export type KeyEvent =
  | ({ readonly kind: 'down' } & KeyStroke)
  | ({ readonly kind: 'up'; readonly key: string } & KeyRelease);

export type Modifiers = Omit<KeyStroke, 'code' | 'key' | 'timeMs'>;

/** Modifiers that are off; spread first. */
export const noModifiers: Modifiers = {
  shift: false,
  ctrl: false,
  alt: false,
  meta: false,
  altGraph: false,
  capsLock: false,
  repeat: false,
  composing: false,
};

/** A page of one text field, seen from the keyboard. */
export interface HeardPage {
  readonly scans: readonly Extract<ScanAction, { do: 'scan' }>['scan'][];
  /** What is left in the field: scans taken out again, ends as `⏎` and `⇥`. */
  readonly field: string;
}

/** Plays key events to a recogniser as the window does, with a clock that stops for nothing. */
export function hear(
  events: readonly KeyEvent[],
  profile: ScannerProfile = unlearnedScanner,
  recogniser: ScanRecogniser = createScanRecogniser(profile),
): HeardPage {
  const scans: HeardPage['scans'][number][] = [];
  let field: { text: string; serial: number }[] = [];
  let serial = 0;
  const type = (stroke: KeyStroke): void => {
    const text = { Enter: '⏎', Tab: '⇥' }[stroke.key] ?? (stroke.key.length === 1 ? stroke.key : '');
    if (stroke.key === 'Backspace') field.pop();
    else if (text !== '' && !stroke.ctrl && !stroke.alt) field.push({ text, serial });
  };
  const act = (actions: readonly ScanAction[]): void => {
    for (const action of actions) {
      if (action.do === 'scan') {
        scans.push(action.scan);
        field = field.filter((entry) => entry.serial < action.firstSerial);
        for (const stroke of action.keep) type(stroke);
      } else {
        for (const stroke of action.strokes) type(stroke);
      }
    }
  };
  const expireUntil = (nowMs: number): void => {
    const due = recogniser.dueMs();
    if (due !== undefined && due <= nowMs) act(recogniser.expire(due));
  };
  for (const event of events.toSorted((left, right) => left.timeMs - right.timeMs)) {
    expireUntil(event.timeMs);
    if (event.kind === 'up') {
      recogniser.release(event);
      continue;
    }
    const heard = recogniser.press(event);
    act(heard.actions);
    serial = heard.serial;
    if (heard.handling === 'pass') type(event);
  }
  expireUntil(Number.POSITIVE_INFINITY);
  return { scans, field: field.map(({ text }) => text).join('') };
}
