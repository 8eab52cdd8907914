import type { MessagePort } from 'node:worker_threads';
import { TillFailure, type TillError } from '#shared/contract/errors';
import { describeCause } from '../log/describe-cause.ts';
import type { CallMessage, ReplyMessage } from './remote.ts';

export interface AnswerOptions {
  /** The value of a call, or a promise of it. */
  readonly run: (method: string, args: readonly unknown[]) => unknown;
  /** What of a thrown value is an expected failure; undefined for a bug. */
  readonly failureOf?: (cause: unknown) => TillFailure | undefined;
}

/**
 * Answers what a `createRemote` at the other end of the port calls. What is
 * answered without a promise is answered before the next call is looked at.
 */
export function answerCalls(port: MessagePort, { run, failureOf = expectedFailureOf }: AnswerOptions): void {
  const succeed = (id: number, value: unknown): void =>
    port.postMessage({ id, ok: true, value } satisfies ReplyMessage);
  const fail = (id: number, cause: unknown): void =>
    port.postMessage(replyTo(id, failureOf(cause)?.error, cause));

  port.on('message', ({ id, method, args }: CallMessage) => {
    try {
      const value = run(method, args);
      if (!(value instanceof Promise)) succeed(id, value);
      else
        value.then(
          (settled) => succeed(id, settled),
          (cause: unknown) => fail(id, cause),
        );
    } catch (cause) {
      fail(id, cause);
    }
  });
}

/** Calls the method of this name. @throws Error when there is none */
export function callMethod(methods: object, method: string, args: readonly unknown[]): unknown {
  const run = (methods as Readonly<Record<string, unknown>>)[method];
  if (typeof run !== 'function') throw new Error(`No method ${method}`);
  return (run as (...args: readonly unknown[]) => unknown)(...args);
}

function expectedFailureOf(cause: unknown): TillFailure | undefined {
  return cause instanceof TillFailure ? cause : undefined;
}

function replyTo(id: number, failure: TillError | undefined, cause: unknown): ReplyMessage {
  if (failure !== undefined) return { id, ok: false, failure };
  const words = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return { id, ok: false, bug: { words, description: describeCause(cause) } };
}
