import { MessagePort, type Worker } from 'node:worker_threads';
import { TillFailure, type TillError } from '#shared/contract/errors';
import type { CauseDescription } from '../log/describe-cause.ts';
import { BugElsewhere } from './bug-elsewhere.ts';

export interface CallMessage {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

export type ReplyMessage =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly failure?: TillError; readonly bug?: Bug };

/** What came of a call that should not have failed. */
interface Bug {
  readonly words: string;
  /** For the log, which takes no words. */
  readonly description: CauseDescription;
}

/** The functions of another thread as this one sees them. */
export type Remote<Methods> = {
  readonly [Name in keyof Methods]: Methods[Name] extends (...args: infer Args) => infer Value
    ? (...args: Args) => Promise<Awaited<Value>>
    : never;
};

/** The other thread, as seen from here. */
export interface RemoteThread<Methods> {
  readonly methods: Remote<Methods>;
  /** Nothing is answered any more: whoever waits, and whoever calls later, fails with this. */
  end(error: Error): void;
}

/**
 * Calls the functions that `answerCalls` answers at the other end. Arguments and
 * answers are copied; a port among the arguments is handed over.
 */
export function createRemote<Methods>(
  port: Pick<MessagePort | Worker, 'on' | 'postMessage'>,
): RemoteThread<Methods> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let ended: Error | undefined;

  port.on('message', (reply: ReplyMessage) => {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.ok) call?.resolve(reply.value);
    else call?.reject(errorOf(reply));
  });

  function send(method: string, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (ended !== undefined) {
        reject(ended);
        return;
      }
      const id = (lastId += 1);
      waiting.set(id, { resolve, reject });
      const ports = args.filter((arg) => arg instanceof MessagePort);
      port.postMessage({ id, method, args } satisfies CallMessage, ports);
    });
  }

  return {
    methods: new Proxy({} as Remote<Methods>, {
      get: (_target, method) =>
        // A proxy that answers `then` would be taken for a promise.
        typeof method === 'string' && method !== 'then'
          ? (...args: unknown[]) => send(method, args)
          : undefined,
    }),
    end(error) {
      ended ??= error;
      for (const call of waiting.values()) call.reject(ended);
      waiting.clear();
    },
  };
}

/** An expected failure keeps its code on the way over; anything else is a bug and keeps its stack. */
function errorOf(reply: Extract<ReplyMessage, { ok: false }>): Error {
  if (reply.failure !== undefined) return new TillFailure(reply.failure.code, reply.failure);
  return new BugElsewhere(reply.bug?.words ?? 'unknown', reply.bug?.description);
}
