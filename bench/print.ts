/**
 * `npm run bench:print -- [--cards N] [--many N] [--customers N] [--folder DIR]`: how long a card takes
 * from `cards.print` to its last byte at a printer on loopback (ESC/POS and ZPL, the printer asked how it is
 * first): the first of a till, at once and some seconds after it has started, and all others. Then cards for many, as bytes and as one PDF: pace, memory, and what a search takes
 * meanwhile. The whole core with its threads. Prints JSON lines.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '../electron/core/core.ts';
import { startVirtualPrinter } from '../tests/printers/virtual-printer.ts';
import { figuresOf, round } from './figures.ts';
import { openTill } from './open-till.ts';
import { benchCustomers } from './lookup-customers.ts';
import { readyBase } from './ready-base.ts';
import { valueOf } from '../tests/value-of.ts';
import { readOptions } from '../scripts/command-line.ts';

const values = readOptions({
  cards: 100,
  many: 1000,
  customers: 10_000,
  folder: String,
});
const cards = values.cards;
const many = values.many;
const { customers } = values;

/** Longer than a till that prints takes to get ready for it. */
const startedLongAgoMs = 5_000;

async function timeCards(
  core: Core,
  language: 'escpos' | 'zpl',
  customerUids: readonly string[],
  when: 'at once' | 'later' = 'later',
): Promise<void> {
  const printer = await startVirtualPrinter(language);
  const { host, port } = printer;
  const profile = { kind: 'network', printerId: language, name: language, host, port, language } as const;
  valueOf(await core.call('printers.save', { printer: profile }));
  if (when === 'later') await sleep(startedLongAgoMs);
  const ms: number[] = [];
  for (const customerUid of customerUids) {
    const arrived = printer.nextCard();
    const start = performance.now();
    const { job } = valueOf(await core.call('cards.print', { customerUid, printer: language }));
    await arrived;
    ms.push(performance.now() - start);
    await jobSettled(core, job.jobId);
  }
  const about = { benchmark: 'print', customers, language };
  console.log(
    JSON.stringify({ ...about, cards: 1, what: `first card, ${when}`, ...figuresOf(ms.slice(0, 1)) }),
  );
  if (ms.length > 1)
    console.log(JSON.stringify({ ...about, cards: ms.length - 1, what: 'card', ...figuresOf(ms.slice(1)) }));
  await printer.close();
}

async function jobSettled(core: Core, jobId: string): Promise<void> {
  for (;;) {
    const { jobs } = valueOf(
      await core.call('cards.jobs', { limit: 1, single: true, states: ['sending', 'waiting'] }),
    );
    if (!jobs.some((job) => job.jobId === jobId)) return;
    await sleep(1);
  }
}

/** Searches beside the batch, as cashiers do, until it is over. */
async function timeMany(
  core: Core,
  what: string,
  printer: string,
  customerUids: readonly string[],
): Promise<void> {
  const memoryBefore = process.memoryUsage().rss;
  let memoryMost = memoryBefore;
  const searches: number[] = [];
  const start = performance.now();
  const { batch } = valueOf(
    await core.call('cards.printMany', { cardsFor: { customerUids: [...customerUids] }, printer }),
  );
  const orderedMs = round(performance.now() - start);
  for (;;) {
    const searchStart = performance.now();
    valueOf(await core.call('customers.search', { query: 'kari nordm' }));
    searches.push(performance.now() - searchStart);
    memoryMost = Math.max(memoryMost, process.memoryUsage().rss);
    const [now] = valueOf(await core.call('cards.batches', { batchId: batch!.batchId })).batches;
    if (now?.state === 'paused') throw new Error(now.error?.message);
    if (now?.state === 'done') break;
    await sleep(20);
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(
    JSON.stringify({
      benchmark: 'print',
      customers,
      what,
      cards: customerUids.length,
      orderedMs,
      seconds: round(seconds),
      cardsPerSecond: round(customerUids.length / seconds),
      moreMemoryMb: round((memoryMost - memoryBefore) / 1e6),
      search: figuresOf(searches),
    }),
  );
}

const base = await readyBase(values.folder, customers, 1);
try {
  const dataDir = base.makeTill('till');
  const uids = [...benchCustomers(Math.min(customers, Math.max(cards + 1, many)), 1)].map(
    ({ customerUid }) => customerUid,
  );
  const cold = await openTill(dataDir);
  await timeCards(cold, 'escpos', uids.slice(0, 1), 'at once');
  await cold.close();
  const core = await openTill(dataDir);
  await timeCards(core, 'escpos', uids.slice(0, cards + 1));
  await timeCards(core, 'zpl', uids.slice(0, cards + 1));
  if (many > 0) {
    const printer = await startVirtualPrinter('escpos');
    const { host, port } = printer;
    const profile = {
      kind: 'network',
      printerId: 'many',
      name: 'Many',
      host,
      port,
      language: 'escpos',
    } as const;
    valueOf(await core.call('printers.save', { printer: profile }));
    const folder = join(dataDir, 'pdf');
    valueOf(
      await core.call('printers.save', { printer: { kind: 'file', printerId: 'pdf', name: 'PDF', folder } }),
    );
    await timeMany(core, 'many as one PDF', 'pdf', uids.slice(0, many));
    await timeMany(core, 'many on a receipt printer', 'many', uids.slice(0, many));
    await printer.close();
  }
  await core.close();
} finally {
  base.remove();
}
