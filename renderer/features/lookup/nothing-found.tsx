import { BookUser, SearchX, UserRoundPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Coverage } from '#shared/contract/values';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCount } from '../../ui/format.ts';

interface NothingFoundProps {
  /** What was typed; empty when the till has nothing to suggest yet. */
  readonly query: string;
  readonly coverage: Coverage | null;
  readonly onRegister: (typed: string) => void;
}

/** An empty list, with the way on: register what was typed, or know that not all customers are here yet. */
export function NothingFound({ query, coverage, onRegister }: NothingFoundProps) {
  const { t } = useTranslation();
  if (query === '') {
    return (
      <EmptyState icon={BookUser} title={t('lookup.recentEmptyTitle')}>
        {t('lookup.recentEmpty')}
      </EmptyState>
    );
  }
  const { cached = 0, known = null } = coverage ?? {};
  return (
    <EmptyState
      icon={SearchX}
      title={t('lookup.noHitsTitle', { query })}
      actions={
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
      }
    >
      {known !== null && cached < known
        ? t('lookup.noHitsIncomplete', { cached: formatCount(cached), known: formatCount(known) })
        : t('lookup.noHits')}
    </EmptyState>
  );
}
