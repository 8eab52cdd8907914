import { CircleCheckBig } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { CustomerConflicts } from './customer-conflicts.tsx';
import { loadConflicts, useConflicts } from './store.ts';

/** Customers shown at once; more when somebody asks for them. */
const customersAtOnce = 20;

/** Fields changed here and elsewhere at the same time: a person decides, customer by customer. */
export function ConflictsView({ onOpen }: { onOpen: (customerUid: string) => void }) {
  const { t } = useTranslation();
  const conflicts = useConflicts((state) => state.conflicts);
  const error = useConflicts((state) => state.error);
  const [mostShown, setMostShown] = useState(customersAtOnce);

  useEffect(() => void loadConflicts(), []);

  const byCustomer = [...Map.groupBy(conflicts ?? [], ({ customerUid }) => customerUid)];
  const hidden = byCustomer.length - mostShown;
  return (
    <div className="flex flex-col gap-6">
      {error && <ErrorNotice error={error} />}
      {conflicts?.length === 0 && (
        <EmptyState icon={CircleCheckBig} title={t('conflicts.emptyTitle')}>
          {t('conflicts.empty')}
        </EmptyState>
      )}
      {byCustomer.length > 0 && (
        <p className="max-w-prose text-soft">
          {t('conflicts.words')} {t('conflicts.consentRule')}
        </p>
      )}
      {byCustomer.slice(0, mostShown).map(([customerUid, fields]) => (
        <CustomerConflicts key={customerUid} conflicts={fields} onOpen={() => onOpen(customerUid)} />
      ))}
      {hidden > 0 && (
        <Button onClick={() => setMostShown(mostShown + customersAtOnce)} className="self-center">
          {t('conflicts.more', { count: hidden })}
        </Button>
      )}
    </div>
  );
}
