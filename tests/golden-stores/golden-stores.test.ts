import { copyFileSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { schemaVersion } from '../../electron/core/db/migrations/index.ts';
import { readWholeStore } from '../../electron/core/db/copy-store.ts';
import { makeFolder, testKey } from '../core/db/open-writer.ts';
import { openCore } from '../core/operations/open-core.ts';
import { startStore } from '../practice/running-store.ts';

const here = import.meta.dirname;
const stores = readdirSync(here).filter((name) => statSync(join(here, name)).isDirectory());

/** A till's folder as the earlier program has left it. */
function folderOf(store: string): string {
  const dataDir = makeFolder();
  copyFileSync(join(here, store, 'till.db'), join(dataDir, 'till.db'));
  return dataDir;
}

/** The schemas of the backups of a till. */
function backedUpSchemas(dataDir: string): number[] {
  const folder = join(dataDir, 'backups');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.map((name) =>
    readWholeStore(join(folder, name), testKey, (db) => Number(db.pragma('user_version', { simple: true }))),
  );
}

describe.each(stores)('a till of %s', (store) => {
  it('opens with all it had, backed up before anything was changed, and delivers each change once', async () => {
    const { core, dataDir } = await openCore({ dataDir: folderOf(store) });
    const found = await core.call('customers.search', { query: 'nordmann' });
    expect(found).toMatchObject({ ok: true, coverage: { cached: 22 } });
    expect(await core.call('customers.get', { customerUid: 'golden-1' })).toMatchObject({
      ok: true,
      customer: { firstname: 'Kari 1', city: 'Bodø' },
      state: 'pending',
    });
    const settings = await core.call('settings.get', {});
    expect(settings).toMatchObject({
      ok: true,
      settings: { shopName: 'Gullsmed Åse', theme: 'dark', setUp: true },
    });
    expect(await core.call('connection.get', {})).toMatchObject({
      ok: true,
      connection: { service: 'flow-retail', store: 'shop-1', till: '1' },
    });
    const outbox = await core.call('outbox.list', {});
    const waiting = outbox.ok
      ? outbox.mutations.map(({ customerUid, kind }) => `${customerUid} ${kind}`)
      : [];
    expect(waiting.toSorted()).toEqual([
      'golden-1 update',
      'golden-card create',
      'golden-card print-card',
      'golden-new create',
    ]);
    const cards = await core.call('cards.jobs', { customerUid: 'golden-card' });
    expect(cards.ok && cards.jobs).toHaveLength(1);
    const trail = await core.call('audit.list', { limit: 50 });
    expect(trail.ok && trail.entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['customers.create', 'customers.update', 'customers.get']),
    );
    expect(await core.call('audit.verify', {})).toMatchObject({ ok: true, fault: null });
    const wrong = (await core.diagnose()).filter(
      ({ ok, check }) => !ok && check !== 'connection' && check !== 'key',
    );
    expect(wrong).toEqual([]);

    // The version before opens what was made before the change.
    const schema = Number(store.replace('schema-', ''));
    expect(backedUpSchemas(dataDir)).toEqual(schema === schemaVersion ? [] : [schema]);

    // Its service comes back.
    const service = await startStore({ customers: 0 });
    for (let index = 0; index < 20; index += 1) {
      const customer = { customerUid: `golden-${index}`, customerType: 'PERSON', firstname: `Kari ${index}` };
      await service.call('POST', '/customers', {
        body: { ...customer, lastname: 'Nordmann', city: 'Oslo', countryCode: 'NO' },
      });
    }
    const connected = await core.call('connection.get', {});
    if (!connected.ok || connected.connection === null) throw new Error('The till has lost its connection');
    await core.call('connection.set', {
      connection: { ...connected.connection, url: service.baseUrl },
      secret: { kind: 'token', token: service.store.tokens.backoffice },
    });
    const synced = await core.syncOnce({ untilIdle: true, timeoutMs: 20_000 });
    expect(synced).toMatchObject({ ok: true, pending: 0, parked: 0, conflicts: 0, stoppedBy: null });
    expect(service.store.customerCount()).toBe(22);
    expect((await service.call('GET', '/customers/golden-1')).body).toMatchObject({ city: 'Bodø' });
    expect((await service.call('GET', '/customers/golden-new')).body).toMatchObject({ firstname: 'Astrid' });
    expect(await core.syncOnce({ untilIdle: true, timeoutMs: 20_000 })).toMatchObject({
      ok: true,
      pushed: 0,
    });
  });
});
