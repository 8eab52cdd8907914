import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';

import { startEmporix } from './emporix-store.ts';

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'practice-emporix-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

it('keeps customers, versions and mails over a restart, but no tokens', async () => {
  const dataDir = createFolder();
  const first = await startEmporix({ customers: 10, dataDir });
  const token = await first.tokenOf();
  await first.call('POST', '', { body: { id: 'mine', contactEmail: 'mine@shop.example' } });
  await first.call('PATCH', '/demo-bjorn-ase', { body: { lastName: 'Åsen' } });
  await first.call('DELETE', '/demo-kari-nordmann');
  await first.store.close();

  const second = await startEmporix({ customers: 500, dataDir });
  expect((await second.call('GET', '', { token })).status).toBe(401);
  expect((await second.control('GET', '/emporix')).body).toMatchObject({ customers: 10, passwordMails: 1 });
  expect((await second.call('GET', '/demo-bjorn-ase')).body).toMatchObject({
    lastName: 'Åsen',
    metadata: { version: 2 },
  });
  expect((await second.call('GET', '/demo-kari-nordmann')).status).toBe(404);
});

it('brings a folder along that knew Flow Retail only', async () => {
  const dataDir = createFolder();
  const first = await startEmporix({ customers: 10, dataDir });
  await first.store.close();
  const db = new Database(join(dataDir, 'practice-store.db'));
  db.exec('DROP TABLE emporix_customers; DROP TABLE emporix_password_mails; PRAGMA user_version = 1');
  db.close();

  const { call, store } = await startEmporix({ customers: 10, dataDir });
  expect(store.customerCount()).toBe(10);
  expect((await call('GET', '')).headers.get('count')).toBe('10');
});

it('holds another shop’s customers apart from Flow Retail’s', async () => {
  const { call, store } = await startEmporix();
  await call('DELETE', '/demo-bjorn-ase');
  expect(store.customerCount()).toBe(60);
});
