import { ListFilter, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerType } from '#shared/customer/model';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { formatCount } from '../../ui/format.ts';
import { Switch } from '../../ui/switch.tsx';
import { everybody, isFiltering, showFilters, useFilters } from './filters.ts';
import { changeFilters } from './store.ts';

/** Opens and closes the filters; says when some are in force. */
export function FilterButton() {
  const { t } = useTranslation();
  const shown = useFilters((state) => state.shown);
  return (
    <Button
      look="quiet"
      icon={ListFilter}
      keys="Alt+F"
      title={t('lookup.filter')}
      aria-expanded={shown}
      aria-controls="customer-filters"
      onClick={() => showFilters(!shown)}
      className="min-w-11 px-2 text-sm"
    >
      <span className="@max-[30rem]:sr-only">{t('lookup.filter')}</span>
    </Button>
  );
}

/** Which customers the list is about: chosen from what the store's own customers have. */
export function FilterPanel() {
  const { t } = useTranslation();
  const { chosen, values } = useFilters();
  const panel = useRef<HTMLFieldSetElement>(null);

  useEffect(() => panel.current?.querySelector('select')?.focus(), []);

  const { types = [], stores = [], groups = [] } = values ?? {};
  const hasContacts = types.some(({ type }) => type !== 'PERSON');
  const labelled = (label: string, count: number) =>
    t('lookup.filterValue', { label, total: formatCount(count) });

  return (
    <fieldset
      ref={panel}
      id="customer-filters"
      aria-label={t('lookup.filters')}
      className="grid shrink-0 grid-cols-2 gap-3 border-y border-line bg-surface px-5 py-3"
    >
      <SelectField
        compact
        label={t('lookup.filterType')}
        value={chosen.type ?? ''}
        onChange={(type) => changeFilters({ type: type === '' ? null : (type as CustomerType) })}
        options={[
          { value: '', label: t('lookup.anyType') },
          ...types.map(({ type, count }) => ({
            value: type,
            label: labelled(t(`customerType.${type}`), count),
          })),
        ]}
      />
      <SelectField
        compact
        label={t('lookup.filterStore')}
        value={chosen.storeUid ?? ''}
        onChange={(storeUid) => changeFilters({ storeUid: storeUid || null })}
        options={[
          { value: '', label: t('lookup.anyStore') },
          ...stores.map(({ storeUid, name, count }) => ({ value: storeUid, label: labelled(name, count) })),
        ]}
      />
      <SelectField
        compact
        label={t('lookup.filterGroup')}
        value={chosen.groupUid ?? ''}
        onChange={(groupUid) => changeFilters({ groupUid: groupUid || null })}
        options={[
          { value: '', label: t('lookup.anyGroup') },
          ...groups.map(({ customerGroupUid, count }) => ({
            value: customerGroupUid,
            label: labelled(customerGroupUid, count),
          })),
        ]}
      />
      <Switch
        label={t('lookup.byContact')}
        checked={chosen.byContact}
        disabled={!hasContacts}
        onChange={(byContact) => changeFilters({ byContact })}
        className="self-end text-sm"
      />
    </fieldset>
  );
}

/** The filters in force, each with what takes it back: nobody is left out without it being seen. */
export function FilterChips() {
  const { t } = useTranslation();
  const { chosen, values } = useFilters();
  if (!isFiltering(chosen)) return null;
  const storeName = values?.stores.find(({ storeUid }) => storeUid === chosen.storeUid)?.name;
  return (
    <ul aria-label={t('lookup.filters')} className="flex shrink-0 flex-wrap gap-1.5 px-4 pb-2">
      {chosen.type !== null && <Chip words={t(`customerType.${chosen.type}`)} filter="type" />}
      {chosen.storeUid !== null && <Chip words={storeName ?? chosen.storeUid} filter="storeUid" />}
      {chosen.groupUid !== null && <Chip words={chosen.groupUid} filter="groupUid" />}
      {chosen.byContact && <Chip words={t('lookup.byContact')} filter="byContact" />}
    </ul>
  );
}

function Chip({ words, filter }: { words: string; filter: keyof typeof everybody }) {
  const { t } = useTranslation();
  return (
    <li className="max-w-full">
      <button
        type="button"
        aria-label={t('lookup.removeFilter', { filter: words })}
        onClick={() => changeFilters({ [filter]: everybody[filter] })}
        className="flex h-11 max-w-full items-center gap-2 rounded-full border border-accent bg-accent-tint pr-3 pl-4 text-sm font-medium"
      >
        <span className="truncate">{words}</span>
        <X aria-hidden="true" size={16} className="shrink-0" />
      </button>
    </li>
  );
}
