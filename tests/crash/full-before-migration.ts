/**
 * Opens the store of an earlier version, as a process of its own on io-shim.c, and says on stdout how that went. Its
 * argument is the data folder.
 */
import { readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createCore } from '../../electron/core/app.ts';

const dataDir = process.argv[2]!;
const events: string[] = [];
const opened = await createCore({
  dataDir,
  key: new Uint8Array(32).fill(7),
  backgroundSync: false,
  log: (_level, event) => events.push(event),
});
if (!opened.ok) throw new Error(opened.error.code);
const trail = await opened.core.call('audit.list', { limit: 1 });
const told = await opened.core.call('health.get', {});
const waiting = await opened.core.call('outbox.list', {});
const report = {
  events,
  newest: trail.ok && trail.entries[0],
  backupTrouble: told.ok && told.health.backups.errorCode,
  waiting: waiting.ok && waiting.mutations.length,
  inFolder: readdirSync(join(dataDir, 'backups')),
};
await opened.core.close();
writeSync(1, JSON.stringify(report));
