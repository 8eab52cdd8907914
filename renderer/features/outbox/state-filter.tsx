import { useTranslation } from 'react-i18next';
import { classNames } from '../../ui/class-names.ts';
import { formatCount } from '../../ui/format.ts';
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
  const options: readonly { value: Filter; count: number }[] = [
    { value: 'all', count: all },
    ...present.map((state) => ({ value: state, count: counts[state] })),
  ];
  return (
    <div role="radiogroup" aria-label={t('outbox.filter')} className="flex flex-wrap gap-1.5">
      {options.map(({ value, count }) => {
        const look = value === 'all' ? undefined : stateLooks[value];
        const Icon = look?.icon;
        return (
          <label
            key={value}
            title={t(`outbox.filters.${value}`)}
            className={classNames(
              'flex h-11 items-center gap-2 rounded-full border px-4 text-sm font-medium has-focus-visible:outline-3 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent',
              value === filter ? 'border-accent bg-accent-tint' : 'border-line hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name="outbox-filter"
              checked={value === filter}
              onChange={() => setFilter(value)}
              className="sr-only"
            />
            {Icon && <Icon aria-hidden="true" size={16} className={look?.className} />}
            {/* Where there is no room for all words, those of what is not chosen go first. */}
            <span className={value === filter ? undefined : '@max-[58rem]:sr-only'}>
              {t(`outbox.filters.${value}`)}
            </span>
            <span className="tabular text-soft">{formatCount(count)}</span>
          </label>
        );
      })}
    </div>
  );
}
