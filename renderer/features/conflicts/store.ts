import type { TillError } from '#shared/contract/errors';
import type { OperationInput } from '#shared/contract/operations';
import type { Conflict } from '#shared/contract/values';
import { createPrivate } from '../../bridge/private-store.ts';
import { till } from '../../bridge/till.ts';
import {
  buildChanges,
  findUnreadable,
  type FieldName,
  type FieldValues,
} from '../../customer-form/fields.ts';

type Resolution = OperationInput<'conflicts.resolve'>['resolution'];

/** What a person has chosen for a field and not settled yet. */
export type Choice =
  | { readonly take: 'ours' | 'theirs' }
  | { readonly take: 'typed'; readonly values: FieldValues };

interface ConflictsState {
  /** Null until the first answer. */
  readonly conflicts: readonly Conflict[] | null;
  readonly error: TillError | null;
  /** By conflict: leaving the page forgets none. */
  readonly choices: Readonly<Record<string, Choice>>;
  /** Why a choice was not taken, by conflict. */
  readonly failures: Readonly<Record<string, TillError>>;
  /** The customer whose fields are being settled. */
  readonly settling: string | null;
}

export const useConflicts = createPrivate<ConflictsState>(
  () => ({
    conflicts: null,
    error: null,
    choices: {},
    failures: {},
    settling: null,
  }),
  { keep: ({ choices }) => ({ choices }) },
);

export async function loadConflicts(): Promise<void> {
  const answer = await till.conflicts.list({});
  if (!answer.ok) {
    useConflicts.setState({ error: answer.error });
    return;
  }
  useConflicts.setState(({ conflicts: before, choices }) => ({
    conflicts: answer.conflicts,
    error: null,
    choices: stillValid(choices, before ?? [], answer.conflicts),
  }));
}

/** A choice is of the values a person saw: where one of them has changed since, they choose again. */
function stillValid(
  choices: ConflictsState['choices'],
  before: readonly Conflict[],
  now: readonly Conflict[],
): ConflictsState['choices'] {
  const unchanged = now.filter((conflict) => {
    const seen = before.find(({ conflictId }) => conflictId === conflict.conflictId);
    return seen !== undefined && sidesOf(seen) === sidesOf(conflict);
  });
  const kept = new Set(unchanged.map(({ conflictId }) => conflictId));
  return Object.fromEntries(Object.entries(choices).filter(([conflictId]) => kept.has(conflictId)));
}

function sidesOf({ ours, theirs }: Conflict): string {
  return JSON.stringify([ours, theirs]);
}

export function choose(conflictId: string, choice: Choice): void {
  useConflicts.setState(({ choices, failures }) => ({
    choices: { ...choices, [conflictId]: choice },
    failures: without(failures, conflictId),
  }));
}

/** One side for every field of a customer. */
export function chooseAll(conflicts: readonly Conflict[], take: 'ours' | 'theirs'): void {
  for (const { conflictId } of conflicts) choose(conflictId, { take });
}

export function typeValue(conflictId: string, name: FieldName, text: string): void {
  const choice = useConflicts.getState().choices[conflictId];
  const values = choice?.take === 'typed' ? choice.values : {};
  choose(conflictId, { take: 'typed', values: { ...values, [name]: text } });
}

/**
 * Settles the fields of a customer that are decided; the others stay.
 *
 * @returns how many were settled, and whether all that were decided
 */
export async function settleCustomer(
  customerUid: string,
): Promise<{ readonly settled: number; readonly complete: boolean }> {
  const { conflicts, choices, settling } = useConflicts.getState();
  if (settling !== null) return { settled: 0, complete: false };
  useConflicts.setState({ settling: customerUid });
  let settled = 0;
  const failures: Record<string, TillError> = {};
  for (const conflict of conflicts ?? []) {
    const choice = choices[conflict.conflictId];
    if (conflict.customerUid !== customerUid || !choice) continue;
    const failure = await settle(conflict, choice);
    if (failure) failures[conflict.conflictId] = failure;
    else settled += 1;
  }
  useConflicts.setState({ settling: null, failures });
  await loadConflicts();
  return { settled, complete: Object.keys(failures).length === 0 };
}

async function settle({ conflictId, field }: Conflict, choice: Choice): Promise<TillError | null> {
  const resolution: Resolution | TillError =
    choice.take === 'typed' ? typedResolution(field, choice.values) : choice;
  if ('code' in resolution) return resolution;
  const answer = await till.conflicts.resolve({ conflictId, resolution });
  return answer.ok ? null : answer.error;
}

function typedResolution(field: string, values: FieldValues): Resolution | TillError {
  const issues = findUnreadable(values);
  if (issues.length > 0) return { code: 'customer.invalid', message: '', issues };
  const changes: Readonly<Record<string, unknown>> = buildChanges(values);
  return { take: 'typed', value: changes[field] };
}

function without<Value>(record: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== key));
}
