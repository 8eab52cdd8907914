import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { statusSchema, type Status } from '#shared/health/health';
import { appendAudit } from '../../../electron/core/db/audit.ts';
import type { Reader } from '../../../electron/core/db/reader.ts';
import type { Writer } from '../../../electron/core/db/writer.ts';
import { startWorker } from '../../../electron/core/db/worker-client.ts';
import { createHealthKeeper } from '../../../electron/core/health/health-keeper.ts';
import { statusPathOf } from '../../../electron/core/health/status-file.ts';
import { createUsage } from '../../../electron/core/health/usage.ts';
import type { SyncStatus } from '#shared/contract/values';
import { readSyncStatus } from '../../../electron/core/sync/sync-status.ts';
import type { Remote } from '../../../electron/core/threads/remote.ts';
import { makeFolder, openWriter, testKey } from '../db/open-writer.ts';
import { openCore } from '../operations/open-core.ts';
import { damageRowsOf, withTill } from '../privacy/till-on-disk.ts';
import { remote } from '../sync/remote.ts';
import { nowMs, statusOf, healthyTill } from './healthy-till.ts';

interface LookedAt {
  readonly dataDir: string;
  readonly reader: Remote<Reader>;
  readonly writer?: Writer;
  readonly syncStatus?: () => Promise<SyncStatus>;
}

/** Looks again and again; what it notes in the log is in `noted`. */
function startKeeper({
  dataDir,
  reader,
  writer = openWriter().writer,
  syncStatus = () => readSyncStatus(reader, null),
}: LookedAt) {
  const noted: string[] = [];
  const usage = createUsage(() => nowMs);
  const keeper = createHealthKeeper({
    dataDir,
    reader,
    writer: remote(writer),
    syncStatus,
    backups: {
      list: async () => ({ folder: dataDir, backups: [], error: null }),
      outdated: async () => ({ folders: [], sinceMs: null }),
    },
    usage,
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
  return { keeper, usage, noted };
}

function readStatus(dataDir: string): Status {
  return statusSchema.parse(JSON.parse(readFileSync(statusPathOf(dataDir), 'utf8')));
}

it('remembers what it saw and writes it down, and goes on when it cannot', async () => {
  const { writer, reader, path } = openWriter();
  const dataDir = join(path, '..');
  const { keeper, usage, noted } = startKeeper({ dataDir, reader: remote(reader), writer });
  usage.noteCall('customers.search', 12, 'ok');
  await expect.poll(() => existsSync(statusPathOf(dataDir))).toBe(true);
  await expect.poll(() => reader.listHealthSamples('hour')[0]?.minutes ?? 0).toBeGreaterThanOrEqual(10);
  const answer = await keeper.handlers['health.history']({ span: 'day' });
  expect(answer).toMatchObject({ ok: true, samples: [{ searches: 1, minutesOnline: 0 }] });
  // Two looks at a till that does nothing tell the same: the file is left alone.
  const [one, other] = [await keeper.measure(), await keeper.measure()];
  expect({ ...one, memoryBytes: 0, disk: null }).toEqual({ ...other, memoryBytes: 0, disk: null });
  // A trail that was gone through is told with its newest entry.
  expect((await keeper.measure()).audit).toMatchObject({ isWhole: true, entries: 0 });
  expect(noted).toEqual([]);
});

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
  const { noted } = startKeeper({ dataDir, reader: thread.methods });
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
  const { noted } = startKeeper({
    dataDir,
    reader: remote(reader),
    syncStatus: () => Promise.reject(new Error('damaged')),
  });
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
  const { keeper } = startKeeper({ dataDir: join(path, '..'), reader: endless });
  await expect.poll(() => parts).toBe(1);
  const stopped = keeper.stop();
  answer();
  await stopped;
  expect(parts).toBe(1);
  expect(readStatus(join(path, '..')).state).toBe('stopped');
});
