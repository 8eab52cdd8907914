import { ArrowRight, Clock3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Mutation } from '#shared/contract/values';
import type { Customer } from '#shared/customer/model';
import { Button } from '../../ui/button.tsx';
import { errorLine } from '../../ui/error-words.ts';
import { fieldLabel } from '../../ui/field-label.ts';
import { mutationTitle } from '../../ui/mutation-words.ts';
import { Notice } from '../../ui/notice.tsx';
import type { CustomerView } from './store.ts';

interface StateNoticesProps {
  readonly view: CustomerView;
  readonly onShowOutbox: () => void;
  readonly onShowConflicts: () => void;
}

/** How this customer differs from the service's, in words, with the way to settle it. */
export function StateNotices({ view, onShowOutbox, onShowConflicts }: StateNoticesProps) {
  const { t } = useTranslation();
  const parked = view.mutations.filter(({ state }) => state === 'parked');
  const waiting = view.mutations.filter(
    ({ state }) => state !== 'parked' && state !== 'acked' && state !== 'conflicted',
  );
  const titles = (mutations: readonly Mutation[]) =>
    mutations.map((mutation) => mutationTitle(t, mutation)).join(' · ');
  const reason = parked.find(({ error }) => error)?.error;
  return (
    <div className="flex flex-col gap-2 pb-4 empty:hidden">
      {isStopped(view.customer) && (
        <Notice tone="warn" title={t('customer.stoppedTitle')}>
          {t('customer.stopped')}
        </Notice>
      )}
      {view.mergedFrom && <Notice title={t('customer.mergedTitle')}>{t('customer.merged')}</Notice>}
      {view.conflicts.length > 0 && (
        <Notice
          tone="danger"
          title={t('customer.conflictTitle', { count: view.conflicts.length })}
          actions={
            <Button icon={ArrowRight} onClick={onShowConflicts}>
              {t('customer.showConflicts')}
            </Button>
          }
        >
          {view.conflicts.map(({ field }) => fieldLabel(t, field)).join(', ')}
        </Notice>
      )}
      {parked.length > 0 && (
        <Notice
          tone="warn"
          title={t('customer.parkedTitle')}
          actions={
            <Button icon={ArrowRight} onClick={onShowOutbox}>
              {t('customer.showOutbox')}
            </Button>
          }
        >
          {[titles(parked), reason && errorLine(t, reason)].filter(Boolean).join(': ')}
        </Notice>
      )}
      {waiting.length > 0 && (
        <Notice icon={Clock3} title={t('customer.pendingTitle')}>
          {titles(waiting)}
        </Notice>
      )}
    </div>
  );
}

/** Emporix says so of customers who may not buy for now. */
function isStopped(customer: Customer): boolean {
  return customer['active'] === false || customer['onHold'] === true;
}
