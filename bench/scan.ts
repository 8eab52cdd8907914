/**
 * `node bench/scan.ts`: from the last key of a scanned card (its Enter) to the
 * painted customer, in Chromium on the browser host with 25,000 customers, the
 * window having shown somebody else before. Prints one JSON line; the goal is
 * 100 ms. Needs the pages built (`npm run build`).
 */
import type { Page } from '@playwright/test';
import { launchChromium } from '../scripts/find-chromium.ts';
import { callTill, startServedTill } from '../scripts/served-till.ts';
import { playKeys } from '../tests/browser/play-keys.ts';
import { seeded } from '../tests/shared/scanning/seeded.ts';
import { plainScanner, scanEvents } from '../tests/shared/scanning/type-like-scanner.ts';
import { figuresOf, percentile } from './figures.ts';

const goalMs = 100;
const scans = 40;
const warmUp = 5;

/** Where the time of one scan went. */
interface Opening {
  readonly allMs: number;
  /** From Enter to the question whose the code is, */
  readonly untilAskedMs: number;
  readonly findCodeMs: number;
  /** to the customer (begins with the end of the one before), */
  readonly getCustomerMs: number;
  /** to its page in the document, */
  readonly untilDrawnMs: number;
  /** to the frame on the screen. */
  readonly untilPaintedMs: number;
}

const till = await startServedTill();
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.addInitScript(watchScans);
  await till.open(page);
  await page.getByRole('combobox').waitFor();
  const cards = await readCards(page);
  const random = seeded(1);
  const openings: Opening[] = [];
  for (let number = 0; number < warmUp + scans; number += 1) {
    const card = cards[number % cards.length];
    if (card === undefined) throw new Error('Nobody has a card.');
    const opened = page.evaluate(
      (name) => (window as unknown as { nextOpened(name: string): Promise<Opening> }).nextOpened(name),
      card.displayName,
    );
    await playKeys(page, scanEvents(card.loyaltyId, { ...plainScanner, keyMs: 10 }, random), { leadMs: 0 });
    const opening = await opened;
    if (number >= warmUp) openings.push(opening);
  }
  const partOf = (part: keyof Opening) =>
    percentile(
      openings.map((opening) => opening[part]),
      0.5,
    );
  const openedMs = openings.map(({ allMs }) => allMs);
  console.log(
    JSON.stringify({
      benchmark: 'scan-to-opened-customer',
      customers: 25_000,
      scans,
      minMs: Math.round(Math.min(...openedMs) * 10) / 10,
      ...figuresOf(openedMs),
      p50OfParts: {
        untilAskedMs: partOf('untilAskedMs'),
        findCodeMs: partOf('findCodeMs'),
        getCustomerMs: partOf('getCustomerMs'),
        untilDrawnMs: partOf('untilDrawnMs'),
        untilPaintedMs: partOf('untilPaintedMs'),
      },
      goalMs,
    }),
  );
} finally {
  await browser.close();
  await till.stop();
}

/** People with cards and names of their own, so that each scan opens somebody else. */
async function readCards(page: Page): Promise<readonly { loyaltyId: string; displayName: string }[]> {
  const byName = new Map<string, string>();
  for (const query of ['hansen', 'olsen', 'johansen', 'andersen']) {
    const answer = await callTill(page, 'customers.search', { query, limit: 20 });
    for (const hit of answer.ok ? answer.hits : []) {
      if (hit.loyaltyId) byName.set(hit.displayName, hit.loyaltyId);
    }
  }
  return [...byName].map(([displayName, loyaltyId]) => ({ displayName, loyaltyId }));
}

/** Runs in the page: the time from Enter to the first frame that shows the customer's name as its heading. */
function watchScans(): void {
  let enteredAtMs = Number.NaN;
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter') enteredAtMs = performance.now();
    },
    true,
  );
  const nextOpened = (name: string): Promise<Opening> =>
    new Promise((resolve) => {
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
          const found = asked.findLast((one) => one.name.endsWith('/codes.find'))!;
          const got = asked.findLast((one) => one.name.endsWith('/customers.get'))!;
          performance.clearResourceTimings();
          resolve({
            allMs: paintedMs - startMs,
            untilAskedMs: found.startTime - startMs,
            findCodeMs: found.responseEnd - found.startTime,
            getCustomerMs: got.responseEnd - found.responseEnd,
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
  Object.assign(window, { nextOpened });
}
