import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Printer } from '#shared/contract/printing';

/**
 * `takes`: prints everything. `hangs-up`: breaks the connection in the middle of a card, so that nobody can know
 * how much of it came out. `stalls`: takes the call and reads nothing. `paper-out`: says that it has no paper
 * (ESC/POS alone).
 */
type Behaviour = 'takes' | 'hangs-up' | 'stalls' | 'paper-out';

/** DLE EOT n: how are you? Each is answered with a byte whose fixed bits say that it is a status. */
const askStatus = Buffer.from([0x10, 0x04]);
const calm = [0x12, 0x12, 0x12, 0x12];
const noPaper = [0x12, 0x12, 0x12, 0x72];
/** Asking for a state is a handful of bytes; a card is many. */
const leastCardBytes = 200;

/** A printer on loopback that speaks no more than raw TCP, as its tests want it. */
export interface LoopbackPrinter {
  /** As `printers.save` takes it. */
  readonly profile: Extract<Printer, { kind: 'network' }>;
  behave(behaviour: Behaviour): void;
  /** Cards that came out so far: connections that ended in good order after bytes. */
  cards(): number;
  close(): Promise<void>;
}

/** @param wantedPort of a printer that was there before; else any that is free */
export async function startLoopbackPrinter(
  name: string,
  language: 'escpos' | 'zpl' = 'zpl',
  wantedPort = 0,
): Promise<LoopbackPrinter> {
  const sockets = new Set<Socket>();
  let behaviour: Behaviour = 'takes';
  let cards = 0;
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    let bytes = 0;
    // A till that gives up resets the connection; that is no fault of the test.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    if (behaviour === 'stalls') return;
    socket.on('data', (data) => {
      bytes += data.length;
      if (data.subarray(0, 2).equals(askStatus)) {
        socket.write(Buffer.from(behaviour === 'paper-out' ? noPaper : calm));
      } else if (behaviour === 'hangs-up' && bytes > leastCardBytes) socket.resetAndDestroy();
    });
    socket.on('end', () => {
      if (bytes > leastCardBytes) cards += 1;
      socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(wantedPort, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    profile: { kind: 'network', printerId: `loopback-${port}`, name, host: '127.0.0.1', port, language },
    behave(next) {
      behaviour = next;
    },
    cards: () => cards,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
