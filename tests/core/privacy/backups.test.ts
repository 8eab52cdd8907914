import {
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configSettingsSchema } from '#shared/provisioning/till-config';
import type { Core } from '../../../electron/core/core.ts';
import { verifyStore } from '../../../electron/core/db/copy-store.ts';
import { makeFolder, testKey } from '../db/open-writer.ts';
import { openCore } from '../operations/open-core.ts';

async function register(core: Core, customerUid: string, lastname: string): Promise<void> {
  const customer = {
    customerUid,
    customerType: 'PERSON' as const,
    firstname: 'Kari',
    lastname,
    countryCode: 'NO',
  };
  expect(await core.call('customers.create', { customer })).toMatchObject({ ok: true });
}

async function listBackups(core: Core) {
  const listed = await core.call('backups.list', {});
  if (!listed.ok) throw new Error(listed.error.message);
  return listed;
}

/** A clock that says what it is told to. */
function tellingClock(): { now: number; clock: () => number } {
  const clock = { now: Date.UTC(2026, 5, 1, 9), clock: () => clock.now };
  return clock;
}

const hourMs = 3_600_000;

describe('a backup', () => {
  it('is encrypted, holds what the till holds, and is said with its date and size', async () => {
    const { clock } = tellingClock();
    const { core, dataDir } = await openCore({ clock });
    await register(core, 'c-1', 'Canarybird');
    const made = await core.call('backups.make', {});
    if (!made.ok) throw new Error(made.error.message);
    const { path, madeAt, bytes } = made.backup;
    expect(path.startsWith(join(dataDir, 'backups'))).toBe(true);
    expect(madeAt).toBe('2026-06-01T09:00:00.000Z');
    const content = readFileSync(path);
    expect(content.length).toBe(bytes);
    expect(content.includes('Canarybird')).toBe(false);
    expect(content.includes('SQLite format')).toBe(false);
    expect(verifyStore(path, testKey)).toMatchObject({ customers: 1, unsent: 1 });
    expect(await listBackups(core)).toMatchObject({ backups: [{ path, madeAt, bytes }], error: null });
  });

  it('does not count before it is whole, and what was begun goes with the next one', async () => {
    const { core, dataDir } = await openCore();
    await core.call('backups.make', {});
    const [first] = readdirSync(join(dataDir, 'backups'));
    writeFileSync(join(dataDir, 'backups', `${first}.part`), 'half');
    expect((await listBackups(core)).backups).toHaveLength(1);
    await core.call('backups.make', {});
    expect(readdirSync(join(dataDir, 'backups')).every((name) => name.endsWith('.backup'))).toBe(true);
  });

  it('is one of as many as the settings keep, the oldest gone', async () => {
    const till = tellingClock();
    const { core } = await openCore({ clock: till.clock });
    await core.call('settings.set', { changes: { backup: { daily: true, keep: 2, folder: '' } } });
    for (let hour = 0; hour < 4; hour += 1) {
      till.now += hourMs;
      await core.call('backups.make', {});
    }
    const { backups } = await listBackups(core);
    expect(backups.map(({ madeAt }) => madeAt)).toEqual([
      '2026-06-01T13:00:00.000Z',
      '2026-06-01T12:00:00.000Z',
    ]);
  });

  it('lies in the folder of the settings beside those of other tills, and touches none of theirs', async () => {
    const folder = makeFolder();
    const tills = [await openCore(), await openCore()];
    for (const { core } of tills) {
      await core.call('settings.set', { changes: { backup: { daily: true, keep: 1, folder } } });
      await core.call('backups.make', {});
      await core.call('backups.make', {});
    }
    expect(readdirSync(folder)).toHaveLength(2);
    for (const { core } of tills) expect((await listBackups(core)).backups).toHaveLength(1);
  });

  it('that cannot be made says why, and doctor says so until one was made', async () => {
    const { core, dataDir } = await openCore();
    writeFileSync(join(dataDir, 'file'), '');
    const folder = join(dataDir, 'file', 'backups');
    await core.call('settings.set', { changes: { backup: { daily: true, keep: 1, folder } } });
    expect(await core.call('backups.make', {})).toMatchObject({
      ok: false,
      error: { code: 'backup.folder' },
    });
    const find = async () => (await core.diagnose()).find(({ check }) => check === 'backup');
    expect(await find()).toMatchObject({ ok: false, detail: expect.stringContaining('The last try failed') });
    await core.call('settings.set', { changes: { backup: { daily: true, keep: 1, folder: '' } } });
    await core.call('backups.make', {});
    expect(await find()).toMatchObject({ ok: true });
  });

  it('goes into a folder whose whole path is known, else the setting is refused', async () => {
    const { core } = await openCore();
    const changes = { backup: { daily: true, keep: 1, folder: '../x' } };
    expect(await core.call('settings.set', { changes })).toMatchObject({
      ok: false,
      error: { code: 'input.invalid', issues: [{ field: 'changes.backup.folder', code: 'folder.relative' }] },
    });
    expect(configSettingsSchema.safeParse(changes)).toMatchObject({ success: false });
  });
});

describe('backups in several folders', () => {
  /** A till with a backup in a folder of its own and one in another, and somebody erased since. */
  async function openErased() {
    const till = tellingClock();
    const { core, dataDir } = await openCore({ clock: till.clock });
    const other = makeFolder();
    await register(core, 'c-1', 'Erased');
    const made = await core.makeBackup(other);
    if (!made.ok) throw new Error(made.error.message);
    till.now += 1000;
    await core.call('customers.erase', { customerUid: 'c-1', reason: 'data-request' });
    till.now += 1000;
    const describeBackups = async () => (await core.diagnose()).find(({ check }) => check === 'backup')!;
    return { till, core, dataDir, other, path: made.backup.path, describeBackups };
  }

  it('are all replaced by the next one, wherever that is made; until then the doctor says where they lie', async () => {
    const { core, other, path, describeBackups } = await openErased();
    expect((await describeBackups()).detail).toContain(
      `may be left, since 2026-06-01T09:00:01.000Z, in ${other}`,
    );
    expect(await core.makeBackup()).toMatchObject({ ok: true, unreplaced: null });
    expect(existsSync(path)).toBe(false);
    const [name] = readdirSync(other);
    expect(verifyStore(join(other, name!), testKey)).toMatchObject({ customers: 0 });
    expect(await describeBackups()).toMatchObject({ ok: true, detail: expect.not.stringContaining('left') });
  });

  it('are replaced whatever happens in another folder, which is named until it can be replaced there too', async () => {
    const { till, core, other, path, describeBackups } = await openErased();
    const away = `${other}-away`;
    // As where a share lay that is away: a folder is there that has none, and lies on another device.
    renameSync(other, away);
    symlinkSync('/dev', other);
    const second = makeFolder();
    expect(await core.makeBackup(second)).toMatchObject({
      ok: true,
      unreplaced: { code: 'backup.folder', reason: 'backup.folders', fill: { folders: other } },
    });
    expect(await describeBackups()).toMatchObject({ ok: false, detail: expect.stringContaining(other) });

    till.now += 1000;
    await register(core, 'c-2', 'Erased too');
    await core.call('customers.erase', { customerUid: 'c-2', reason: 'data-request' });
    till.now += 1000;
    const [outdated] = readdirSync(second);
    expect(await core.replaceOutdatedBackups()).toMatchObject({
      ok: false,
      error: { fill: { folders: other } },
    });
    expect(readdirSync(second)).not.toContain(outdated);

    rmSync(other);
    renameSync(away, other);
    expect(await core.replaceOutdatedBackups()).toMatchObject({ ok: true });
    expect(existsSync(path)).toBe(false);
    expect(await describeBackups()).toMatchObject({ ok: true });
  });

  it('are no longer asked for where somebody has removed them all', async () => {
    const { core, other, describeBackups } = await openErased();
    rmSync(other, { recursive: true });
    expect(await core.replaceOutdatedBackups()).toMatchObject({ ok: true });
    expect(existsSync(other)).toBe(false);
    expect((await describeBackups()).detail).not.toContain(other);
  });

  it('are not looked for in a file that somebody took for a folder', async () => {
    const { core, dataDir, path, describeBackups } = await openErased();
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    expect(await core.makeBackup(file)).toMatchObject({ ok: false, error: { code: 'backup.folder' } });
    // What could be replaced was.
    expect(existsSync(path)).toBe(false);
    expect(await core.makeBackup()).toMatchObject({ ok: true, unreplaced: null });
    expect((await describeBackups()).detail).not.toContain(file);
  });
});

it('who was erased is in no backup any more once the next command is through', async () => {
  const till = tellingClock();
  const { core } = await openCore({ clock: till.clock });
  await register(core, 'c-1', 'Erased');
  await register(core, 'c-2', 'Stays');
  const made = await core.call('backups.make', {});
  if (!made.ok) throw new Error(made.error.message);
  till.now += 2 * hourMs;
  expect(await core.call('customers.erase', { customerUid: 'c-1', reason: 'data-request' })).toMatchObject({
    ok: true,
  });
  till.now += 1000;
  await core.syncOnce({ untilIdle: false, timeoutMs: 1000 });
  const { backups } = await listBackups(core);
  expect(existsSync(made.backup.path)).toBe(false);
  expect(backups).toHaveLength(1);
  expect(verifyStore(backups[0]!.path, testKey)).toMatchObject({ customers: 1 });
});
