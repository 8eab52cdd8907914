import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { sendToNetworkPrinter } from '../../../electron/core/cards/transports/network-printer.ts';

const host = '127.0.0.1';
const card = Buffer.alloc(24_000, 'card');
/** More than the buffers of both ends hold. */
const longJob = Buffer.alloc(16_000_000, 'card');
const cleanUps: (() => void)[] = [];

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

async function startPrinter(behave: (socket: Socket) => void): Promise<number> {
  const sockets: Socket[] = [];
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => socket.destroy());
    behave(socket);
  });
  cleanUps.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  server.listen(0, host);
  await once(server, 'listening');
  return portOf(server);
}

function portOf(server: Server): number {
  const address = server.address() as AddressInfo;
  return address.port;
}

describe('sending to a network printer', () => {
  it('has sent the card when the printer took every byte and closed', async () => {
    const printed: Buffer[] = [];
    const port = await startPrinter((socket) => {
      socket.on('data', (chunk) => printed.push(chunk));
      socket.on('end', () => socket.end());
    });
    expect(await sendToNetworkPrinter({ host, port, bytes: card })).toMatchObject({ outcome: 'sent' });
    expect(Buffer.concat(printed)).toEqual(card);
  });

  it('has sent a long job to a slow printer that reports its state meanwhile', async () => {
    let taken = 0;
    const port = await startPrinter((socket) => {
      socket.on('data', (chunk) => {
        taken += chunk.length;
        socket.write('\u0012');
        socket.pause();
        setImmediate(() => socket.resume());
      });
      socket.on('end', () => socket.end());
    });
    expect(await sendToNetworkPrinter({ host, port, bytes: longJob })).toMatchObject({ outcome: 'sent' });
    expect(taken).toBe(longJob.length);
  });

  it('is unreachable when the printer refuses: nothing was sent', async () => {
    const server = createServer().listen(0, host);
    await once(server, 'listening');
    const port = portOf(server);
    server.close();
    await once(server, 'close');
    expect(await sendToNetworkPrinter({ host, port, bytes: card })).toMatchObject({
      outcome: 'not-sent',
      error: { code: 'printer.unreachable' },
    });
  });

  it('is unreachable when there is no printer of that name', async () => {
    const outcome = await sendToNetworkPrinter({ host: 'printer.invalid', port: 9100, bytes: card });
    expect(outcome).toMatchObject({ outcome: 'not-sent', error: { code: 'printer.unreachable' } });
  });

  it('is unreachable when the printer never answers the call', async () => {
    // A process that listens but sleeps: its queue is soon full, and calls go unanswered.
    const script = `
      const server = require('node:net').createServer().listen(0, '${host}', 1, () => {
        require('node:fs').writeSync(1, String(server.address().port));
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      });`;
    const sleeper = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    cleanUps.push(() => sleeper.kill('SIGKILL'));
    const [said] = await once(sleeper.stdout, 'data');
    const port = Number(said);
    const callers = Array.from({ length: 4 }, () => connect(port, host).on('error', () => undefined));
    cleanUps.push(() => callers.forEach((caller) => caller.destroy()));
    await Promise.race(callers.map((caller) => once(caller, 'connect')));
    expect(await sendToNetworkPrinter({ host, port, bytes: card, connectTimeoutMs: 100 })).toMatchObject({
      outcome: 'not-sent',
      error: { code: 'printer.unreachable' },
    });
  });

  const unknown = { outcome: 'unknown', error: { code: 'printer.unknown-outcome' } };

  it('is unknown when the printer takes the call and then goes silent', async () => {
    const port = await startPrinter((socket) => socket.pause());
    const small = await sendToNetworkPrinter({ host, port, bytes: card, sendTimeoutMs: 100 });
    expect(small).toMatchObject(unknown);
    const long = await sendToNetworkPrinter({ host, port, bytes: longJob, sendTimeoutMs: 100 });
    expect(long).toMatchObject(unknown);
  });

  it('is unknown when the printer takes everything and never closes', async () => {
    const port = await startPrinter((socket) => socket.resume());
    expect(await sendToNetworkPrinter({ host, port, bytes: card, sendTimeoutMs: 100 })).toMatchObject(
      unknown,
    );
  });

  it('is unknown when the connection breaks half-way', async () => {
    const port = await startPrinter((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await sendToNetworkPrinter({ host, port, bytes: longJob })).toMatchObject(unknown);
  });

  it('is unknown when the printer closes in good order before it has everything', async () => {
    const port = await startPrinter((socket) => {
      socket.once('data', () => {
        socket.pause();
        socket.end();
      });
    });
    expect(await sendToNetworkPrinter({ host, port, bytes: longJob })).toMatchObject(unknown);
  });
});
