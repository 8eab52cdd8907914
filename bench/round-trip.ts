/**
 * `npm run bench:round-trip -- --customers N [--searches S] [--folder DIR]`: from a window's
 * `customers.search` to its answer of 20 hits, through each way a window has to the core: loopback
 * HTTP to the browser host's process, from Node and from a page in Chromium; and Electron's IPC from
 * the desktop's window, where Electron and a display are (`xvfb-run -a` makes one). Prints JSON lines.
 */
import { chromium, _electron, type Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openStore } from '../electron/core/db/open.ts';
import { createReader } from '../electron/core/db/reader.ts';
import { buildWhenStale } from '../scripts/build-when-stale.ts';
import { chromiumArguments, findChromium } from '../scripts/find-chromium.ts';
import { findElectron } from '../scripts/find-electron.ts';
import { inProject } from '../scripts/project.ts';
import { readOptions } from '../scripts/command-line.ts';
import { benchKey } from './bench-store.ts';
import { figuresOf } from './figures.ts';
import { readyBase, type ReadyBase } from './ready-base.ts';

const values = readOptions({
  customers: 25_000,
  searches: 1000,
  seed: 1,
  folder: String,
});
const { customers } = values;
const searches = values.searches;
const hitsWanted = 20;
/** Searches of each way that do not count: a till at work has warm code. */
const warmUp = 200;
const operation = '/api/call/customers.search';
const environment = { ...process.env, TILLBOOK_KEY: Buffer.from(benchKey).toString('hex') };

/** What one way measured: milliseconds of the searches that answered 20 hits. */
type Measured = readonly number[];

function report(way: string, ms: Measured): void {
  console.log(
    JSON.stringify({
      benchmark: 'round-trip',
      way,
      customers,
      hits: hitsWanted,
      searches: ms.length,
      ...figuresOf(ms),
    }),
  );
}

function skip(way: string, reason: string): void {
  console.log(JSON.stringify({ benchmark: 'round-trip', way, skipped: reason }));
}

/** Starts the browser host on a till's folder. */
async function serve(dataDir: string) {
  const cli = inProject('electron/cli/index.ts');
  const child = spawn(process.execPath, [cli, '--data', dataDir, 'serve'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /http:\/\/\S+/.exec(line)?.[0];
    if (address === undefined) continue;
    const signedIn = await fetch(address, { redirect: 'manual' });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const stop = async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    };
    return { origin: new URL(address).origin, cookie, stop };
  }
  throw new Error('The till ended before it could be opened.');
}

/** Queries that many customers answer. */
function queriesWithAllHits(base: ReadyBase): string[] {
  const reader = createReader(openStore(base.path, benchKey, { readonly: true }));
  const queries: string[] = [];
  for (const { query } of base.makeQueries(searches * 10)) {
    if (queries.length === searches) break;
    const { hits } = reader.methods.search({ query, limit: hitsWanted });
    if (hits.length === hitsWanted) queries.push(query);
  }
  reader.stop();
  return queries;
}

async function measureFromNode(
  origin: string,
  cookie: string,
  queries: readonly string[],
): Promise<Measured> {
  const taken: number[] = [];
  for (const query of queries) {
    const start = performance.now();
    const response = await fetch(origin + operation, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ query, limit: hitsWanted, caller: 'bench' }),
    });
    const answer = (await response.json()) as { readonly hits: readonly unknown[] };
    if (answer.hits.length === hitsWanted) taken.push(performance.now() - start);
  }
  return taken;
}

/** From a page, over HTTP or over the desktop's bridge: whichever the page has. */
function measureInPage(page: Page, queries: readonly string[]): Promise<Measured> {
  return page.evaluate(
    async ([asked, path, limit]) => {
      interface Answer {
        readonly hits: readonly unknown[];
      }
      interface Bridge {
        readonly customers: { search(input: unknown): Promise<Answer> };
      }
      const { till } = window as unknown as { till?: Bridge };
      const search = async (input: unknown): Promise<Answer> => {
        if (till !== undefined) return till.customers.search(input);
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(input) });
        return (await response.json()) as Answer;
      };
      const taken: number[] = [];
      for (const query of asked) {
        const start = performance.now();
        const { hits } = await search({ query, limit, caller: 'bench' });
        if (hits.length === limit) taken.push(performance.now() - start);
      }
      return taken;
    },
    [queries, operation, hitsWanted] as const,
  );
}

async function measureInChromium(origin: string, cookie: string, queries: readonly string[]): Promise<void> {
  const way = 'loopback HTTP from Chromium';
  const executablePath = findChromium();
  if (executablePath === undefined) {
    skip(way, 'there is no Chromium');
    return;
  }
  const browser = await chromium.launch({ args: [...chromiumArguments], executablePath });
  try {
    const context = await browser.newContext();
    const [name = '', value = ''] = cookie.split('=');
    await context.addCookies([{ name, value, url: origin }]);
    const page = await context.newPage();
    await page.goto(origin);
    await measureInPage(page, queries.slice(0, warmUp));
    report(way, await measureInPage(page, queries));
  } finally {
    await browser.close();
  }
}

async function measureInElectron(dataDir: string, queries: readonly string[]): Promise<void> {
  const way = 'Electron IPC';
  const electron = await findElectron();
  if (!electron.ok || (process.platform === 'linux' && !process.env['DISPLAY'])) {
    skip(way, electron.ok ? 'there is no display' : electron.reason);
    return;
  }
  const till = await _electron.launch({
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), inProject('.'), '--data', dataDir],
    cwd: inProject('.'),
    env: environment,
  });
  try {
    const page = await till.firstWindow();
    await page.waitForLoadState();
    await measureInPage(page, queries.slice(0, warmUp));
    report(way, await measureInPage(page, queries));
  } finally {
    await till.close();
  }
}

if (!(await buildWhenStale())) throw new Error('The pages could not be built.');
const base = await readyBase(values.folder, customers, values.seed);
try {
  const queries = queriesWithAllHits(base);
  const host = await serve(base.makeTill('browser'));
  await measureFromNode(host.origin, host.cookie, queries.slice(0, warmUp));
  report('loopback HTTP from Node', await measureFromNode(host.origin, host.cookie, queries));
  await measureInChromium(host.origin, host.cookie, queries);
  await host.stop();
  await measureInElectron(base.makeTill('desktop'), queries);
} finally {
  base.remove();
}
