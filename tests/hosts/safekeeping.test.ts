import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeFolder } from '../core/db/open-writer.ts';
import { answerOf, runTill } from './till-process.ts';

const bjorn = {
  customer: {
    customerUid: 'c-bjorn',
    customerType: 'PERSON',
    firstname: 'Bjørn',
    lastname: 'Åse',
    countryCode: 'NO',
  },
};

it('a till is backed up, gets another key, is damaged and restored, and loses nothing that was not sent', async () => {
  const dataDir = makeFolder();
  const folder = join(makeFolder(), 'stick');
  const till = (...args: string[]) => runTill(['--data', dataDir, ...args]);
  await till('call', 'customers.create', JSON.stringify(bjorn));

  // A slip of the pen keeps no other folder from anything.
  expect(await till('backup', join(dataDir, 'practice.key'))).toMatchObject({ code: 1 });
  const first = answerOf(await till('backup', folder)) as { path: string; bytes: number };
  expect(first.bytes).toBe(readFileSync(first.path).length);

  const formerKey = readFileSync(join(dataDir, 'practice.key'), 'utf8');
  expect(answerOf(await till('rotate-key'))).toEqual({ rotated: true });
  expect(readFileSync(join(dataDir, 'practice.key'), 'utf8')).not.toBe(formerKey);
  // A backup under the former key would still open with it.
  expect(existsSync(first.path)).toBe(false);
  const [name] = readdirSync(folder);
  for (const action of ['backups.make', 'key.change']) {
    const noted = answerOf(await till('call', 'audit.list', JSON.stringify({ action })));
    expect(noted, action).toMatchObject({ entries: [{ actor: 'command line', outcome: 'ok' }] });
  }

  writeFileSync(join(dataDir, 'till.db'), Buffer.alloc(40_960, 1));
  const damaged = await till('recover');
  expect(damaged.code).toBe(1);
  expect(damaged.stderr).toContain('till restore FILE');
  const restored = await till('restore', join(folder, name!));
  expect(answerOf(restored)).toMatchObject({
    customers: 1,
    unsent: 1,
    aside: expect.stringContaining('aside'),
  });
  expect(answerOf(await till('call', 'customers.get', '{"customerUid":"c-bjorn"}'))).toMatchObject({
    ok: true,
    customer: { lastname: 'Åse' },
    mutations: [{ state: 'unknown' }],
  });
  expect(answerOf(await till('recover'))).toMatchObject({ unsent: 1, aside: null });
});

it('a till in a folder others can read closes it, and what it makes is for its account alone', async () => {
  const dataDir = join(makeFolder(), 'open');
  const folder = join(makeFolder(), 'stick');
  for (const made of [dataDir, folder]) {
    mkdirSync(made);
    chmodSync(made, 0o755);
  }
  const till = (...args: string[]) => runTill(['--data', dataDir, ...args]);
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
  await till('call', 'customers.create', JSON.stringify(bjorn));
  const { path } = answerOf(await till('backup', folder)) as { path: string };
  expect(modeOf(dataDir)).toBe('700');
  expect(modeOf(folder)).toBe('755');
  expect(modeOf(path)).toBe('600');
  chmodSync(path, 0o644);
  expect(await till('restore', path)).toMatchObject({ code: 0 });
  const files = readdirSync(dataDir, { withFileTypes: true, recursive: true }).filter((entry) =>
    entry.isFile(),
  );
  for (const { parentPath, name } of files)
    expect(`${name} ${modeOf(join(parentPath, name))}`).toBe(`${name} 600`);
});

it('a sound till with changes that were not sent is begun anew only when somebody insists', async () => {
  const dataDir = makeFolder();
  const till = (...args: string[]) => runTill(['--data', dataDir, ...args]);
  await till('call', 'customers.create', JSON.stringify(bjorn));
  const refused = await till('recover', '--start-anew');
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('not sent: 1.');
  expect(answerOf(await till('recover', '--start-anew', '--yes'))).toMatchObject({
    aside: expect.stringContaining('aside'),
  });
});

it('a key that is given is changed for one that is given', async () => {
  const dataDir = makeFolder();
  const [key, newKey] = ['ab'.repeat(32), 'cd'.repeat(32)];
  const till = (env: Readonly<Record<string, string>>, ...args: string[]) =>
    runTill(['--data', dataDir, ...args], { env });
  await till({ TILLBOOK_KEY: key }, 'call', 'customers.create', JSON.stringify(bjorn));
  expect(await till({ TILLBOOK_KEY: key }, 'rotate-key')).toMatchObject({ code: 1 });
  const same = await till({ TILLBOOK_KEY: key, TILLBOOK_NEW_KEY: key }, 'rotate-key');
  expect(same).toMatchObject({ code: 1 });
  expect(same.stderr).toContain('TILLBOOK_NEW_KEY is the key there is');
  expect(await till({ TILLBOOK_KEY: key, TILLBOOK_NEW_KEY: newKey }, 'rotate-key')).toMatchObject({
    code: 0,
  });
  const wrong = await till({ TILLBOOK_KEY: key }, 'call', 'sync.status');
  expect(answerOf(wrong)).toMatchObject({ ok: false, error: { code: 'store.wrong-key' } });
  expect(
    answerOf(await till({ TILLBOOK_KEY: newKey }, 'call', 'customers.get', '{"customerUid":"c-bjorn"}')),
  ).toMatchObject({ ok: true });
});

it('a till whose file is emptied is not taken for a new one, and what to do is said', async () => {
  const dataDir = makeFolder();
  const folder = join(makeFolder(), 'stick');
  const till = (...args: string[]) => runTill(['--data', dataDir, ...args]);
  await till('call', 'customers.create', JSON.stringify(bjorn));
  const { path } = answerOf(await till('backup', folder)) as { path: string };
  writeFileSync(join(dataDir, 'till.db'), '');

  const damaged = { ok: false, error: { code: 'store.damaged' } };
  expect(answerOf(await till('call', 'outbox.list'))).toMatchObject(damaged);
  const recovered = await till('recover');
  expect(answerOf(recovered)).toMatchObject(damaged);
  expect(recovered.stderr).toContain('till recover --start-anew');
  expect(recovered.stderr).not.toContain('    at ');
  expect(answerOf(await till('restore', path))).toMatchObject({ customers: 1, unsent: 1 });
  expect((await till('recover')).code).toBe(0);
});

it('a backup is restored into a new folder with its key, and without one no other is made', async () => {
  const [dataDir, elsewhere] = [makeFolder(), join(makeFolder(), 'till')];
  await runTill(['--data', dataDir, 'call', 'customers.create', JSON.stringify(bjorn)]);
  const made = await runTill(['--data', dataDir, 'backup', join(makeFolder(), 'stick')]);
  const { path } = answerOf(made) as { path: string };

  const restore = () => runTill(['--data', elsewhere, 'restore', path]);
  const refused = await restore();
  expect(answerOf(refused)).toMatchObject({ ok: false, error: { code: 'store.no-key' } });
  expect(refused.stderr).toContain('practice.key');
  expect(existsSync(elsewhere)).toBe(false);

  mkdirSync(elsewhere);
  copyFileSync(join(dataDir, 'practice.key'), join(elsewhere, 'practice.key'));
  const restored = await restore();
  expect(answerOf(restored)).toMatchObject({ customers: 1, unsent: 1, unreadable: [], aside: null });
  expect(restored.stderr).not.toContain('Not all');
});

it('a till with a key beside its data moves to one that is given', async () => {
  const dataDir = makeFolder();
  const [key, file] = ['ab'.repeat(32), join(dataDir, 'practice.key')];
  const till = (env: Readonly<Record<string, string>>, ...args: string[]) =>
    runTill(['--data', dataDir, ...args], { env });
  const get = () => till({ TILLBOOK_KEY: key }, 'call', 'customers.get', '{"customerUid":"c-bjorn"}');
  await till({}, 'call', 'customers.create', JSON.stringify(bjorn));
  const formerKey = readFileSync(file, 'utf8');
  expect(await till({ TILLBOOK_NEW_KEY: formerKey.trim() }, 'rotate-key')).toMatchObject({ code: 1 });
  expect(await till({ TILLBOOK_NEW_KEY: 'no key' }, 'rotate-key')).toMatchObject({ code: 1 });
  expect(readFileSync(file, 'utf8')).toBe(formerKey);
  expect(answerOf(await till({ TILLBOOK_NEW_KEY: key }, 'rotate-key'))).toEqual({ rotated: true });
  expect(existsSync(file)).toBe(false);
  expect(answerOf(await get())).toMatchObject({ ok: true });
  // As a change leaves it that died before its last step: done again, it ends.
  writeFileSync(file, formerKey);
  expect(answerOf(await till({ TILLBOOK_NEW_KEY: key }, 'rotate-key'))).toEqual({ rotated: true });
  expect(existsSync(file)).toBe(false);
  expect(answerOf(await get())).toMatchObject({ ok: true });
});
