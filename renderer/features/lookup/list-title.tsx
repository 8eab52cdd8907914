import { useTranslation } from 'react-i18next';
import { isFiltering, useFilters } from './filters.ts';
import { useLookup } from './store.ts';

/** What the list holds; read out when it changes. */
export function ListTitle() {
  const { t } = useTranslation();
  const { source, rows, behind } = useLookup((state) => state.listed);
  const searched = useLookup((state) => state.answeredQuery.trim() !== '');
  const starting = useLookup((state) => state.starting);
  const filtering = useFilters((state) => isFiltering(state.chosen));
  const from = rows[0]?.from ?? source;
  const count = rows.length;

  const title = () => {
    if (from === 'service') return t('lookup.titleService', { count });
    if (from === 'registry') return t('lookup.titleRegistry', { count });
    if (!searched && !filtering) return t('lookup.titleRecent');
    if (!searched) return t('lookup.titleNewest');
    const ofTill = rows.filter((row) => row.from === 'till').length;
    return behind === 'nobody'
      ? t('lookup.titleHits', { count: ofTill })
      : t('lookup.titleBest', { count: ofTill });
  };

  return (
    <output className="block min-w-0 flex-1">
      {!starting && <h2 className="truncate text-sm font-semibold text-soft">{title()}</h2>}
    </output>
  );
}
