import { describe, expect, it, onTestFinished } from 'vitest';
import type { Core } from '../../../electron/core/core.ts';
import { createPracticeStore, type PracticeStore } from '../../../electron/practice/practice-store.ts';
import { makeFolder } from '../db/open-writer.ts';
import { openCore } from './open-core.ts';

const dayMs = 86_400_000;
const startMs = Date.parse('2026-03-02T09:00:00.000Z');

interface Till {
  readonly store: PracticeStore;
  /** Posts a fault rule to the practice store. */
  readonly breakDown: (rule: object) => Promise<void>;
  readonly repair: () => Promise<void>;
  /** Deletes customers at the service. */
  readonly removeSome: (count: number) => Promise<void>;
  /** Runs one thing in a process of its own, so to speak, so long after the first. */
  readonly inNewProcess: <Answer>(use: (core: Core) => Promise<Answer>, laterMs?: number) => Promise<Answer>;
}

/** A till that has synced once, opened anew for everything that is done with it. */
async function openTill(customers: number): Promise<Till> {
  const store = createPracticeStore({ customers, seed: 3, clock: () => startMs });
  onTestFinished(() => store.close());
  const { baseUrl, controlUrl } = await store.listen(0);
  const dataDir = makeFolder();
  const inNewProcess: Till['inNewProcess'] = async (use, laterMs = 0) => {
    const { core } = await openCore({ dataDir, clock: () => startMs + laterMs });
    try {
      return await use(core);
    } finally {
      await core.close();
    }
  };
  await inNewProcess(async (core) => {
    await core.call('connection.set', {
      connection: { service: 'flow-retail', url: baseUrl, tenant: store.tenantUid, practice: true },
      secret: { kind: 'token', token: store.tokens.backoffice },
    });
    expect(await sync(core)).toMatchObject({ pulled: customers, stoppedBy: null });
  });
  return {
    store,
    inNewProcess,
    async breakDown(rule) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(rule);
      expect((await fetch(`${controlUrl}/faults`, { method: 'POST', headers, body })).ok).toBe(true);
    },
    async repair() {
      await fetch(`${controlUrl}/faults`, { method: 'DELETE' });
    },
    async removeSome(count) {
      const customers = `${baseUrl}/tenants/${store.tenantUid}/customers`;
      const headers = { authorization: `Bearer ${store.tokens.backoffice}` };
      const listed = await fetch(`${customers}?pageSize=100`, { headers });
      const { items } = (await listed.json()) as { items: { customerUid: string }[] };
      const gone = items.filter(({ customerUid }) => !customerUid.startsWith('demo-')).slice(0, count);
      for (const { customerUid } of gone) {
        const answer = await fetch(`${customers}/${customerUid}`, { method: 'DELETE', headers });
        expect(answer.status).toBe(204);
      }
    },
  };
}

const sync = (core: Core) => core.syncOnce({ untilIdle: false, timeoutMs: 20_000 });

async function statusOf(core: Core) {
  const answer = await core.call('sync.status', {});
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.status;
}

async function findingOf(core: Core, check: string) {
  const { ok, detail } = (await core.diagnose()).find((finding) => finding.check === check) ?? {};
  return { ok, detail };
}

describe('what went wrong is known to whoever opens the till next', () => {
  it('a service that is away: since when, and that it has to be looked at after a day', async () => {
    const { store, inNewProcess } = await openTill(3);
    await store.close();
    await inNewProcess(sync, 60_000);
    const since = '2026-03-02T09:01:00.000Z';
    await inNewProcess(async (core) => {
      const error = { code: 'service.unreachable' };
      expect(await statusOf(core)).toMatchObject({
        reach: 'offline',
        lastError: error,
        lastErrorSince: since,
      });
      expect(await findingOf(core, 'connection')).toEqual({
        ok: true,
        detail: expect.stringContaining(`Since ${since}: The customer service cannot be reached`) as unknown,
      });
      // Tried again in vain: it is still the same trouble.
      await sync(core);
      expect(await statusOf(core)).toMatchObject({ reach: 'offline', lastErrorSince: since });
    }, 3_600_000);
    const later = await inNewProcess((core) => findingOf(core, 'connection'), dayMs + 120_000);
    expect(later.ok).toBe(false);
  });

  it('a refused sign-in, which is wrong at once, until it is accepted again', async () => {
    const { breakDown, repair, inNewProcess } = await openTill(3);
    await breakDown({ kind: '401', match: {} });
    await inNewProcess(sync, 60_000);
    await inNewProcess(async (core) => {
      expect(await statusOf(core)).toMatchObject({
        reach: 'attention',
        lastError: { code: 'service.unauthorized' },
        lastErrorSince: '2026-03-02T09:01:00.000Z',
      });
      expect(await findingOf(core, 'connection')).toMatchObject({ ok: false });
    }, 120_000);
    await repair();
    await inNewProcess(sync, 180_000);
    await inNewProcess(async (core) => {
      expect(await statusOf(core)).toMatchObject({ lastError: null, lastErrorSince: null });
      expect((await core.diagnose()).filter(({ ok }) => !ok)).toEqual([]);
    }, 240_000);
  });

  it('customers that vanished at once, and a card nobody has seen come out', async () => {
    const { removeSome, breakDown, inNewProcess } = await openTill(60);
    await removeSome(20);
    await breakDown({ kind: 'reset-after', match: { method: 'POST', path: '/print$' }, count: 1 });
    await inNewProcess(async (core) => {
      await core.call('cards.print', { customerUid: 'demo-kari-nordmann' });
      await core.syncOnce({ untilIdle: true, timeoutMs: 20_000 });
    }, dayMs * 2);
    await inNewProcess(async (core) => {
      expect(await findingOf(core, 'deletions')).toEqual({ ok: false, detail: '20 held back.' });
      expect(await findingOf(core, 'cards')).toEqual({ ok: false, detail: '1 need attention.' });
      expect(await findingOf(core, 'outbox')).toMatchObject({ ok: false });
      const { lastError, heldBack } = await statusOf(core);
      expect({ heldBack, words: lastError?.message }).toEqual({
        heldBack: 20,
        words: expect.stringContaining('no longer lists 20 customers') as unknown,
      });
    }, dayMs * 2);
  });
});
