import type { MessagePort } from 'node:worker_threads';
import type { TillEvent } from '#shared/contract/operations';
import { fittingLog, type CoreLog } from '../log/log-details.ts';
import type { Reader } from '../db/reader.ts';
import type { Writer } from '../db/writer.ts';
import { answerCalls, callMethod } from '../threads/answer-calls.ts';
import { createRemote } from '../threads/remote.ts';
import { createSyncHost } from './sync-host.ts';

/** What the sync tells the core. */
export interface SyncListener {
  /** How the till signs in at its service, as it was saved last. */
  readSignIn(): Promise<unknown>;
  keepSignIn(signIn: unknown): Promise<void>;
  emit(event: TillEvent): void;
  log: CoreLog;
}

/** How the sync reaches the others, and they it. */
export interface SyncPorts {
  readonly writer: MessagePort;
  readonly reader: MessagePort;
  /** The core listens here. */
  readonly listener: MessagePort;
  /** The core calls here. */
  readonly calls: MessagePort;
}

/** What the sync knows of the machine. */
export interface SyncSurroundings {
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly fetch: typeof globalThis.fetch;
}

/** Runs the sync on the thread it is called on. */
export function serveSync(ports: SyncPorts, background: boolean, surroundings: SyncSurroundings): void {
  const listener = createRemote<SyncListener>(ports.listener).methods;
  // Nobody waits for what is only told.
  const host = createSyncHost({
    ...surroundings,
    background,
    writer: createRemote<Writer>(ports.writer).methods,
    reader: createRemote<Reader>(ports.reader).methods,
    // An error loses its code on the way to another thread.
    log: fittingLog((level, event, details) => void listener.log(level, event, details)),
    emit: (event) => void listener.emit(event),
    readSignIn: () => listener.readSignIn(),
    keepSignIn: (signIn) => listener.keepSignIn(signIn),
  });
  answerCalls(ports.calls, { run: (method, args) => callMethod(host, method, args) });
}
