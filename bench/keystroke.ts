/**
 * `npm run bench:keystroke -- [--customers N] [--folder F]`: from a key stroke to
 * the painted list, in Chromium on the browser host, at a fast typist's pace (keys
 * are down for a while: without that they are a scanner's); and what the window's
 * thread and its frames did meanwhile. First on a till at rest with N customers
 * (25,000), then while it takes in the practice store's 25,000 on top of them. A
 * base of a million takes some minutes to make; `--folder` keeps it. Prints a JSON
 * line each; the goals are a p95 of 33 ms, no task of more than 50 ms and no
 * dropped frame. Needs the pages built (`npm run build`).
 */
import { launchChromium } from '../scripts/find-chromium.ts';
import { startPracticeStore } from '../scripts/practice-store.ts';
import { callTill, serveFolder } from '../scripts/served-till.ts';
import { readOptions } from '../scripts/command-line.ts';
import { benchKey } from './bench-store.ts';
import { figuresOf } from './figures.ts';
import { readyBase } from './ready-base.ts';
import { droppedFrames, forgetSamples, takeSamples, typeTexts, watchTyping } from './typing-page.ts';

const values = readOptions({
  customers: 25_000,
  folder: String,
  queries: 16,
});
const { customers } = values;
const goals = { goalP95Ms: 33, goalLongTasks: 0, goalDroppedFrames: 0 };

const base = await readyBase(values.folder, customers, 1);
const dataDir = base.makeTill('till');
const queries = base.makeQueries(values.queries).map(({ query }) => query);
const host = await serveFolder(dataDir, { TILLBOOK_KEY: Buffer.from(benchKey).toString('hex') });
const browser = await launchChromium();
let practice: Awaited<ReturnType<typeof startPracticeStore>>;
try {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await watchTyping(page);
  await page.goto(host.address);
  await page.getByRole('combobox').waitFor();

  const measure = async (till: string, texts: readonly string[], goesOn?: () => boolean) => {
    await forgetSamples(page);
    const keys = await typeTexts(page, texts, goesOn);
    const { paintedMs, frameMs, longTaskMs } = await takeSamples(page);
    console.log(
      JSON.stringify({
        benchmark: 'keystroke-to-painted-list',
        till,
        customers,
        keys,
        painted: paintedMs.length,
        minMs: Math.round(Math.min(...paintedMs) * 10) / 10,
        ...figuresOf(paintedMs),
        longTasks: longTaskMs.length,
        longestTaskMs: Math.round(Math.max(0, ...longTaskMs)),
        frames: frameMs.length,
        droppedFrames: droppedFrames(frameMs),
        ...goals,
      }),
    );
  };

  // Unmeasured: a till at work has warm code.
  await typeTexts(page, queries.slice(0, 5));
  await measure('at rest', queries);

  practice = await startPracticeStore(dataDir, 0);
  if (!practice) throw new Error('The practice store could not start.');
  await callTill(page, 'connection.set', practice.connection);
  let isSyncing = true;
  const look = async () => {
    const answer = await callTill(page, 'sync.status', {});
    isSyncing = !answer.ok || answer.status.coverage.asOf === null;
  };
  const timer = setInterval(() => void look(), 1000);
  await measure('syncing', [...queries, ...queries, ...queries], () => isSyncing);
  clearInterval(timer);
} finally {
  await browser.close();
  await host.stop();
  await practice?.stop();
  base.remove();
}
