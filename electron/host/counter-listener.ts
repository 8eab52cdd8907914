import { fail, succeed } from '#shared/contract/errors';
import type { ListenAt } from '../core/doors/door.ts';
import { takeQuestions } from './question-server.ts';

/** Answers a POS on this computer and nobody else: bound to 127.0.0.1. What it says is the core's. */
export const listenAtCounter: ListenAt<number> = async (port, answer) => {
  try {
    return succeed(await takeQuestions({ address: '127.0.0.1', port }, answer));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES') return fail('hand-over.port-taken');
    throw cause;
  }
};
