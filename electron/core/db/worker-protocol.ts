import { TillFailure, type TillError } from '#shared/contract/errors';

/** What a worker thread is started with. */
export interface WorkerSetup {
  readonly role: 'writer' | 'reader' | 'pair-finder';
  readonly path: string;
  readonly key: Uint8Array;
}

export interface WorkerRequest {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

export type WorkerReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly failure?: TillError; readonly bug?: string };

/** The functions of a worker as the core thread sees them. */
export type Remote<Methods> = {
  readonly [Name in keyof Methods]: Methods[Name] extends (...args: infer Args) => infer Value
    ? (...args: Args) => Promise<Awaited<Value>>
    : never;
};

/** An expected failure keeps its code on the way over; anything else is a bug and keeps its stack. */
export function errorOfReply(reply: Extract<WorkerReply, { ok: false }>): Error {
  if (reply.failure !== undefined) return new TillFailure(reply.failure.code, reply.failure);
  return new Error(`In the database worker: ${reply.bug ?? 'unknown'}`);
}
