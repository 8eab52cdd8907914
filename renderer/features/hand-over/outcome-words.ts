import type { TFunction } from 'i18next';
import { errorLine } from '../../ui/error-words.ts';
import type { WayOutcome } from './store.ts';

/** Why a way did not work, in a line; undefined when it did. */
export function whyNot(t: TFunction, { error }: WayOutcome): string | undefined {
  if (error === null) return undefined;
  return error === 'not-copied' ? t('handOver.notCopied') : errorLine(t, error);
}

/** What became of a hand-over: what worked in one line, and a line for each way that did not. */
export function outcomeWords(
  t: TFunction,
  outcomes: readonly WayOutcome[],
): { readonly done: string | undefined; readonly failed: readonly string[] } {
  const how = outcomes.filter(({ error }) => error === null).map(({ way }) => t(`handOver.how.${way}`));
  const failed = outcomes.flatMap((outcome) => {
    const why = whyNot(t, outcome);
    return why === undefined ? [] : [t('handOver.failed', { way: t(`handOver.way.${outcome.way}`), why })];
  });
  return { done: how.length > 0 ? t('handOver.done', { how: how.join(', ') }) : undefined, failed };
}
