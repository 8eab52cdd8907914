import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Language } from '#shared/contract/languages';
import { plainScanner, scanEvents } from '../shared/scanning/type-like-scanner.ts';
import { seeded } from '../shared/scanning/seeded.ts';
import { playKeys } from './play-keys.ts';

/** How a cashier works the till. */
export type Input = 'keyboard' | 'touch' | 'scanner';

/** What one journey took. */
export interface Journey {
  readonly journey: string;
  readonly input: Input;
  /** Keys and taps beyond the typing itself; a scan is none. */
  readonly keyActions: number;
  /** From the first key to the last paint, with the typing. */
  readonly totalMs: number;
  /** Of that the till's own: from each key or tap that asks for something to the frame that shows it. Null for scans: see `bench/scan.ts`. */
  readonly ownMs: number | null;
}

/** What is waited for: an element and a text within it. */
interface Shown {
  readonly selector: string;
  readonly text: string;
}

interface Words {
  readonly [key: string]: string | Words;
}

/** What the window says in a language, so that a journey finds its way in all of them. */
export function wordsOf(
  language: Language,
): (path: string, values?: Readonly<Record<string, string>>) => string {
  const folder = join(import.meta.dirname, '../../resources/translations');
  const words = JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')) as Words;
  return (path, values = {}) => {
    const found = path
      .split('.')
      .reduce<string | Words | undefined>(
        (place, key) => (typeof place === 'object' ? place[key] : undefined),
        words,
      );
    if (typeof found !== 'string') throw new Error(`${language} has no words for ${path}.`);
    return found.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => values[name] ?? '');
  };
}

declare global {
  interface Window {
    /** When a person last pressed a key or the screen, by the page's clock. */
    lastAskedMs?: number;
  }
}

/** Before the till is opened: the time of a key is taken before anything of the till hears of it. */
export async function watchKeys(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const note = (event: Event) => {
      if (event.isTrusted) window.lastAskedMs = event.timeStamp;
    };
    for (const kind of ['keydown', 'pointerup']) window.addEventListener(kind, note, { capture: true });
  });
}

/** Plays one journey with one kind of input, counts what is pressed and measures the till's share. */
export function startJourney(page: Page, input: Input, typeDelayMs: number) {
  const beganMs = Date.now();
  let keyActions = 0;
  let ownMs = 0;

  async function measured(act: () => Promise<void>, shown: Shown): Promise<void> {
    keyActions += 1;
    if (input === 'scanner') {
      // The keys of a played scan carry the times of its recording: there is nothing to measure from.
      await act();
      await expect(page.locator(shown.selector, { hasText: shown.text })).toBeVisible();
      return;
    }
    // Read first: a key may be there before what is evaluated.
    const beforeMs = await page.evaluate(() => window.lastAskedMs ?? 0);
    const measuring = page.evaluate(
      ({ selector, text, before }) =>
        new Promise<number>((resolve) => {
          const look = () => {
            const isThere = Array.from(document.querySelectorAll(selector)).some((element) =>
              element.textContent?.includes(text),
            );
            const askedMs = window.lastAskedMs ?? 0;
            if (askedMs > before && isThere) resolve(performance.now() - askedMs);
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }),
      { ...shown, before: beforeMs },
    );
    await act();
    ownMs += await measuring;
  }

  return {
    /** Typing itself: by hand, or on a touch screen's keyboard. */
    async type(text: string, field: Locator): Promise<void> {
      if (input === 'touch') await field.fill(text);
      else await page.keyboard.type(text, { delay: typeDelayMs });
    },
    /** One key that asks for something, or one tap on what does the same. */
    ask: (key: string, target: Locator, shown: Shown) =>
      measured(() => (input === 'touch' ? target.tap() : page.keyboard.press(key)), shown),
    /** A card under the scanner. */
    async scan(code: string): Promise<void> {
      await playKeys(page, scanEvents(code, { ...plainScanner, keyMs: 8 }, seeded(7)));
    },
    end: (journey: string): Journey => ({
      journey,
      input,
      keyActions,
      totalMs: Date.now() - beganMs,
      ownMs: input === 'scanner' ? null : Math.round(ownMs),
    }),
  };
}

/** Nothing of the page lies beside the window. */
export async function expectNoOverflow(page: Page): Promise<void> {
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(0);
}
