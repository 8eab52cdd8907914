import type { Page } from '@playwright/test';
import { percentile } from './figures.ts';

/** Where the time went between Enter and the customer on the screen, in milliseconds. */
export interface Opening {
  readonly allMs: number;
  /** From Enter to the first question, */
  readonly untilAskedMs: number;
  /** to the answer whose the scanned code is (nothing when nobody scanned), */
  readonly findCodeMs: number;
  /** to the customer's record, */
  readonly getCustomerMs: number;
  /** to the customer in the document, */
  readonly untilDrawnMs: number;
  /** to the frame on the screen. */
  readonly untilPaintedMs: number;
}

/** Makes the page note what {@link nextOpening} tells; before it is opened. */
export async function watchOpenings(page: Page): Promise<void> {
  await page.addInitScript(noteOpenings);
}

/** The next time that a customer of this name is opened by Enter. */
export function nextOpening(page: Page, name: string): Promise<Opening> {
  return page.evaluate(
    (wanted) => (window as unknown as { nextOpening(name: string): Promise<Opening> }).nextOpening(wanted),
    name,
  );
}

/** The median of each part. */
export function partsOf(openings: readonly Opening[]): Omit<Opening, 'allMs'> {
  const median = (part: keyof Opening) =>
    percentile(
      openings.map((opening) => opening[part]),
      0.5,
    );
  return {
    untilAskedMs: median('untilAskedMs'),
    findCodeMs: median('findCodeMs'),
    getCustomerMs: median('getCustomerMs'),
    untilDrawnMs: median('untilDrawnMs'),
    untilPaintedMs: median('untilPaintedMs'),
  };
}

/** Runs in the page. */
function noteOpenings(): void {
  let enteredAtMs = Number.NaN;
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter') enteredAtMs = performance.now();
    },
    true,
  );
  const next = (name: string): Promise<Opening> =>
    new Promise((resolve) => {
      performance.clearResourceTimings();
      const look = (): void => {
        const isThere = [...document.querySelectorAll('h1')].some(({ textContent }) => textContent === name);
        if (!isThere || Number.isNaN(enteredAtMs)) return;
        observer.disconnect();
        const startMs = enteredAtMs;
        const drawnMs = performance.now();
        enteredAtMs = Number.NaN;
        const tell = (): void => {
          const paintedMs = performance.now();
          const asked = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
          const got = asked.findLast((one) => one.name.endsWith('/customers.get'))!;
          const found = asked.findLast((one) => one.name.endsWith('/codes.find'));
          resolve({
            allMs: paintedMs - startMs,
            untilAskedMs: (found ?? got).startTime - startMs,
            findCodeMs: found === undefined ? 0 : found.responseEnd - found.startTime,
            getCustomerMs: got.responseEnd - (found?.responseEnd ?? got.startTime),
            untilDrawnMs: drawnMs - got.responseEnd,
            untilPaintedMs: paintedMs - drawnMs,
          });
        };
        // The frame is on its way to the screen when the first task after its callbacks runs.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.addEventListener('message', tell);
          port1.start();
          port2.postMessage(null);
        });
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { childList: true, characterData: true, subtree: true });
    });
  Object.assign(window, { nextOpening: next });
}
