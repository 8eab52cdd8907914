/**
 * `npm run bench:push -- --registrations N`: N customers registered on a till without a network, and how
 * fast they reach the service once it is there: claimed, sent in batches, answered item by item, written
 * down. The whole core with its threads, durable at every step; the service is a lean one in a process of
 * its own (lean-service.ts). Prints JSON lines.
 *
 * `registered` is what one registration takes until it is durable, with the rest of the outbox before it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions } from '../scripts/command-line.ts';
import { figuresOf } from './figures.ts';
import { startLeanService } from './lean-service.ts';
import { benchCustomers } from './lookup-customers.ts';
import { openTill } from './open-till.ts';

const values = readOptions({
  registrations: 10_000,
  seed: 1,
});
const registrations = values.registrations;
const folder = mkdtempSync(join(tmpdir(), 'tillbook-bench-'));
const service = await startLeanService(0);
try {
  const core = await openTill(join(folder, 'till'));
  const connected = await core.call('connection.set', {
    connection: { service: 'flow-retail', url: service.baseUrl, tenant: service.tenantUid, practice: true },
    secret: { kind: 'token', token: 'none' },
  });
  if (!connected.ok) throw new Error(connected.error.message);

  const registeredMs: number[] = [];
  for (const person of benchCustomers(registrations, values.seed)) {
    const { customerType, firstname, lastname, companyName, countryCode } = person;
    const { address, postalCode, city, email, mobile } = person;
    const names = { customerType, firstname, lastname, companyName, countryCode };
    const start = performance.now();
    const created = await core.call('customers.create', {
      customer: { ...names, address, postalCode, city, email, mobile },
    });
    registeredMs.push(performance.now() - start);
    if (!created.ok) throw new Error(created.error.message);
  }
  const about = { benchmark: 'push', registrations };
  console.log(JSON.stringify({ ...about, state: 'registered', ...figuresOf(registeredMs) }));

  const [cpu, serviceCpu] = [process.cpuUsage(), await service.cpuSeconds()];
  const start = performance.now();
  let pushedMs = 0;
  const done = core.subscribe((event) => {
    if (event.type === 'sync' && event.status.pending === 0 && pushedMs === 0) {
      pushedMs = performance.now() - start;
    }
  });
  const synced = await core.syncOnce({ untilIdle: true, timeoutMs: 3_600_000 });
  const wholeMs = performance.now() - start;
  done();
  if (!synced.ok || synced.stoppedBy !== null || synced.pushed !== registrations) {
    throw new Error(JSON.stringify(synced));
  }
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (pushedMs || wholeMs) / 1000;
  console.log(
    JSON.stringify({
      ...about,
      state: 'pushed',
      seconds: Math.round(seconds * 1000) / 1000,
      perSecond: Math.round(registrations / seconds),
      wholeSyncSeconds: Math.round(wholeMs) / 1000,
      cpuMicrosecondsEach: Math.round((user + system) / registrations),
      serviceCpuSeconds: Math.round(((await service.cpuSeconds()) - serviceCpu) * 1000) / 1000,
    }),
  );
  await core.close();
} finally {
  service.stop();
  rmSync(folder, { recursive: true, force: true });
}
