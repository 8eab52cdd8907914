import type { Result } from '#shared/contract/errors';

/** The value of an answer that a test or a benchmark cannot do without. @throws Error what it says otherwise */
export function valueOf<Value extends object>(answer: Result<Value>): Value {
  if (!answer.ok) throw new Error(answer.error.message);
  return answer;
}
