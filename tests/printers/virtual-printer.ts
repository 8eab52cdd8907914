import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * How a printer on loopback behaves:
 * - `prints`: as it should
 * - `stalls`: takes the call and then nothing
 * - `hangs`: takes every byte and never closes
 * - `half-way`: breaks off in the middle of the job
 * - `hangs-up`: closes in good order before it has the job
 * - `resets`: takes every byte, then breaks off instead of closing
 * - `swallows-first`: takes the first job in good order and prints nothing of it
 */
export type Behaviour = 'prints' | 'stalls' | 'hangs' | 'half-way' | 'hangs-up' | 'resets' | 'swallows-first';

/** What it says when it is asked how it is; `nothing`: it does not answer at all. */
export type Says = 'ready' | 'paper-out' | 'paper-low' | 'cover-open' | 'nothing';

export interface VirtualPrinter {
  readonly host: string;
  readonly port: number;
  /** Cards that came out, as the bytes of each; what a printer is asked about itself is no part of them. */
  readonly printed: readonly Uint8Array[];
  /** Calls taken so far. */
  readonly calls: () => number;
  /** Bytes of jobs that arrived, printed or not. */
  readonly taken: () => number;
  behave: Behaviour;
  says: Says;
  /** Resolves with the next card that comes out. */
  nextCard(): Promise<Uint8Array>;
  /** Resolves when the next byte of a job arrives. */
  nextByte(): Promise<void>;
  close(): Promise<void>;
}

interface Language {
  readonly question: Uint8Array;
  readonly answers: Readonly<Record<Exclude<Says, 'nothing'>, Uint8Array>>;
}

/** A second implementation of what printers answer, after their manufacturers' manuals. */
const languages: Readonly<Record<'escpos' | 'zpl', Language>> = {
  escpos: {
    question: Uint8Array.from([0x10, 0x04, 1, 0x10, 0x04, 2, 0x10, 0x04, 3, 0x10, 0x04, 4]),
    answers: {
      ready: Uint8Array.from([0x16, 0x12, 0x12, 0x12]),
      'paper-out': Uint8Array.from([0x1e, 0x32, 0x12, 0x72]),
      'paper-low': Uint8Array.from([0x16, 0x12, 0x12, 0x1e]),
      'cover-open': Uint8Array.from([0x1e, 0x16, 0x12, 0x12]),
    },
  },
  zpl: {
    question: new TextEncoder().encode('~HS'),
    answers: {
      ready: hostStatus({}),
      'paper-out': hostStatus({ paperOut: 1, pause: 1 }),
      'paper-low': hostStatus({}),
      'cover-open': hostStatus({ headUp: 1, pause: 1 }),
    },
  },
};

function hostStatus({ paperOut = 0, pause = 0, headUp = 0 }): Uint8Array {
  const lines = [
    `030,${paperOut},${pause},0432,000,0,0,0,000,0,0,0`,
    `001,0,${headUp},0,1,2,4,0,00000000,1,000`,
    '1234,0',
  ];
  return new TextEncoder().encode(lines.map((line) => `\u0002${line}\u0003\r\n`).join(''));
}

/** Listens on a free port of this machine. */
export async function startVirtualPrinter(
  language: 'escpos' | 'zpl',
  start: { behave?: Behaviour; says?: Says; port?: number } = {},
): Promise<VirtualPrinter> {
  const { question, answers } = languages[language];
  const printed: Uint8Array[] = [];
  const sockets = new Set<Socket>();
  const onCard: ((card: Uint8Array) => void)[] = [];
  const onByte: (() => void)[] = [];
  let calls = 0;
  let taken = 0;
  let swallowed = false;

  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    calls += 1;
    sockets.add(socket);
    const behave = printer.behave;
    let received = Buffer.alloc(0);
    let isAsked = false;
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    if (behave === 'hangs-up') {
      socket.end();
      socket.resume();
      return;
    }
    if (behave === 'stalls') {
      socket.pause();
      return;
    }
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (!isAsked && received.subarray(0, question.length).equals(question)) {
        isAsked = true;
        received = received.subarray(question.length);
        if (printer.says !== 'nothing') socket.write(answers[printer.says]);
      }
      if (received.length === 0 || isQuestionSoFar(received, question, isAsked)) return;
      taken += chunk.length;
      for (const tell of onByte.splice(0)) tell();
      if (behave === 'half-way') socket.resetAndDestroy();
    });
    socket.on('end', () => {
      if (behave === 'hangs' && received.length > 0) return;
      const isSwallowed = behave === 'swallows-first' && !swallowed;
      if (behave === 'resets') socket.resetAndDestroy();
      else socket.end();
      if (received.length === 0) return;
      swallowed ||= isSwallowed;
      if (isSwallowed) return;
      printed.push(received);
      for (const tell of onCard.splice(0)) tell(received);
    });
  });
  server.listen(start.port ?? 0, '127.0.0.1');
  await once(server, 'listening');

  const printer: VirtualPrinter = {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    printed,
    calls: () => calls,
    taken: () => taken,
    behave: start.behave ?? 'prints',
    says: start.says ?? 'ready',
    nextCard: () => new Promise((resolve) => onCard.push(resolve)),
    nextByte: () => new Promise((resolve) => onByte.push(resolve)),
    async close() {
      for (const socket of sockets) socket.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
  return printer;
}

/** A question may arrive in pieces. */
function isQuestionSoFar(received: Buffer, question: Uint8Array, isAsked: boolean): boolean {
  return (
    !isAsked && received.length < question.length && received.equals(question.subarray(0, received.length))
  );
}
