import { BookUser, ListX, SearchX, UserRoundPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Coverage } from '#shared/contract/values';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCount } from '../../ui/format.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { isFiltering, useFilters } from './filters.ts';
import { clearFilters, useLookup } from './store.ts';

interface NothingFoundProps {
  readonly coverage: Coverage | null;
  readonly onRegister: (typed: string) => void;
}

/** An empty list, with the way on: register what was typed, look among all, or know who else was asked. */
export function NothingFound({ coverage, onRegister }: NothingFoundProps) {
  const { t } = useTranslation();
  const query = useLookup((state) => state.answeredQuery.trim());
  const filtering = useFilters((state) => isFiltering(state.chosen));
  if (query === '' && !filtering) {
    return (
      <EmptyState icon={BookUser} title={t('lookup.recentEmptyTitle')}>
        {t('lookup.recentEmpty')}
      </EmptyState>
    );
  }
  const withoutFilters = filtering && (
    <Button icon={ListX} size="large" onClick={clearFilters}>
      {t('lookup.clearFilters')}
    </Button>
  );
  if (query === '') {
    return <EmptyState icon={SearchX} title={t('lookup.noneFiltered')} actions={withoutFilters} />;
  }
  return (
    <EmptyState
      icon={SearchX}
      title={t('lookup.noHitsTitle', { query })}
      actions={
        <>
          <Button
            look="primary"
            size="large"
            icon={UserRoundPlus}
            keys="F2"
            onClick={() => onRegister(query)}
            className="max-w-full"
          >
            <span className="max-w-60 truncate">{t('lookup.register', { query })}</span>
          </Button>
          {withoutFilters}
        </>
      }
    >
      <WhoWasAsked coverage={coverage} />
    </EmptyState>
  );
}

/** Whether the service and the registry know nobody either, or are being asked. */
function WhoWasAsked({ coverage }: { coverage: Coverage | null }) {
  const { t } = useTranslation();
  const askingBeyond = useLookup((state) => state.askingBeyond);
  const alsoAsked = useLookup((state) => state.alsoAsked);
  const { cached = 0, known = null } = coverage ?? {};
  if (askingBeyond === 'service' || askingBeyond === 'registry') {
    return (
      <span className="inline-flex items-center gap-2">
        <Spinner size={16} />
        {t(`lookup.asking.${askingBeyond}`)}
      </span>
    );
  }
  if (alsoAsked.includes('registry')) return t('lookup.noHitsAnywhere');
  if (alsoAsked.includes('service')) return t('lookup.noHitsAtService');
  return known !== null && cached < known
    ? t('lookup.noHitsIncomplete', { cached: formatCount(cached), known: formatCount(known) })
    : t('lookup.noHits');
}
