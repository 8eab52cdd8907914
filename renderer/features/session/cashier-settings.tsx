import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Managed, SetByIt, useIsManaged } from '../../ui/managed.tsx';
import { AddCashier } from './add-cashier.tsx';
import { CashierRow } from './cashier-row.tsx';
import { ChangePin } from './change-pin.tsx';
import { ManagersOnly } from './managers-only.tsx';
import { useSession } from './store.ts';

/** Minutes; 0: never. */
const lockTimes = [0, 1, 2, 5, 10, 15, 30, 60];

interface CashierSettingsProps {
  readonly lockAfterMinutes: number;
  readonly onLockAfter: (minutes: number) => void;
}

/** Who works at this till and what they may do; for a cashier, their own PIN. */
export function CashierSettings({ lockAfterMinutes, onLockAfter }: CashierSettingsProps) {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  // A new form each time somebody was added.
  const [added, setAdded] = useState(0);
  const areManaged = useIsManaged('cashiers');
  if (!session) return null;
  const { cashiers, cashier, role } = session;
  const isFirst = cashiers.length === 0;
  const times = [...new Set([...lockTimes, lockAfterMinutes])].toSorted((one, other) => one - other);
  return (
    <div className="flex flex-col gap-7">
      {isFirst ? (
        <Notice title={t('session.noPinTitle')}>{t('session.noPin')}</Notice>
      ) : (
        <p className="text-soft">{t('session.hasPin')}</p>
      )}
      {cashiers.some(({ name }) => name === cashier) && <ChangePin key={cashier} cashier={cashier} />}
      {role === 'manager' ? (
        <>
          {!isFirst && (
            <section aria-labelledby="cashiers">
              <h3 id="cashiers" className="pb-2 text-lg font-semibold">
                {t('session.cashiers')}
              </h3>
              {areManaged && <SetByIt />}
              <ul className="border-t border-line">
                {cashiers.map((each) => (
                  <CashierRow
                    key={each.name}
                    cashier={each}
                    isAtTill={each.name === cashier}
                    isLast={cashiers.length === 1}
                    isManaged={areManaged}
                  />
                ))}
              </ul>
            </section>
          )}
          {!areManaged && <AddCashier key={added} isFirst={isFirst} onAdded={() => setAdded(added + 1)} />}
          {!isFirst && (
            <Managed name="lockAfterMinutes">
              <SelectField
                label={t('session.lockAfter')}
                value={String(lockAfterMinutes)}
                onChange={(minutes) => onLockAfter(Number(minutes))}
                options={times.map((minutes) => ({
                  value: String(minutes),
                  label:
                    minutes === 0 ? t('session.lockNever') : t('session.lockMinutes', { count: minutes }),
                }))}
                note={{ kind: 'hint', words: t('session.lockAfterHint') }}
                className="max-w-md"
              />
            </Managed>
          )}
        </>
      ) : (
        <ManagersOnly />
      )}
    </div>
  );
}
