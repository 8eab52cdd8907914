import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultSettings } from '../../../electron/core/db/settings.ts';
import { createUpdateKeeper, type UpdateKeeper } from '../../../electron/core/updates/update-keeper.ts';
import { changeUpdateNotes, readUpdateNotes } from '../../../electron/core/updates/update-notes.ts';
import { makeReleaseKey } from '../../../scripts/release-feed.ts';
import type { TillEvent } from '../../../shared/contract/operations.ts';
import { isFeedUrl } from '../../../shared/contract/update-settings.ts';
import type { UpdateStatus } from '../../../shared/contract/updates.ts';
import type { Settings } from '../../../shared/contract/values.ts';
import { makeFolder } from '../db/open-writer.ts';
import { codeOf, comeIn, openShop } from '../session/open-shop.ts';
import { makeProgram, program, startReleaseServer, type ReleaseServer } from './release-server.ts';

const dayMs = 86_400_000;
const quick = { firstLookMs: 60_000_000, lookEveryMs: 60_000_000, quietMs: 1, askAgainMs: 1 };

type UpdateSettings = Settings['updates'];

/** The part of a till that sees to its releases, on a folder of its own, with nobody else at work. */
async function openKeeper(server: ReleaseServer, dataDir = makeFolder()) {
  const host = makeProgram(server.key);
  const listeners = new Set<(event: TillEvent) => void>();
  const updates: UpdateSettings = { automatic: true, feedUrl: server.feedUrl, channel: 'latest' };
  const keeper = await createUpdateKeeper({
    dataDir,
    host,
    fetch,
    clock: Date.now,
    readSettings: async () => ({ ...defaultSettings, updates }),
    session: () => ({ locked: false, cashier: 'till', role: 'manager', cashiers: [], language: null }),
    holds: async () => [],
    emit: (event) => listeners.forEach((listener) => listener(event)),
    log: () => {},
    background: false,
    pace: quick,
  });
  onTestFinished(() => keeper.stop());
  const set = (changes: Partial<UpdateSettings>): void =>
    keeper.note({ type: 'settings', settings: { ...defaultSettings, updates: { ...updates, ...changes } } });
  return { host, keeper, set, look: () => look(keeper, listeners) };
}

/** Looks, and waits for what is fetched behind it. */
async function look(
  keeper: Pick<UpdateKeeper, 'check' | 'status'>,
  listeners: Set<(event: TillEvent) => void>,
): Promise<UpdateStatus> {
  const { promise: settled, resolve } = Promise.withResolvers<void>();
  listeners.add((event) => {
    if (event.type === 'updates' && !['checking', 'downloading'].includes(event.status.state)) resolve();
  });
  if ((await keeper.check()).state === 'downloading') await settled;
  return keeper.status();
}

/** A till with a manager and a cashier that has a release ready. @param before what came of an earlier try */
async function openReadyShop(before?: (dataDir: string) => void) {
  const server = await startReleaseServer();
  const host = makeProgram(server.key);
  const dataDir = makeFolder();
  before?.(dataDir);
  const { core } = await openShop({ dataDir, updates: host, updatePace: quick, backgroundSync: true });
  const updates: UpdateSettings = { automatic: true, feedUrl: server.feedUrl, channel: 'latest' };
  await core.call('settings.set', { changes: { updates } });
  server.offer();
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  core.subscribe((event) => {
    if (event.type === 'updates' && event.status.state === 'ready') resolve();
  });
  await core.call('updates.check', {});
  await ready;
  return { core, dataDir, host };
}

describe('a till that updates itself', () => {
  it('fetches a signed release', async () => {
    const server = await startReleaseServer();
    const { host, look } = await openKeeper(server);
    server.offer();
    expect(await look()).toMatchObject({
      version: '0.1.0',
      by: 'itself',
      state: 'ready',
      release: { version: '0.2.0', notes: 'Cards print faster.' },
      error: null,
    });
    expect(readFileSync(host.staged()!.path, 'utf8')).toBe('the program, version 0.2.0');
  });

  it('has what there is when the release is its own', async () => {
    const server = await startReleaseServer();
    const { host, keeper, look } = await openKeeper(server);
    server.offer({ version: '0.1.0' });
    expect(await look()).toMatchObject({ state: 'idle', release: null, error: null });
    expect(host.staged()).toBe(null);
    await expect(keeper.install()).rejects.toMatchObject({ error: { code: 'update.not-ready' } });
  });

  const bad: Readonly<Record<string, (server: ReleaseServer) => void>> = {
    'update.unsigned': (server) => server.offer({}, null),
    'update.other-key': (server) => server.offer({}, makeReleaseKey()),
    'update.changed': (server) => {
      server.offer();
      appendFileSync(join(server.folder, 'latest-linux.yml'), ' ');
    },
    'update.file-changed': (server) => {
      server.offer();
      writeFileSync(join(server.folder, program), 'the program, version 0.2.1');
    },
    'update.older': (server) => server.offer({ version: '0.0.9' }),
    'update.replayed': (server) => server.offer({ signedAt: new Date(Date.now() - 60_000).toISOString() }),
    'update.expired': (server) => server.offer({ expiresAt: new Date(Date.now() - 1000).toISOString() }),
    // Signed well, by a clock that is a year ahead.
    'update.ahead': (server) =>
      server.offer({
        signedAt: new Date(Date.now() + 365 * dayMs).toISOString(),
        expiresAt: new Date(Date.now() + 366 * dayMs).toISOString(),
      }),
    // Signed well, and made for other machines.
    'update.invalid': (server) => server.offer({ feed: 'latest-linux-arm64' }),
  };

  it('takes no feed with more than one program', async () => {
    const server = await startReleaseServer();
    const { look } = await openKeeper(server);
    const file = { url: program, sha512: `${'A'.repeat(86)}==`, size: 1 };
    server.offer({ files: [file, { ...file, url: 'tillbook-0.2.0-beta.1.AppImage' }] as never });
    expect(await look()).toMatchObject({ release: null, error: { code: 'update.invalid' } });
  });

  it('knows which feed is old for each channel and address by itself', async () => {
    const [server, other] = [await startReleaseServer(), await startReleaseServer()];
    const { keeper, set, look } = await openKeeper(server);
    const earlier = { version: '0.1.0', signedAt: new Date(Date.now() - 60_000).toISOString() };
    server.offer({ version: '0.1.0' });
    expect(await look()).toMatchObject({ error: null });
    server.offer(earlier, undefined, 'beta-linux');
    set({ channel: 'beta' });
    expect(await look()).toMatchObject({ channel: 'beta', error: null });
    other.offer(earlier, server.key);
    set({ feedUrl: other.feedUrl });
    expect(await look()).toMatchObject({ error: null });
    // Back again, it still knows.
    set({ channel: 'latest' });
    server.offer(earlier);
    expect(await look()).toMatchObject({ error: { code: 'update.replayed' } });
    expect((await keeper.status()).release).toBe(null);
  });

  it('drops what it was told of a channel that nobody wants by then', async () => {
    const server = await startReleaseServer();
    const { host, set, look } = await openKeeper(server);
    server.offer();
    server.beforeAnswer = () => set({ channel: 'beta' });
    expect(await look()).toMatchObject({ state: 'idle', channel: 'beta', release: null, error: null });
    expect(host.staged()).toBe(null);
  });

  it.each(Object.entries(bad))('refuses what is %s, and takes the next good one', async (code, offer) => {
    const server = await startReleaseServer();
    const { host, look } = await openKeeper(server);
    // It has believed one before.
    server.offer({ version: '0.1.0' });
    await look();
    offer(server);
    expect(await look()).toMatchObject({ state: 'idle', release: null, error: { code } });
    expect(host.staged()).toBe(null);
    server.offer();
    expect(await look()).toMatchObject({ state: 'ready', error: null });
  });

  it.each([
    ['update.unreachable', (folder: string) => rmSync(join(folder, 'latest-linux.yml'))],
    [
      'update.invalid',
      (folder: string) => writeFileSync(join(folder, 'latest-linux.yml'), 'x'.repeat(100_000)),
    ],
  ])('keeps what it has fetched when the next look ends with %s', async (code, spoil) => {
    const server = await startReleaseServer();
    const { host, look } = await openKeeper(server);
    server.offer();
    await look();
    spoil(server.folder);
    expect(await look()).toMatchObject({ state: 'ready', error: { code } });
    expect(host.staged()).not.toBe(null);
  });

  it('drops a release that was taken back before anybody changed to it', async () => {
    const server = await startReleaseServer();
    const { host, look } = await openKeeper(server);
    server.offer();
    await look();
    server.offer({ version: '0.1.0' });
    expect(await look()).toMatchObject({ state: 'idle', release: null });
    expect(host.staged()).toBe(null);
  });

  it('waits for its turn, which is the same after a restart', async () => {
    const server = await startReleaseServer();
    const dataDir = makeFolder();
    const tillId = () =>
      (JSON.parse(readFileSync(join(dataDir, 'updates/notes.json'), 'utf8')) as { tillId: string }).tillId;
    const first = await openKeeper(server, dataDir);
    server.offer({ stagingPercentage: 0 });
    expect(await first.look()).toMatchObject({ state: 'idle', release: null });
    const place = tillId();
    const again = await openKeeper(server, dataDir);
    server.offer({ stagingPercentage: 100 });
    expect(await again.look()).toMatchObject({ state: 'ready' });
    expect(tillId()).toBe(place);
  });

  it('goes without when IT wants it so', async () => {
    const server = await startReleaseServer();
    const { host, keeper, set, look } = await openKeeper(server);
    server.offer();
    await look();
    set({ automatic: false });
    expect(host.staged()).toBe(null);
    await expect(keeper.check()).rejects.toMatchObject({ error: { code: 'update.off' } });
    expect(await keeper.status()).toMatchObject({ state: 'off', release: null });
  });

  it('takes no place that others in the network could stand in for', () => {
    expect(isFeedUrl('http://updates.example.no/')).toBe(false);
    expect(isFeedUrl('https://anybody@updates.example.no/')).toBe(false);
    expect(isFeedUrl('https://updates.example.no/tillbook')).toBe(true);
    expect(isFeedUrl('http://127.0.0.1:8080/')).toBe(true);
  });
});

describe('a release that is ready', () => {
  it('is put in place when a manager says so, and not while something is typed', async () => {
    const { core, host } = await openReadyShop();
    await core.call('updates.note', { unsaved: true });
    expect(await core.call('updates.install', {})).toMatchObject({
      ok: false,
      error: { code: 'update.busy', reason: 'update.typing' },
    });
    await comeIn(core, 'Ola');
    expect(codeOf(await core.call('updates.install', {}))).toBe('session.not-allowed');
    await comeIn(core, 'Kari');
    await core.call('updates.note', { unsaved: false });
    expect(await core.call('updates.install', {})).toMatchObject({
      ok: true,
      status: { state: 'installing' },
    });
    expect(host.restarts()).toBe(1);
  });

  it('is put in place at a locked till that nobody needs, when no form is kept for whoever comes back', async () => {
    const { core, host } = await openReadyShop();
    await core.call('updates.note', { unsaved: true });
    await core.call('session.lock', {});
    await comeIn(core, 'Kari');
    expect(host.restarts()).toBe(0);
    await core.call('updates.note', { unsaved: false });
    expect(host.restarts()).toBe(0);
    await core.call('session.lock', {});
    await host.restarted;
    expect(host.restarts()).toBe(1);
  });

  it('is not tried again by itself once it could not be put in place, and says so', async () => {
    const failed = { version: '0.2.0', code: 'ENOSPC' };
    const { core, dataDir, host } = await openReadyShop((folder) => changeUpdateNotes(folder, { failed }));
    expect(await core.call('updates.status', {})).toMatchObject({
      status: { state: 'ready', error: { code: 'update.not-placed' } },
    });
    expect(host.staged()).toBe(null);
    await core.call('session.lock', {});
    // Longer than it takes a till that nobody needs to change over.
    await comeIn(core, 'Kari');
    expect(host.restarts()).toBe(0);
    expect(readUpdateNotes(dataDir).failed).toEqual(failed);

    expect(codeOf(await core.call('updates.install', {}))).toBe('ok');
    expect(host.restarts()).toBe(1);
    expect(host.staged()).toMatchObject({ version: '0.2.0' });
  });

  it('is noted before the till ends for it, and a till that cannot note it does not end', async () => {
    const { core, dataDir, host } = await openReadyShop();
    const draft = join(dataDir, 'updates/notes.json.next');
    mkdirSync(draft);
    expect(codeOf(await core.call('updates.install', {}))).toBe('store.unwritable');
    expect(host.restarts()).toBe(0);
    rmSync(draft, { recursive: true });
    expect(codeOf(await core.call('updates.install', {}))).toBe('ok');
    expect(readUpdateNotes(dataDir).failed).toEqual({ version: '0.2.0', code: 'unknown' });
  });
});
