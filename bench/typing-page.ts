import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { seeded } from '../tests/shared/scanning/seeded.ts';
import { typists } from '../tests/shared/scanning/type-like-person.ts';

/** What a window did while somebody typed in it. */
export interface TypingSamples {
  /** Milliseconds from each key to the frame that shows an answer to it, or to a later key. */
  readonly paintedMs: number[];
  /** Milliseconds from frame to frame, a key's own and all others. */
  readonly frameMs: number[];
  /** Milliseconds of every task of the window's thread that took more than 50. */
  readonly longTaskMs: number[];
}

/** A fast typist's key: down long enough to be no scanner's. */
const { keyMs, spread } = typists.fast;
const dwell = { shortestMs: 50, share: 0.6 };

/** Makes the page note what {@link takeSamples} reads; before it is opened. */
export async function watchTyping(page: Page): Promise<void> {
  await page.addInitScript(noteTyping);
}

/**
 * Types as a fast typist does, one key after the other, the search box cleared before every text.
 *
 * @returns how many keys were pressed
 */
export async function typeTexts(
  page: Page,
  texts: readonly string[],
  goesOn: () => boolean = () => true,
): Promise<number> {
  const random = seeded(1);
  let keys = 0;
  for (const text of texts) {
    await page.keyboard.press('Escape');
    for (const key of text) {
      if (!goesOn()) return keys;
      const pauseMs = keyMs * Math.exp(spread * (random() + random() + random() - 1.5));
      const dwellMs = Math.max(dwell.shortestMs, dwell.share * pauseMs);
      await page.keyboard.type(key, { delay: dwellMs });
      await wait(Math.max(0, pauseMs - dwellMs));
      keys += 1;
    }
  }
  return keys;
}

export async function forgetSamples(page: Page): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event('forget-samples')));
}

export function takeSamples(page: Page): Promise<TypingSamples> {
  return page.evaluate(() => (window as unknown as { samples: TypingSamples }).samples);
}

/** Frames that were due and did not come, at 60 a second. */
export function droppedFrames(frameMs: readonly number[]): number {
  const frame = 1000 / 60;
  return frameMs.reduce((dropped, ms) => dropped + Math.max(0, Math.round(ms / frame) - 1), 0);
}

/** Runs in the page. */
function noteTyping(): void {
  const samples: TypingSamples = { paintedMs: [], frameMs: [], longTaskMs: [] };
  Object.assign(window, { samples });
  /** Keys whose question is not asked yet, and those whose answer is not painted yet by the number of their question. */
  let pressedAtMs: number[] = [];
  let waiting: { readonly asked: number; readonly atMs: number }[] = [];
  let asked = 0;
  let answered = 0;

  window.addEventListener('forget-samples', () => {
    for (const list of Object.values(samples) as number[][]) list.length = 0;
    pressedAtMs = [];
    waiting = [];
  });
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.isTrusted && event.key.length === 1) pressedAtMs.push(event.timeStamp);
    },
    true,
  );
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) samples.longTaskMs.push(duration);
  }).observe({ type: 'longtask' });

  let lastFrameMs = performance.now();
  const noteFrame = (nowMs: number): void => {
    samples.frameMs.push(nowMs - lastFrameMs);
    lastFrameMs = nowMs;
    requestAnimationFrame(noteFrame);
  };
  requestAnimationFrame(noteFrame);

  const notePainted = (): void => {
    const nowMs = performance.now();
    for (const key of waiting) if (key.asked <= answered) samples.paintedMs.push(nowMs - key.atMs);
    waiting = waiting.filter((key) => key.asked > answered);
  };
  const realFetch = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const isSearch = typeof input === 'string' && /customers\.(?:search|recent)$/.test(input);
    if (!isSearch) return realFetch(input, init);
    asked += 1;
    const number = asked;
    waiting.push(...pressedAtMs.map((atMs) => ({ asked: number, atMs })));
    pressedAtMs = [];
    const response = await realFetch(input, init);
    const read = response.json.bind(response);
    response.json = async () => {
      const answer = (await read()) as { ok: boolean };
      if (answer.ok) {
        answered = Math.max(answered, number);
        // The frame is on its way to the screen when the first task after its callbacks runs.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.addEventListener('message', notePainted);
          port1.start();
          port2.postMessage(null);
        });
      }
      return answer;
    };
    return response;
  };
}
