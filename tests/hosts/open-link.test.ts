import { expect, it } from 'vitest';
import { createLinkSlot } from '../../electron/main/open-link.ts';

it('keeps the newest link until somebody takes it, once', () => {
  let told = 0;
  const slot = createLinkSlot(() => 0);
  slot.receive('tillbook://search/kari');
  slot.onWaiting(() => (told += 1));
  slot.receive('tillbook://search/ola');
  slot.receive('tillbook://erase/everything');
  expect(told).toBe(1);
  expect(slot.take()).toEqual({ to: 'search', text: 'ola' });
  expect(slot.take()).toBeUndefined();
});

it('forgets a link that nobody unlocked the till for in ten minutes', () => {
  let nowMs = 0;
  const slot = createLinkSlot(() => nowMs);
  slot.receive('tillbook://register');
  nowMs = 10 * 60_000;
  expect(slot.take()).toBeUndefined();
});
