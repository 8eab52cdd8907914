import { useTranslation } from 'react-i18next';
import type { Mutation } from '#shared/contract/values';
import { classNames } from '../../ui/class-names.ts';
import { formatAge } from '../../ui/format.ts';
import { mutationTitle } from '../../ui/mutation-words.ts';
import { RowList } from '../../ui/row-list.tsx';
import { lookOf } from './state-looks.ts';
import { openAt, showRows, useOutbox } from './store.ts';

/** Everything on its way. */
export function ChangeList() {
  const { t } = useTranslation();
  const rows = useOutbox((state) => state.rows);
  const total = useOutbox((state) => state.total) ?? 0;
  const openId = useOutbox((state) => state.openId);
  return (
    <RowList
      label={t('pages.outbox')}
      total={total}
      rows={rows}
      keyOf={keyOfChange}
      openKey={openId}
      content={ChangeRow}
      onShow={showRows}
      onOpen={openAt}
    />
  );
}

function keyOfChange({ mutationId }: Mutation): string {
  return mutationId;
}

function ChangeRow({ row: mutation, nowMs }: { row: Mutation; nowMs: number }) {
  const { t } = useTranslation();
  const { icon: Icon, className } = lookOf(mutation.state);
  return (
    <>
      <Icon
        aria-label={t(`mutation.state.${mutation.state}`)}
        size={20}
        className={classNames('shrink-0', className)}
      />
      <span className="min-w-0 flex-1">
        <span className="name-line block truncate font-semibold tracking-tight">{mutation.displayName}</span>
        <span className="block truncate text-sm text-soft">{mutationTitle(t, mutation)}</span>
      </span>
      <span className="tabular shrink-0 self-start pt-3 text-xs text-faint">
        {formatAge(t, mutation.createdAt, nowMs)}
      </span>
    </>
  );
}
