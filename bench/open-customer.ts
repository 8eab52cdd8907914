/**
 * `npm run bench:open-customer -- [--customers N] [--folder F]`: from Enter on a
 * row of the list to the painted customer, in Chromium on the browser host, with N
 * customers (25,000), one row after the other. Prints one JSON line; the goal is
 * 50 ms. Needs the pages built (`npm run build`).
 */
import { setTimeout as wait } from 'node:timers/promises';
import { launchChromium } from '../scripts/find-chromium.ts';
import { callTill, serveFolder } from '../scripts/served-till.ts';
import { readOptions } from '../scripts/command-line.ts';
import { benchKey } from './bench-store.ts';
import { figuresOf } from './figures.ts';
import { nextOpening, partsOf, watchOpenings, type Opening } from './opening-page.ts';
import { readyBase } from './ready-base.ts';

const values = readOptions({
  customers: 25_000,
  folder: String,
});
const { customers } = values;
const goalMs = 50;
const names = ['hansen', 'olsen', 'johansen', 'andersen'];
const warmUp = 8;

const base = await readyBase(values.folder, customers, 1);
const host = await serveFolder(base.makeTill('till'), {
  TILLBOOK_KEY: Buffer.from(benchKey).toString('hex'),
});
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await watchOpenings(page);
  await page.goto(host.address);
  const search = page.getByRole('combobox');
  await search.waitFor();
  const openings: Opening[] = [];
  for (const name of names) {
    const answer = await callTill(page, 'customers.search', { query: name, limit: 20 });
    const hits = answer.ok ? answer.hits : [];
    await search.fill(name);
    await page
      .locator('[aria-selected=true]')
      .filter({ hasText: hits[0]?.displayName ?? '' })
      .waitFor();
    for (const [at, { displayName }] of hits.entries()) {
      if (at > 0) await page.keyboard.press('ArrowDown', { delay: 60 });
      // Two of one name in a row: nobody sees when the second is there.
      if (displayName === hits[at - 1]?.displayName) continue;
      const opening = nextOpening(page, displayName);
      await page.keyboard.press('Enter', { delay: 60 });
      openings.push(await opening);
      await wait(150);
    }
  }
  const counted = openings.slice(warmUp);
  const allMs = counted.map((opening) => opening.allMs);
  console.log(
    JSON.stringify({
      benchmark: 'enter-to-opened-customer',
      customers,
      opened: counted.length,
      minMs: Math.round(Math.min(...allMs) * 10) / 10,
      ...figuresOf(allMs),
      p50OfParts: partsOf(counted),
      goalMs,
    }),
  );
} finally {
  await browser.close();
  await host.stop();
  base.remove();
}
