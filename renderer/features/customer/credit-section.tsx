import { useTranslation } from 'react-i18next';
import { Store } from 'lucide-react';
import type { Customer } from '#shared/customer/model';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatAmount } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { fact, Facts, Section } from './section.tsx';
import { askStore, useCustomer } from './store.ts';

/** Credit as it stood at the last pull, and as it stands now when the store is asked. */
export function CreditSection({ customer, canAskStore }: { customer: Customer; canAskStore: boolean }) {
  const { t } = useTranslation();
  const details = useCustomer((state) => state.storeDetails);
  const error = useCustomer((state) => state.storeDetailsError);
  const asking = useCustomer((state) => state.askingStore);
  const credit = customer.credit;
  const hasCredit = [credit?.limit, credit?.balance, customer.paymentTerms].some(Boolean);
  if (!hasCredit && !canAskStore) return null;
  return (
    <Section title={t('customer.credit')}>
      <Facts
        facts={[
          fact(t('fields.credit_limit'), credit?.limit && formatAmount(credit.limit)),
          fact(t('customer.creditBalance'), credit?.balance && formatAmount(credit.balance)),
          fact(
            t('customer.paymentTerms'),
            customer.paymentTerms && t('customer.days', { count: customer.paymentTerms }),
          ),
        ]}
      />
      {details && (
        <>
          <Notice
            tone={details.credit.approved ? 'good' : 'warn'}
            title={details.credit.approved ? t('customer.creditApproved') : t('customer.creditDeclined')}
            className="mt-2"
          >
            {details.credit.declineReason}
          </Notice>
          <Facts
            facts={[
              fact(t('customer.creditRemaining'), formatAmount(details.credit.remaining)),
              fact(t('customer.creditLimitNow'), formatAmount(details.credit.limit)),
              fact(t('customer.creditBalanceNow'), formatAmount(details.credit.balance)),
              fact(t('customer.creditLargestOrder'), formatAmount(details.credit.maxSingleOrderValue)),
            ]}
          />
        </>
      )}
      {error && <ErrorNotice error={error} className="mt-2" />}
      {canAskStore && (
        <Button icon={Store} busy={asking} onClick={() => void askStore()} className="mt-2">
          {details ? t('customer.askStoreAgain') : t('customer.askStore')}
        </Button>
      )}
    </Section>
  );
}
