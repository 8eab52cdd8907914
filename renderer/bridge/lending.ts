import { create } from 'zustand';
import type { OperationName } from '#shared/contract/operation-names';
import type { Result } from '#shared/contract/errors';

interface Lending {
  /** What a manager is asked to let the cashier do; null while nobody is asked. */
  readonly operation: OperationName | null;
  /** What it is asked with. */
  readonly input: unknown;
}

/** A cashier wants to do what only a manager may. */
export const useLending = create<Lending>(() => ({ operation: null, input: undefined }));

let answerAsked: ((lent: boolean) => void) | undefined;

/** A manager has put in their PIN for it, or it was given up. */
export function endLending(lent: boolean): void {
  useLending.setState({ operation: null, input: undefined });
  answerAsked?.(lent);
  answerAsked = undefined;
}

/** Asks for a manager's PIN when the core wants one, and then does the same once more. */
export async function askManager(
  name: OperationName,
  input: unknown,
  call: () => Promise<unknown>,
): Promise<unknown> {
  const answer = (await call()) as Result;
  if (answer.ok || answer.error.code !== 'session.not-allowed' || name === 'session.lend') return answer;
  endLending(false);
  const lent = await new Promise<boolean>((resolve) => {
    answerAsked = resolve;
    useLending.setState({ operation: name, input });
  });
  return lent ? call() : answer;
}
