/**
 * `npm run bench:start -- [--customers N] [--folder F] [--starts N]`: from the
 * start of the desktop app's process to its window with the search box drawn and
 * waiting for keys, and from the first key to its answer on the screen, with N
 * customers (25,000). The first start warms the machine and is not counted. Prints
 * one JSON line; the goal is 1.5 s to the first usable key. Needs the app built
 * (`npm run build`) and an Electron that starts here; without a screen, run it
 * under `xvfb-run -a`.
 */
import { _electron } from '@playwright/test';
import { inProject } from '../scripts/project.ts';
import { readOptions } from '../scripts/command-line.ts';
import { benchKey } from './bench-store.ts';
import { figuresOf } from './figures.ts';
import { readyBase } from './ready-base.ts';

const values = readOptions({
  customers: 25_000,
  folder: String,
  starts: 6,
});
const { customers } = values;
const goalMs = 1500;

interface Start {
  readonly usableMs: number;
  readonly firstAnswerMs: number;
}

const base = await readyBase(values.folder, customers, 1);
const dataDir = base.makeTill('till');
try {
  await startOnce();
  const starts: Start[] = [];
  while (starts.length < values.starts) starts.push(await startOnce());
  console.log(
    JSON.stringify({
      benchmark: 'desktop-start-to-usable-key',
      customers,
      starts: starts.length,
      minMs: Math.round(Math.min(...starts.map(({ usableMs }) => usableMs))),
      ...figuresOf(starts.map(({ usableMs }) => usableMs)),
      goalMs,
      firstAnswer: figuresOf(starts.map(({ firstAnswerMs }) => firstAnswerMs)),
    }),
  );
} finally {
  base.remove();
}

async function startOnce(): Promise<Start> {
  const till = await _electron.launch({
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), inProject('.'), '--data', dataDir],
    env: { ...ownEnvironment(), TILLBOOK_KEY: Buffer.from(benchKey).toString('hex') },
  });
  try {
    const page = await till.firstWindow();
    const search = page.getByRole('combobox');
    await search.waitFor();
    const startedAtMs = await till.evaluate(() => process.getCreationTime() ?? Number.NaN);
    // Nothing is drawn before the search box is, and that has the cursor from the start.
    const usableAtMs = await page.evaluate(async () => {
      const entries = await new Promise<PerformanceEntryList>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries())).observe({
          type: 'paint',
          buffered: true,
        });
      });
      return performance.timeOrigin + Math.max(...entries.map(({ startTime }) => startTime));
    });
    const pressedAtMs = performance.now();
    await page.keyboard.type('a', { delay: 60 });
    await page.getByRole('option').first().waitFor();
    return { usableMs: usableAtMs - startedAtMs, firstAnswerMs: performance.now() - pressedAtMs - 60 };
  } finally {
    await till.close();
  }
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
