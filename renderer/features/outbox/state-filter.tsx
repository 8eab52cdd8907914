import { useTranslation } from 'react-i18next';
import { FilterPills } from '../../ui/filter-pills.tsx';
import { stateLooks } from './state-looks.ts';
import { setFilter, unsettledStates, useOutbox, type Filter } from './store.ts';

/** How many changes are in which state, and a way to see one kind alone. Gone where there is but one kind. */
export function StateFilter() {
  const { t } = useTranslation();
  const filter = useOutbox((state) => state.filter);
  const counts = useOutbox((state) => state.counts);
  const present = unsettledStates.filter((state) => counts[state] > 0 || state === filter);
  if (present.length < 2 && filter === 'all') return null;
  const all = unsettledStates.reduce((sum, state) => sum + counts[state], 0);
  return (
    <FilterPills<Filter>
      label={t('outbox.filter')}
      value={filter}
      onChange={setFilter}
      options={[
        { value: 'all', label: t('outbox.filters.all'), count: all },
        ...present.map((state) => ({
          value: state,
          label: t(`outbox.filters.${state}`),
          count: counts[state],
          icon: stateLooks[state].icon,
          iconClassName: stateLooks[state].className,
        })),
      ]}
    />
  );
}
