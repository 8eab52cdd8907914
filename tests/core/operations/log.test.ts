import { expect, it } from 'vitest';
import { storePathOf } from '../../../electron/core/db/data-folder.ts';
import { openStore } from '../../../electron/core/db/open.ts';
import { testKey } from '../db/open-writer.ts';
import { openCore } from './open-core.ts';

it.each([
  'Kanarina Fuglesangstad',
  '{"firstname":"Kanarina" Fuglesangstad}',
  '{"firstname":Kanarina\n"Fuglesangstad"}',
  '{"firstname":"Kanarina","lastname":"Fugle',
])('a record that is no JSON (%s) is noted without what stands in it', async (damaged) => {
  const { core, dataDir, logged } = await openCore();
  const person = { customerType: 'PERSON', firstname: 'Kanarina', lastname: 'Fuglesangstad' } as const;
  await core.call('customers.create', { customer: { ...person, customerUid: 'c-1' } });
  const store = openStore(storePathOf(dataDir), testKey);
  store.prepare('UPDATE customer SET record = ?').run(damaged);
  store.close();

  expect(await core.callUntrusted('customers.get', { customerUid: 'c-1' })).toMatchObject({
    ok: false,
    error: { code: 'internal' },
  });
  const lines = JSON.stringify(logged);
  expect(lines).toContain('SyntaxError');
  expect(lines).toContain('customers.get');
  expect(lines).not.toMatch(/kanari|fugle/i);
});
