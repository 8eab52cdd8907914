import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom, type Random } from '../../electron/practice/seed/random.ts';
import { requestLength, requestLine, responseLength, statusOf } from './http-framing.ts';

/**
 * - `delay`: the request or the answer comes later, or the answer in pieces
 * - `reset`: the connection is reset after any byte of the request or of the answer
 * - `half-open`: from any byte on nothing comes any more, and nobody says so
 * - `cut`: the connection is closed in order, after any byte of the request or of the answer
 * - `duplicate`: the request reaches the service twice, one after the other, as a middlebox repeats it that lost the
 *   first answer; the till hears one of both
 */
export const faultKinds = ['delay', 'reset', 'half-open', 'cut', 'duplicate'] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface FaultProxyOptions {
  /** `http://host:port` of the service. */
  readonly target: string;
  readonly seed: number;
  /** How many connections of each kind. */
  readonly connections: number;
  /** Longest delay; shorter than the till's patience, since a request that arrives after it was given up is no delay. */
  readonly maxDelayMs: number;
}

export interface FaultProxy {
  readonly url: string;
  /** Connections on which a fault was played. */
  readonly struck: Readonly<Record<FaultKind, number>>;
  /** Whether every kind has struck as often as was asked for; from then on everything passes. */
  isDone(): boolean;
  /** Requests the service got a second time, by their text. */
  readonly repeated: ReadonlyMap<string, number>;
  /** Requests the till gave up while the service worked on them, by their text. */
  readonly overtaken: ReadonlyMap<string, number>;
  /** Every request with what the service answered and what was played: `delay PUT /v2/… -> 200`, oldest first. */
  readonly trace: readonly string[];
  /** All faults are over, whatever was asked for. */
  quieten(): void;
  close(): Promise<void>;
}

/** A proxy of bytes between a till and its service that misbehaves once on every connection, as the seed decides. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const random = createRandom(options.seed);
  const struck = { delay: 0, reset: 0, 'half-open': 0, cut: 0, duplicate: 0 };
  const planned = { ...struck };
  const repeated = new Map<string, number>();
  const overtaken = new Map<string, number>();
  const trace: string[] = [];
  const sockets = new Set<Socket>();
  let quiet = false;

  const target = new URL(options.target);
  const dial = (): Exchanger => {
    const socket = connect(Number(target.port), target.hostname);
    keep(socket);
    return createExchanger(socket);
  };
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.setNoDelay(true);
    // A fault's own doing; what became of the exchange is told by its bytes.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };

  const server = createServer({ allowHalfOpen: false }, (client) => {
    keep(client);
    // Connections that never carry a request keep their plan to themselves; then another one takes it over.
    const open = faultKinds.filter((kind) => planned[kind] < options.connections);
    const unplayed = faultKinds.filter((kind) => struck[kind] < options.connections);
    const candidates = open.length > 0 ? open : unplayed;
    const kind = candidates.length === 0 ? undefined : random.pick(candidates);
    if (kind !== undefined) planned[kind] += 1;
    const connection = {
      kind,
      at: random.pick([1, 1, 1, 2, 3]),
      random: createRandom(random.below(2 ** 31)),
    };
    serve(client, connection)
      .catch(() => undefined)
      .finally(() => client.destroy());
  });

  async function serve(
    client: Socket,
    { kind, at, random: chance }: { kind: FaultKind | undefined; at: number; random: Random },
  ): Promise<void> {
    const service = dial();
    const requests = createReader(client, requestLength);
    let number = 0;
    let played = false;
    try {
      for (;;) {
        const request = await requests();
        if (request === undefined) return;
        number += 1;
        if (kind === undefined || quiet || number < at) {
          const answer = await ask({ client, service, request }, 'pass');
          if (answer === undefined) return;
          client.write(answer);
        } else {
          played = true;
          struck[kind] += 1;
          await play(kind, { client, service, request, random: chance });
          return;
        }
      }
    } finally {
      // A connection the till closed before its fault: another one gets it.
      if (kind !== undefined && !played) planned[kind] -= 1;
      service.destroy();
    }
  }

  interface Exchange {
    readonly client: Socket;
    readonly service: Exchanger;
    readonly request: Buffer;
  }
  interface Scene extends Exchange {
    readonly random: Random;
  }

  /** The service's answer. What was given up before it was passed on is dropped, as a network does that has its sender's end. */
  async function ask(
    { client, service, request }: Exchange,
    playing: FaultKind | 'pass',
  ): Promise<Buffer | undefined> {
    if (isGone(client)) return undefined;
    const answer = await service.exchange(request);
    trace.push(
      `${playing} ${requestLine(request)} -> ${statusOf(answer)}${isGone(client) ? ' given up' : ''}`,
    );
    // The till stopped listening while the service worked: it may have looked for the effect before it was there.
    if (isGone(client)) count(overtaken, request.toString('latin1'));
    return answer;
  }

  async function play(kind: FaultKind, scene: Scene): Promise<void> {
    const { client, request, random: chance } = scene;
    switch (kind) {
      case 'delay':
        return playDelay(scene);
      case 'duplicate': {
        const first = await ask(scene, kind);
        // Whoever has gone away in the meantime has nothing repeated.
        if (first === undefined || isGone(client)) return undefined;
        count(repeated, request.toString('latin1'));
        const again = dial();
        const second = await again.exchange(request);
        trace.push(`again ${requestLine(request)} -> ${statusOf(second)}`);
        again.destroy();
        await deliver(client, chance.chance(0.5) ? first : (second ?? first));
        return undefined;
      }
      default: {
        const answer = chance.chance(0.3) ? await stumble(scene) : await ask(scene, kind);
        if (answer !== undefined) {
          const sent = chance.below(answer.length);
          if (sent > 0) await write(client, answer.subarray(0, sent));
        }
        if (kind === 'reset') client.resetAndDestroy();
        else if (kind === 'cut') client.end();
        else if (!isGone(client)) await once(client, 'close');
        return undefined;
      }
    }
  }

  /** Part of the request reaches the service, perhaps nothing; never all of it. */
  async function stumble({ service, request, random: chance }: Scene): Promise<undefined> {
    const sent = chance.below(request.length);
    trace.push(`part of ${requestLine(request)}`);
    await service.sendPart(request.subarray(0, sent));
  }

  async function playDelay(scene: Scene): Promise<void> {
    const { client, random: chance } = scene;
    const delayMs = chance.between(1, options.maxDelayMs);
    const style = chance.pick(['request', 'answer', 'pieces'] as const);
    if (style === 'request') await pause(delayMs);
    const answer = await ask(scene, 'delay');
    if (answer === undefined) return;
    if (style === 'answer') await pause(delayMs);
    if (style !== 'pieces') {
      await deliver(client, answer);
      return;
    }
    const pieces = chance.between(2, 6);
    const size = Math.ceil(answer.length / pieces);
    for (let from = 0; from < answer.length; from += size) {
      await write(client, answer.subarray(from, from + size));
      await pause(delayMs / pieces);
    }
    await finish(client);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    struck,
    repeated,
    overtaken,
    trace,
    isDone: () => faultKinds.every((kind) => struck[kind] >= options.connections),
    quieten: () => {
      quiet = true;
    },
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** Sends requests to the service over one connection, one at a time. */
interface Exchanger {
  /** The whole answer; undefined when the connection ends before. */
  exchange(request: Buffer): Promise<Buffer | undefined>;
  /** Sends so much and closes the connection. */
  sendPart(part: Buffer): Promise<void>;
  destroy(): void;
}

function createExchanger(socket: Socket): Exchanger {
  const answers = createReader(socket, responseLength);
  return {
    exchange: async (request) => {
      socket.write(request);
      return answers();
    },
    sendPart: async (part) => {
      if (part.length > 0) await write(socket, part);
      socket.destroy();
    },
    destroy: () => socket.destroy(),
  };
}

/** Reads a socket message by message; undefined at its end. */
function createReader(
  socket: Socket,
  lengthOf: (bytes: Buffer) => number | undefined,
): () => Promise<Buffer | undefined> {
  let bytes = Buffer.alloc(0);
  let ended = false;
  let wake: () => void = () => undefined;
  socket.on('data', (piece: Buffer) => {
    bytes = Buffer.concat([bytes, piece]);
    wake();
  });
  for (const event of ['end', 'close', 'error']) {
    socket.on(event, () => {
      ended = true;
      wake();
    });
  }
  return async () => {
    for (;;) {
      const length = bytes.length === 0 ? undefined : lengthOf(bytes);
      if (length !== undefined) {
        const message = bytes.subarray(0, length);
        bytes = bytes.subarray(length);
        return message;
      }
      if (ended) return undefined;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}

/** Whether the other end has closed the connection, or broken it. */
const isGone = (socket: Socket): boolean => socket.destroyed || socket.readableEnded;

function count(counts: Map<string, number>, line: string): void {
  counts.set(line, (counts.get(line) ?? 0) + 1);
}

const write = (socket: Socket, bytes: Buffer): Promise<void> =>
  new Promise((resolve) => {
    if (socket.destroyed) resolve();
    else socket.write(bytes, () => resolve());
  });

async function deliver(client: Socket, answer: Buffer): Promise<void> {
  await write(client, answer);
  await finish(client);
}

/** Closes a connection in order, once everything has left. */
const finish = (client: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (client.destroyed) resolve();
    else client.end(() => resolve());
  });
