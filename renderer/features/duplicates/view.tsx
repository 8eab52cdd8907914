import { ScanSearch, Users } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DuplicatePair } from '#shared/contract/values';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { errorLine } from '../../ui/error-words.ts';
import { formatCount } from '../../ui/format.ts';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { PairCard } from './pair-card.tsx';
import { SearchBar } from './search-bar.tsx';
import { dismiss, loadMorePairs, loadPairs, pairKey, usePairs } from './store.ts';

interface DuplicatesViewProps {
  readonly canMerge: boolean;
  readonly onOpen: (customerUid: string) => void;
  /** The second is to be merged into the first; whoever does it asks before. */
  readonly onMerge: (staysUid: string, goesUid: string) => void;
}

/** Customers who are probably one: a person looks at each pair and says what is so. */
export function DuplicatesView({ canMerge, onOpen, onMerge }: DuplicatesViewProps) {
  const { t } = useTranslation();
  const { pairs, total, next, status, error, loading } = usePairs();
  const [busyWith, setBusyWith] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => void loadPairs(), []);

  const sayTwo = async (pair: DuplicatePair, place: number) => {
    setBusyWith(pairKey(pair));
    const failure = await dismiss(pair);
    setBusyWith(null);
    if (failure) tellProblem(errorLine(t, failure));
    else {
      tellDone(t('pairs.dismissed'));
      // Whoever works with keys goes on with the pair that came up.
      requestAnimationFrame(() => list.current?.children[place]?.querySelector('button')?.focus());
    }
  };

  const isNew = status !== null && pairs !== null && pairs.length > 0 && status.found > total;
  return (
    <div>
      {error && <ErrorNotice error={error} className="mb-4" />}
      {status && <SearchBar status={status} />}
      {pairs === null && !error && <p className="appear-late text-soft">{t('common.loading')}</p>}
      {isNew && (
        <Button look="quiet" icon={ScanSearch} onClick={() => void loadPairs()} className="mb-3 -ml-4">
          {t('pairs.showNew', { count: status.found - total, shown: formatCount(status.found - total) })}
        </Button>
      )}
      {pairs?.length === 0 && status && (
        <EmptyState icon={Users} title={t(`pairs.emptyTitle.${status.state}`)}>
          {t(`pairs.empty.${status.state}`)}
        </EmptyState>
      )}
      <ul ref={list} className="flex flex-col gap-4">
        {pairs?.map((pair, place) => (
          <li key={pairKey(pair)}>
            <PairCard
              pair={pair}
              busy={busyWith === pairKey(pair)}
              mergeUnavailable={canMerge ? undefined : t('customer.notOffered')}
              onOpen={onOpen}
              onMerge={onMerge}
              onDismiss={() => void sayTwo(pair, place)}
            />
          </li>
        ))}
      </ul>
      {next !== null && pairs !== null && pairs.length > 0 && (
        <div className="flex justify-center pt-5">
          <Button busy={loading} onClick={() => void loadMorePairs()}>
            {t('pairs.more')}
          </Button>
        </div>
      )}
    </div>
  );
}
