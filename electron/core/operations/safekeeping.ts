import { TillFailure } from '#shared/contract/errors';
import type { Handlers } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import type { KeptBy, SecretsKeptBy } from '#shared/contract/safekeeping';
import type { Backups } from '../privacy/backups.ts';
import { answering, type OperationContext } from './context.ts';

type SafekeepingOperation = Extract<OperationName, `backups.${string}` | `key.${string}`>;

/** What keeps the till's data safe: its backups and its key. */
export function safekeepingHandlers(
  { reader }: OperationContext,
  backups: Backups,
  keys: {
    readonly keptBy: KeptBy;
    readonly secretsKeptBy: SecretsKeptBy;
    /** Starts the till anew with another key; absent where the host cannot. */
    readonly change?: (() => void) | undefined;
  },
): Handlers<SafekeepingOperation> {
  return {
    'backups.list': () => answering(() => backups.list()),
    'backups.make': () => answering(async () => ({ backup: (await backups.make()).backup })),

    'key.status': () =>
      answering(async () => {
        const changedMs = await reader.getKeyChangedMs();
        const changedAt = changedMs === null ? null : new Date(changedMs).toISOString();
        const { keptBy, secretsKeptBy, change } = keys;
        return { keptBy, secretsKeptBy, changedAt, canChange: change !== undefined };
      }),

    'key.change': () =>
      answering(async () => {
        if (keys.change === undefined) throw new TillFailure('key.not-here');
        keys.change();
        return { restarts: true as const };
      }),
  };
}
