import { Pause, Play, ScanSearch } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DuplicateStatus } from '#shared/contract/values';
import { Button } from '../../ui/button.tsx';
import { formatAge, formatCount } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import { switchSearch, usePairs } from './store.ts';

/** How the search over all customers stands, and the one thing to do about it. */
export function SearchBar({ status }: { status: DuplicateStatus }) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const switching = usePairs((state) => state.switching);
  const { state, found, changes, finishedAt } = status;
  const percent = Math.floor((status.progress ?? 0) * 100);
  const facts = [
    t('pairs.found', { count: found, shown: formatCount(found) }),
    finishedAt ? t('pairs.searched', { age: formatAge(t, finishedAt, nowMs) }) : null,
    state === 'finished' && changes > 0
      ? t('pairs.changes', { count: changes, shown: formatCount(changes) })
      : null,
  ];
  const action = {
    never: { icon: ScanSearch, words: t('pairs.start'), go: 'start' },
    running: { icon: Pause, words: t('pairs.pause'), go: 'pause' },
    paused: { icon: Play, words: t('pairs.continue'), go: 'start' },
    finished: { icon: ScanSearch, words: t('pairs.again'), go: 'start' },
  } as const;
  const { icon, words, go } = action[state];
  return (
    <section aria-label={t('pairs.search')} className="pb-6">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-80">
          <h2 className="text-2xl font-semibold tracking-tight">{t('pairs.title')}</h2>
          <p className="tabular text-soft">
            {state === 'never' ? t('pairs.never') : facts.filter(Boolean).join(' · ')}
          </p>
        </div>
        <Button
          look={state === 'never' || state === 'paused' ? 'primary' : 'secondary'}
          icon={icon}
          busy={switching}
          onClick={() => void switchSearch(go)}
        >
          {words}
        </Button>
      </div>
      {(state === 'running' || state === 'paused') && (
        <div className="mt-4 rounded-xl bg-sunken px-4 py-3">
          <p className="flex justify-between gap-4 pb-2 font-semibold">
            {t(`pairs.progress.${state}`)}
            <span className="tabular font-normal text-soft">{percent} %</span>
          </p>
          <progress
            aria-label={t(`pairs.progress.${state}`)}
            value={status.progress ?? 0}
            max={1}
            className="progress-line block h-1 w-full overflow-hidden rounded-full"
          />
          <p className="pt-2 text-sm text-soft">{t('pairs.neverBlocks')}</p>
        </div>
      )}
    </section>
  );
}
