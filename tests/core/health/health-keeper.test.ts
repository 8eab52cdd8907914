import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { statusSchema, type Status } from '#shared/health/health';
import { appendAudit } from '../../../electron/core/db/audit.ts';
import type { Reader } from '../../../electron/core/db/reader.ts';
import { startWorker } from '../../../electron/core/db/worker-client.ts';
import { createHealthKeeper, type HealthKeeper } from '../../../electron/core/health/health-keeper.ts';
import { statusPathOf } from '../../../electron/core/health/status-file.ts';
import { createUsage } from '../../../electron/core/health/usage.ts';
import { readSyncStatus } from '../../../electron/core/sync/sync-status.ts';
import type { Remote } from '../../../electron/core/threads/remote.ts';
import { makeFolder, openWriter, testKey } from '../db/open-writer.ts';
import { openCore } from '../operations/open-core.ts';
import { damageRowsOf, withTill } from '../privacy/till-on-disk.ts';
import { remote } from '../sync/remote.ts';
import { nowMs, statusOf, healthyTill } from './healthy-till.ts';

/** Looks again and again; what it notes in the log is in `noted`. */
function startKeeper(
  dataDir: string,
  reader: Remote<Reader>,
  syncStatus = () => readSyncStatus(reader, null),
) {
  const noted: string[] = [];
  const { writer } = openWriter();
  const keeper: HealthKeeper = createHealthKeeper({
    dataDir,
    reader,
    writer: remote(writer),
    syncStatus,
    backups: { list: async () => ({ folder: dataDir, backups: [], error: null }) },
    usage: createUsage(() => nowMs),
    keyKeptBy: 'environment',
    secretsKeptBy: 'store',
    provisioning: { managed: [], file: null, trust: null, appliedAt: null, problems: [] },
    clock: () => nowMs,
    listen: undefined,
    log: (_level, event) => noted.push(event),
    background: true,
    rhythm: { firstMs: 1, everyMs: 5 },
  });
  onTestFinished(() => keeper.stop());
  return { keeper, noted };
}

function readStatus(dataDir: string): Status {
  return statusSchema.parse(JSON.parse(readFileSync(statusPathOf(dataDir), 'utf8')));
}

it('tells everything else where the audit trail cannot be read, and that somebody has to act', async () => {
  const dataDir = makeFolder();
  withTill(dataDir, (_writer, db) => {
    db.transaction(() => {
      for (let entry = 0; entry < 300; entry += 1)
        appendAudit(db, { atMs: nowMs, actor: 'Kari', action: 'customers.get', outcome: 'ok' });
    })();
  });
  damageRowsOf(dataDir, 'audit');
  const thread = startWorker<Reader>({ role: 'reader', path: join(dataDir, 'till.db'), key: testKey });
  onTestFinished(() => thread.close());
  await thread.open();
  const { noted } = startKeeper(dataDir, thread.methods);
  await expect.poll(() => existsSync(statusPathOf(dataDir))).toBe(true);
  expect(readStatus(dataDir)).toMatchObject({
    state: 'running',
    level: 'act',
    audit: { isWhole: false, newest: null, errorCode: 'store.damaged' },
    versions: { schema: healthyTill.versions.schema },
  });
  expect(readStatus(dataDir).troubles).toContainEqual({ kind: 'audit', level: 'act' });
  expect(noted).toEqual(['health.audit-unread']);
});

it('tells of backups that cannot be looked at, and of everything else', async () => {
  const { core, dataDir } = await openCore();
  const folder = join(dataDir, 'file');
  writeFileSync(folder, '');
  await core.call('settings.set', { changes: { backup: { daily: true, keep: 1, folder } } });
  expect(await core.call('health.get', {})).toMatchObject({
    ok: true,
    health: { backups: { count: 0, errorCode: 'backup.folder' } },
  });
  expect(await core.call('backups.list', {})).toMatchObject({ ok: true, error: { code: 'backup.folder' } });
});

it('leaves no file of a former run where it cannot tell how this one is doing', async () => {
  const { reader, path } = openWriter();
  const dataDir = join(path, '..');
  writeFileSync(statusPathOf(dataDir), JSON.stringify(statusOf(healthyTill, 'stopped')));
  const { noted } = startKeeper(dataDir, remote(reader), () => Promise.reject(new Error('damaged')));
  await expect.poll(() => existsSync(statusPathOf(dataDir))).toBe(false);
  expect(noted).toContain('health.not-told');
});

it('is not held up at closing by a long audit trail', async () => {
  const { reader, path } = openWriter();
  let parts = 0;
  let answer = (): void => {};
  const trail = { entries: 0, head: { sequence: 0, hash: '0'.repeat(64) }, fault: null, isOver: false };
  const endless = Object.assign(Object.create(remote(reader)) as Remote<Reader>, {
    async checkAudit() {
      parts += 1;
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return trail;
    },
  });
  const { keeper } = startKeeper(join(path, '..'), endless);
  await expect.poll(() => parts).toBe(1);
  const stopped = keeper.stop();
  answer();
  await stopped;
  expect(parts).toBe(1);
  expect(readStatus(join(path, '..')).state).toBe('stopped');
});
