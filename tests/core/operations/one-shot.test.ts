import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPracticeStore } from '../../../electron/practice/practice-store.ts';
import { openCore } from './open-core.ts';

const anne = { customerUid: 'c-1', customerType: 'PERSON', firstname: 'Anne', lastname: 'Li' } as const;

/** A printer on loopback; answers what it was sent. */
async function openPrinter(): Promise<{ port: number; received: () => number }> {
  let bytes = 0;
  const server = createServer((socket) => {
    socket.on('data', (chunk) => (bytes += chunk.length));
    socket.on('end', () => socket.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The printer has no port');
  return { port: address.port, received: () => bytes };
}

describe('a core that is opened for one command', () => {
  it('does the round it is asked for before it answers', async () => {
    const store = createPracticeStore({ customers: 0, seed: 1 });
    onTestFinished(() => store.close());
    const { baseUrl } = await store.listen(0);
    const { core } = await openCore();
    await core.call('connection.set', {
      connection: { service: 'flow-retail', url: baseUrl, tenant: store.tenantUid, practice: true },
      secret: { kind: 'token', token: store.tokens.access },
    });
    await core.call('customers.create', { customer: anne });
    expect(await core.call('sync.now', {})).toMatchObject({ ok: true, status: { pending: 0 } });
    expect(store.customerCount()).toBe(1);
  });

  it('ends without a word about the sync it closes', async () => {
    const store = createPracticeStore({ customers: 0, seed: 1 });
    const { baseUrl } = await store.listen(0);
    const { core, dataDir } = await openCore();
    await core.call('connection.set', {
      connection: { service: 'flow-retail', url: baseUrl, tenant: store.tenantUid, practice: true },
      secret: { kind: 'token', token: store.tokens.access },
    });
    await core.close();
    await store.close();
    const command = await openCore({ dataDir });
    expect(await command.core.call('session.status', {})).toMatchObject({ ok: true });
    await command.core.close();
    expect(command.logged.map(({ event }) => event)).toEqual(['till.opened', 'till.closed']);
  });

  it('prints what it ordered before it ends', async () => {
    const printer = await openPrinter();
    const { core, dataDir } = await openCore();
    await core.call('printers.save', {
      printer: {
        kind: 'network',
        printerId: 'p',
        name: 'P',
        host: '127.0.0.1',
        port: printer.port,
        language: 'zpl',
      },
    });
    await core.call('customers.create', { customer: anne, card: true, printer: 'p' });
    await core.close();
    expect(printer.received()).toBeGreaterThan(100);
    const again = await openCore({ dataDir });
    expect(await again.core.call('cards.jobs', {})).toMatchObject({ jobs: [{ state: 'sent' }] });
  });
});
