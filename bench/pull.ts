/**
 * `npm run bench:pull -- --customers N`: the first pull of N customers over HTTP into an empty
 * till: the whole core with its threads, encrypted, with all indexes, durable at its end. The
 * service is a lean one in a process of its own (lean-service.ts), which streams records made
 * beforehand. Then, on the full till, a second full pass, in which nothing is new. Prints JSON lines.
 *
 * `cpuSeconds` is what all threads of the till used, `serviceCpuSeconds` what the service did.
 * `grewMb` is how much the resident memory grew over the run at most, `grewAfterMb` how much of that
 * came after the first 25,000 customers, when code, caches and heaps have the size they work with; the
 * search index of the reader, which holds every customer, is part of both in the first pull.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Core } from '../electron/core/core.ts';
import { storePathOf } from '../electron/core/db/data-folder.ts';
import { openStore } from '../electron/core/db/open.ts';
import { readOptions } from '../scripts/command-line.ts';
import { benchKey } from './bench-store.ts';
import { startLeanService, type LeanService } from './lean-service.ts';
import { openTill } from './open-till.ts';

const values = readOptions({
  customers: 25_000,
  seed: 1,
});
const { customers } = values;
const warmCustomers = 25_000;

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);

async function measurePull(state: string, core: Core, service: LeanService): Promise<void> {
  const beforeBytes = process.memoryUsage.rss();
  let mostBytes = beforeBytes;
  let warmBytes: number | undefined;
  const stop = core.subscribe((event) => {
    if (event.type !== 'sync' || (event.status.progress?.done ?? 0) < warmCustomers) return;
    warmBytes ??= mostBytes;
  });
  const looking = setInterval(() => {
    mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
  }, 100);
  const [cpu, serviceCpu] = [process.cpuUsage(), await service.cpuSeconds()];
  const start = performance.now();
  const pulled = await core.syncOnce({ untilIdle: true, timeoutMs: 3_600_000 });
  const seconds = (performance.now() - start) / 1000;
  clearInterval(looking);
  stop();
  if (!pulled.ok || pulled.stoppedBy !== null) throw new Error(JSON.stringify(pulled));
  const { user, system } = process.cpuUsage(cpu);
  const cpuSeconds = (user + system) / 1e6;
  console.log(
    JSON.stringify({
      benchmark: 'pull',
      state,
      customers,
      pulled: pulled.pulled,
      seconds: Math.round(seconds * 1000) / 1000,
      perSecond: Math.round(customers / seconds),
      cpuSeconds: Math.round(cpuSeconds * 1000) / 1000,
      cpuMicrosecondsEach: Math.round((cpuSeconds / customers) * 1e7) / 10,
      serviceCpuSeconds: Math.round(((await service.cpuSeconds()) - serviceCpu) * 1000) / 1000,
      startMb: megabytes(beforeBytes),
      grewMb: megabytes(mostBytes - beforeBytes),
      grewAfterMb: warmBytes === undefined ? null : megabytes(mostBytes - warmBytes),
    }),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'tillbook-bench-'));
const dataDir = join(folder, 'till');

/** The daily full pass is due. */
function forgetFullPass(): void {
  const db = openStore(storePathOf(dataDir), benchKey);
  db.prepare(
    `UPDATE setting SET value = json_set(value, '$.fullPassAtMs', 0) WHERE key = 'sync-cursor'`,
  ).run();
  db.close();
}

const service = await startLeanService(customers, values.seed);
try {
  const empty = await openTill(dataDir);
  const connected = await empty.call('connection.set', {
    connection: { service: 'flow-retail', url: service.baseUrl, tenant: service.tenantUid, practice: true },
    secret: { kind: 'token', token: 'none' },
  });
  if (!connected.ok) throw new Error(connected.error.message);
  await measurePull('an empty till', empty, service);
  await empty.close();
  console.log(
    JSON.stringify({ benchmark: 'pull', customers, storeMb: megabytes(statSync(storePathOf(dataDir)).size) }),
  );
  forgetFullPass();
  const full = await openTill(dataDir);
  await measurePull('a full till, nothing new', full, service);
  await full.close();
} finally {
  service.stop();
  rmSync(folder, { recursive: true, force: true });
}
