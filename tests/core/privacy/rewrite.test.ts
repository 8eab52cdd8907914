import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createPrivacyKeeper } from '../../../electron/core/privacy/privacy-keeper.ts';
import { openShop, openTill, type Till } from '../sync/open-till.ts';
import { remote } from '../sync/remote.ts';

/** Everything of the store as the cipher gives it out. */
const plainText = (till: Till): string => till.db.serialize().toString('latin1').toLowerCase();
const sinceMs = (till: Till): number | null => till.reader.describeRewrite().sinceMs;
const minuteMs = 60_000;

/** So many people, each with a card, and as many others among them, `stays-0` and on. */
function fill(till: Till, people: number): string[] {
  const uids = Array.from({ length: people }, (_, number) => `c-${number}`);
  for (const [number, uid] of uids.entries()) {
    till.register(
      uid,
      { lastname: `Zqxjkvwp ${uid}`, email: `${uid}@zqxjkvwp.example`, loyaltyId: `zqxjkvwp${number}` },
      true,
    );
    till.register(`stays-${number}`, { lastname: 'Hansen' }, true);
  }
  // Each of them longer than before: SQLite moves rows from page to page.
  for (const uid of uids) till.change(uid, { address: `Zqxjkvwpgata ${uid} `.repeat(4).trim() });
  return uids;
}

/**
 * Thousands of cards, written as the till writes them. Ids of jobs are spread evenly: each comes to lie between others,
 * and SQLite moves rows from page to page to make room.
 */
function printCards(till: Till, uids: readonly string[], each: number): void {
  const order = till.db.prepare(
    `INSERT INTO print_job (job_id, customer_uid, loyalty_id, printer_id, printer_name, state, created_at_ms, updated_at_ms)
     VALUES (?, ?, ?, 'service', 'Service', 'done', ?, ?)`,
  );
  till.db.transaction(() => {
    for (let card = 0; card < each; card += 1) {
      for (const uid of uids) {
        const jobId = createHash('sha256').update(`${uid} ${card}`).digest('hex').slice(0, 36);
        order.run(jobId, uid, `zqxjkvwp${uid}`, card, card);
      }
    }
  })();
}

/** As the till does it beside its work. */
function clear(till: Till): void {
  do while (till.writer.sweepWords(500));
  while (!till.writer.emptyLog());
}

describe('a store written anew', () => {
  it('keeps nothing of the erased between the rows of its pages, and all of the others', async () => {
    const till = openTill((await openShop()).service);
    const uids = fill(till, 200);
    printCards(till, uids, 50);
    for (const customerUid of uids)
      till.writer.erasePerson(customerUid, { ...till.author(), reason: 'data-request' });
    clear(till);

    expect(till.writer.rewriteStore(Date.now())).toBe(true);
    clear(till);
    expect(plainText(till)).not.toContain('zqxjkvwp');
    expect(sinceMs(till)).toBeNull();
    expect(till.reader.search({ query: 'hansen', limit: 5 }).hits).toHaveLength(5);
    expect(till.reader.checkIntegrity()).toMatchObject({ errors: [], orphans: 0, unindexed: 0 });
    till.change('stays-7', { address: 'Storgata 1' });
    expect(till.customer('stays-7')).toMatchObject({ address: 'Storgata 1' });
  });

  it('is so only when the words of the erased are out of the dictionary', async () => {
    const till = openTill((await openShop()).service);
    const [one, other] = fill(till, 2);
    for (const customerUid of [one!, other!])
      till.writer.erasePerson(customerUid, { ...till.author(), reason: 'data-request' });
    expect(till.writer.rewriteStore(Date.now())).toBe(false);
    expect(sinceMs(till)).not.toBeNull();
    clear(till);
    expect(till.writer.rewriteStore(Date.now())).toBe(true);
  });

  it('is wanted by a till of before this was noted, that has erased somebody', async () => {
    const till = openTill((await openShop()).service);
    expect(sinceMs(till)).toBeNull();
    till.db.prepare(`INSERT INTO setting (key, value) VALUES ('purge', '{"due":false}')`).run();
    expect(sinceMs(till)).toBe(0);
  });
});

describe('a till at work', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance', 'Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A till from which somebody was erased, with somebody at it until `leave`. */
  async function tillAtWork({ background = true, memory = 1e12 } = {}) {
    vi.useRealTimers();
    const till = openTill((await openShop()).service);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance', 'Date'] });
    const [uid] = fill(till, 1);
    till.writer.erasePerson(uid!, { ...till.author(), reason: 'data-request' });
    const said: string[] = [];
    let leftMs: number | undefined;
    let available = memory;
    const keeper = createPrivacyKeeper({
      writer: remote(till.writer),
      reader: remote(till.reader),
      clock: () => Date.now(),
      quietMs: () => (leftMs === undefined ? 0 : performance.now() - leftMs),
      availableMemory: () => available,
      emit: () => {},
      log: (level, event, details) => said.push(`${level} ${event} ${details?.code ?? ''}`.trim()),
      background,
    });
    onTestFinished(() => keeper.stop());
    return {
      till,
      keeper,
      said,
      giveMemory: () => (available = 1e12),
      leave: () => (leftMs = performance.now()),
      /** Whatever is due is done when it returns. */
      wait: async (minutes: number) => {
        await keeper.settle();
        for (let minute = 0; minute < minutes; minute += 1) {
          await vi.advanceTimersByTimeAsync(minuteMs);
          await keeper.purge();
        }
      },
    };
  }

  it('writes its store anew when it was left alone for a while, not before', async () => {
    const { till, keeper, said, leave, wait } = await tillAtWork();
    await keeper.purge();
    await wait(30);
    expect(sinceMs(till)).not.toBeNull();
    leave();
    await wait(2);
    expect(sinceMs(till)).toBeNull();
    expect(said.filter((line) => line.includes('rewrit'))).toEqual(['info privacy.rewritten']);
    await wait(30);
    expect(said.filter((line) => line.includes('rewrit'))).toHaveLength(1);
  });

  it('waits an hour for memory that is missing, and says so', async () => {
    const { till, said, giveMemory, leave, wait } = await tillAtWork({ memory: 1000 });
    leave();
    await wait(5);
    expect(said.filter((line) => line.includes('rewrit'))).toEqual(['warning privacy.rewrite-waits ENOMEM']);
    giveMemory();
    await wait(50);
    expect(sinceMs(till)).not.toBeNull();
    await wait(10);
    expect(sinceMs(till)).toBeNull();
  });

  it('that is there for one command writes it anew at once', async () => {
    const { till, keeper } = await tillAtWork({ background: false });
    await keeper.purge();
    expect(sinceMs(till)).toBeNull();
  });
});
