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
import { figuresOf } from './figures.ts';
import { nextOpening, partsOf, watchOpenings, type Opening } from './opening-page.ts';

const goalMs = 100;
const scans = 40;
const warmUp = 5;

const till = await startServedTill();
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await watchOpenings(page);
  await till.open(page);
  await page.getByRole('combobox').waitFor();
  const cards = await readCards(page);
  const random = seeded(1);
  const openings: Opening[] = [];
  for (let number = 0; number < warmUp + scans; number += 1) {
    const card = cards[number % cards.length];
    if (card === undefined) throw new Error('Nobody has a card.');
    const opened = nextOpening(page, card.displayName);
    await playKeys(page, scanEvents(card.loyaltyId, { ...plainScanner, keyMs: 10 }, random), { leadMs: 0 });
    const opening = await opened;
    if (number >= warmUp) openings.push(opening);
  }
  const openedMs = openings.map(({ allMs }) => allMs);
  console.log(
    JSON.stringify({
      benchmark: 'scan-to-opened-customer',
      customers: 25_000,
      scans,
      minMs: Math.round(Math.min(...openedMs) * 10) / 10,
      ...figuresOf(openedMs),
      p50OfParts: partsOf(openings),
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
