import { connect, type Socket } from 'node:net';
import { fail } from '#shared/contract/errors';
import type { PrinterReport } from '#shared/contract/printing';
import { awayReport, reportOf, troubleOf, type StatusQuestion } from './printer-status.ts';
import type { SendOutcome } from './send-outcome.ts';

interface NetworkAddress {
  readonly host: string;
  readonly port: number;
  /** How long the printer may take to answer the call. */
  readonly connectTimeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface NetworkPrint extends NetworkAddress {
  readonly bytes: Uint8Array;
  /** Asked before anything is sent: a printer that says it cannot print gets nothing. */
  readonly question?: StatusQuestion | undefined;
  /** How long it may take to answer that; a printer that does not answer gets the job all the same. */
  readonly answerTimeoutMs?: number;
  /** How long the printer may take, once connected, to take every byte and close the connection. */
  readonly sendTimeoutMs?: number;
}

/** `wasSilent`: it was asked how it is and did not say. */
export type NetworkOutcome = SendOutcome & { readonly wasSilent: boolean };

const connectTimeoutMs = 3_000;

/**
 * Sends bytes to a printer on the shop's network (raw TCP, usually port 9100).
 * `sent` means that it took every byte and closed the connection in good order.
 * Always answers within its time-outs together, and never sends twice.
 */
export async function sendToNetworkPrinter(print: NetworkPrint): Promise<NetworkOutcome> {
  const { bytes, question, answerTimeoutMs = 250, sendTimeoutMs = 10_000, signal } = print;
  const line = await openLine(print);
  if (line === undefined) {
    const { error } = fail(signal?.aborted === true ? 'printer.stopped' : 'printer.unreachable');
    return { outcome: 'not-sent', error, wasSilent: false };
  }
  try {
    const said = question === undefined ? undefined : await line.ask(question, answerTimeoutMs);
    const wasSilent = question !== undefined && said === undefined;
    const trouble =
      troubleOf(said ?? []) ?? (signal?.aborted === true ? fail('printer.stopped').error : undefined);
    if (trouble !== undefined) return { outcome: 'not-sent', error: trouble, wasSilent };
    if (!line.isOpen()) {
      return { outcome: 'not-sent', error: fail('printer.unreachable').error, wasSilent };
    }
    if (await line.send(bytes, sendTimeoutMs)) return { outcome: 'sent', wasSilent };
    return { outcome: 'unknown', error: fail('printer.unknown-outcome').error, wasSilent };
  } finally {
    line.close();
  }
}

/** Asks a printer how it is; prints nothing. */
export async function checkNetworkPrinter(
  check: NetworkAddress & { readonly question: StatusQuestion; readonly answerTimeoutMs?: number },
): Promise<PrinterReport> {
  const line = await openLine(check);
  if (line === undefined) {
    return awayReport(fail(check.signal?.aborted === true ? 'printer.stopped' : 'printer.unreachable').error);
  }
  try {
    const said = await line.ask(check.question, check.answerTimeoutMs ?? 1_500);
    return reportOf(said ?? ['silent']);
  } finally {
    line.close();
  }
}

interface Line {
  /** False once the printer has hung up. */
  readonly isOpen: () => boolean;
  /** What the printer answers in time; undefined when it does not. */
  readonly ask: (question: StatusQuestion, timeoutMs: number) => Promise<ReturnType<StatusQuestion['read']>>;
  /** Whether the printer took every byte and closed in good order. */
  readonly send: (bytes: Uint8Array, timeoutMs: number) => Promise<boolean>;
  readonly close: () => void;
}

/** A connection to a printer; undefined when it does not answer in time, or when it was stopped. */
function openLine({
  host,
  port,
  signal,
  connectTimeoutMs: timeoutMs = connectTimeoutMs,
}: NetworkAddress): Promise<Line | undefined> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve(undefined);
      return;
    }
    const socket = connect({ host, port, noDelay: true });
    const giveUp = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(undefined);
    };
    const timer = setTimeout(giveUp, timeoutMs);
    signal?.addEventListener('abort', giveUp, { once: true });
    socket.once('error', giveUp);
    socket.once('connect', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      socket.removeListener('error', giveUp);
      resolve(lineOver(socket, signal));
    });
  });
}

function lineOver(socket: Socket, signal: AbortSignal | undefined): Line {
  let hasEnded = false;
  let isBroken = false;
  socket.once('end', () => (hasEnded = true));
  socket.once('close', () => (isBroken = true));
  // What ended the line is seen by its closing, which follows.
  socket.on('error', () => (isBroken = true));

  /** Waits until `look` says something, the line ends, time is over or it is stopped. */
  function waitFor<Value>(
    look: () => Value | undefined,
    events: readonly string[],
    timeoutMs: number,
  ): Promise<Value | undefined> {
    return new Promise((resolve) => {
      const done = (value: Value | undefined): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
        for (const event of events) socket.removeListener(event, check);
        resolve(value);
      };
      const stop = (): void => done(undefined);
      const check = (): void => {
        const value = look();
        if (value !== undefined || isBroken) done(value);
      };
      const timer = setTimeout(stop, timeoutMs);
      signal?.addEventListener('abort', stop, { once: true });
      for (const event of events) socket.on(event, check);
      check();
    });
  }

  return {
    isOpen: () => !hasEnded && !isBroken,

    async ask(question, timeoutMs) {
      const heard: Uint8Array[] = [];
      const listen = (chunk: Uint8Array): void => void heard.push(chunk);
      socket.on('data', listen);
      socket.write(question.bytes);
      const look = () => question.read(Buffer.concat(heard)) ?? (hasEnded ? null : undefined);
      const said = await waitFor(look, ['data', 'end', 'close'], timeoutMs);
      socket.removeListener('data', listen);
      return said ?? undefined;
    },

    async send(bytes, timeoutMs) {
      let allWritten = false;
      socket.end(bytes, () => (allWritten = true));
      // Printers report their state unasked; unread, it would hold up their closing.
      socket.resume();
      const look = () => (hasEnded ? allWritten : undefined);
      return (await waitFor(look, ['end', 'close'], timeoutMs)) === true;
    },

    close: () => void socket.destroy(),
  };
}
