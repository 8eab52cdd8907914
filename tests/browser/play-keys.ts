import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession, Page } from '@playwright/test';
import type { KeyEvent } from '../shared/scanning/key-event.ts';

/** Keys are down for a while, longer than any scanner's: else they may be taken for one's, and come in one piece. */
export const asAPerson = { delay: 90 };

const virtualKeys: Readonly<Record<string, number>> = {
  Backspace: 8,
  Tab: 9,
  Enter: 13,
  ShiftLeft: 16,
  ControlLeft: 17,
  AltLeft: 18,
  CapsLock: 20,
  Space: 32,
};

/**
 * Plays keys to a page as a keyboard would, down and up: the events carry the
 * times of the recording, however busy the machine is.
 *
 * @param options.leadMs how long before its time a key is sent, so that a busy machine brings none too late
 */
export async function playKeys(
  page: Page,
  events: readonly KeyEvent[],
  { leadMs = 2000 }: { readonly leadMs?: number } = {},
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const startMs = Date.now() + leadMs - (events[0]?.timeMs ?? 0);
  const sent: Promise<unknown>[] = [];
  let modifiers = 0;
  for (const event of events) {
    const atMs = startMs + event.timeMs;
    const earlyMs = atMs - leadMs - Date.now();
    if (earlyMs > 0) await wait(earlyMs);
    if (event.kind === 'down') modifiers = modifiersOf(event);
    else modifiers &= ~modifierOf(event.key);
    sent.push(send(session, event, modifiers, atMs));
  }
  await Promise.all(sent);
  await wait(Math.max(0, startMs + (events.at(-1)?.timeMs ?? 0) - Date.now()));
  await session.detach();
}

function send(session: CDPSession, event: KeyEvent, modifiers: number, atMs: number): Promise<unknown> {
  const { code, key } = event;
  const text = textOf(event);
  return session.send('Input.dispatchKeyEvent', {
    type: event.kind === 'up' ? 'keyUp' : text === '' ? 'rawKeyDown' : 'keyDown',
    code,
    key,
    modifiers,
    timestamp: atMs / 1000,
    windowsVirtualKeyCode: virtualKeyOf(code, key),
    ...(event.kind === 'down' && { text, unmodifiedText: text, autoRepeat: event.repeat }),
  });
}

/** What the key types: nothing together with Ctrl or Alt. */
function textOf(event: KeyEvent): string {
  if (event.kind === 'up' || event.ctrl || event.alt) return '';
  if (event.key === 'Enter') return '\r';
  return Array.from(event.key).length === 1 ? event.key : '';
}

function virtualKeyOf(code: string, key: string): number {
  const named = virtualKeys[code];
  if (named !== undefined) return named;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return (code.startsWith('Numpad') ? 96 : 48) + Number(digit);
  return code.startsWith('Key') ? code.charCodeAt(3) : key.length === 1 ? 0xba : 0;
}

function modifiersOf({ alt, ctrl, meta, shift }: Extract<KeyEvent, { kind: 'down' }>): number {
  return (alt ? 1 : 0) + (ctrl ? 2 : 0) + (meta ? 4 : 0) + (shift ? 8 : 0);
}

function modifierOf(key: string): number {
  return { Alt: 1, Control: 2, Meta: 4, Shift: 8 }[key] ?? 0;
}
