/**
 * `node bench/keystroke.ts`: from a key stroke to the painted list, in Chromium
 * on the browser host with 25,000 customers. Keys are typed one by one, each
 * after the list has answered the one before. Prints one JSON line; the goal is
 * a p95 of 50 ms. Needs the pages built (`npm run build`).
 */
import type { Page } from '@playwright/test';
import { launchChromium } from '../scripts/find-chromium.ts';
import { startServedTill } from '../scripts/served-till.ts';

const goalP95Ms = 50;
const queries = [
  'asse bjorn',
  'hansen oslo',
  '90124471',
  'kari nordmann',
  'nilsen bygg',
  'andersen 5003',
  'bjorn.ase@',
  'olsen trondheim',
  'johansson göteborg',
  '4471',
  'ingrid berg',
  'sorensen kobenhavn',
];

interface Samples {
  /** Milliseconds from each key to the first frame after the list changed. */
  readonly tillPaintedMs: number[];
}

const till = await startServedTill();
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.addInitScript(watchKeys);
  await till.open(page);
  await page.getByRole('combobox').waitFor();
  // Once through unmeasured: a till at work has warm code.
  await typeAll(page, queries.slice(0, 3));
  await page.evaluate(() => window.dispatchEvent(new Event('forget-samples')));
  const keys = await typeAll(page, queries);
  const { tillPaintedMs } = await page.evaluate(() => (window as unknown as { samples: Samples }).samples);
  const sorted = tillPaintedMs.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 10) / 10;
  console.log(
    JSON.stringify({
      benchmark: 'keystroke-to-painted-list',
      customers: 25_000,
      keys,
      painted: sorted.length,
      p50Ms: at(0.5),
      p95Ms: at(0.95),
      p99Ms: at(0.99),
      maxMs: at(1),
      goalP95Ms,
    }),
  );
} finally {
  await browser.close();
  await till.stop();
}

/** Types every query, a cashier's pause between the keys. @returns how many keys were pressed */
async function typeAll(page: Page, texts: readonly string[]): Promise<number> {
  let keys = 0;
  for (const text of texts) {
    await page.keyboard.press('Escape');
    for (const key of text) {
      const answered = page.waitForResponse(/\/api\/call\/customers\.(search|recent)$/);
      await page.keyboard.type(key);
      await answered;
      await page.waitForTimeout(60);
      keys += 1;
    }
  }
  return keys;
}

/** Runs in the page: the time from a key to the first frame in which the list shows its answer. */
function watchKeys(): void {
  const tillPaintedMs: number[] = [];
  Object.assign(window, { samples: { tillPaintedMs } });
  let pressedAtMs: number | null = null;
  window.addEventListener('forget-samples', () => tillPaintedMs.splice(0));
  window.addEventListener(
    'keydown',
    (event) => {
      pressedAtMs = event.key.length === 1 ? event.timeStamp : null;
    },
    true,
  );
  new MutationObserver((changes) => {
    const inList = changes.some(({ target }) =>
      (target instanceof Element ? target : target.parentElement)?.closest('section[aria-label]'),
    );
    if (!inList || pressedAtMs === null) return;
    const startMs = pressedAtMs;
    pressedAtMs = null;
    // The frame is on its way to the screen when the first task after its callbacks runs.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => tillPaintedMs.push(performance.now() - startMs));
      port1.start();
      port2.postMessage(null);
    });
  }).observe(document, { childList: true, characterData: true, subtree: true });
}
