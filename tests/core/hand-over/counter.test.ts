import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCounter } from '../../../electron/core/hand-over/counter.ts';

describe('the counter', () => {
  let nowMs = 0;
  let wallMs = Date.parse('2026-03-01T10:00:00Z');
  let changes = 0;
  const counter = createCounter({
    clock: () => wallMs,
    monotonicMs: () => nowMs,
    onChange: () => (changes += 1),
  });

  beforeEach(() => {
    vi.useFakeTimers();
    counter.clear();
    changes = 0;
  });
  afterEach(() => vi.useRealTimers());

  it('forgets after its time, says so, and is not fooled by a clock set back', () => {
    counter.put('c-1', 120_000);
    expect(counter.current()).toMatchObject({ customerUid: 'c-1', untilMs: wallMs + 120_000 });
    wallMs -= 3_600_000;
    nowMs += 119_999;
    expect(counter.current()?.customerUid).toBe('c-1');
    nowMs += 1;
    expect(counter.current()).toBeUndefined();
    expect(changes).toBe(2);
  });

  it('forgets even when nobody asks', () => {
    counter.put('c-1', 30_000);
    vi.advanceTimersByTime(30_000);
    expect(changes).toBe(2);
  });

  it('gives the next customer the whole time', () => {
    counter.put('c-1', 30_000);
    vi.advanceTimersByTime(29_000);
    counter.put('c-2', 30_000);
    vi.advanceTimersByTime(29_000);
    expect(counter.current()?.customerUid).toBe('c-2');
  });
});
