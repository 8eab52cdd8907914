import type { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { person, startStore } from '../../practice/running-store.ts';
import { openCore } from '../operations/open-core.ts';

it('goes on syncing after its thread has died, as often as it dies', { timeout: 30_000 }, async () => {
  const syncThreads: Worker[] = [];
  // A thread has its name only while it lives.
  const onThread = (worker: Worker) => {
    if (worker.threadName === 'sync') syncThreads.push(worker);
  };
  process.on('worker', onThread);
  onTestFinished(() => void process.off('worker', onThread));

  const { store, baseUrl } = await startStore({ customers: 60 });
  const { core, logged } = await openCore();
  const connected = await core.call('connection.set', {
    connection: {
      service: 'flow-retail',
      url: baseUrl,
      tenant: store.tenantUid,
      store: store.storeUid,
      practice: true,
    },
    secret: { kind: 'token', token: store.tokens.backoffice },
  });
  expect(connected).toMatchObject({ ok: true });
  expect(await core.syncOnce({ untilIdle: true, timeoutMs: 20_000 })).toMatchObject({ ok: true, pulled: 60 });

  for (const round of [1, 2]) {
    // Between rounds nothing runs: no operation is broken off by the end of its thread.
    await syncThreads.at(-1)?.terminate();
    const made = await core.call('customers.create', {
      customer: { ...person, firstname: `Ola ${round}` },
    });
    expect(made).toMatchObject({ ok: true, state: 'pending' });
    expect(await core.call('sync.status', {})).toMatchObject({ ok: true, status: { pending: 1 } });
    const synced = await core.syncOnce({ untilIdle: true, timeoutMs: 20_000 });
    expect(synced).toMatchObject({ ok: true, pushed: 1, pending: 0 });
  }
  expect(syncThreads).toHaveLength(3);
  expect(logged.filter(({ event }) => event === 'sync.restarts')).toHaveLength(2);
});
