import { Store } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatAge, formatAmount } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import { EditableFact, type Changeable } from './editable.tsx';
import { fact, Facts, Section } from './section.tsx';
import { askStore, useCustomer, type StoreDetails } from './store.ts';

/** Credit as it stood at the last pull, and as it stands now when the store is asked. */
export function CreditSection({ canAskStore, ...changeable }: Changeable & { canAskStore: boolean }) {
  const { t } = useTranslation();
  const details = useCustomer((state) => state.storeDetails);
  const error = useCustomer((state) => state.storeDetailsError);
  const asking = useCustomer((state) => state.askingStore);
  const { customer, held } = changeable;
  const { credit, paymentTerms } = customer;
  const isCompany = customer.customerType !== 'PERSON';
  const hasCredit = [credit?.limit, credit?.balance, paymentTerms].some(Boolean);
  if (!hasCredit && !canAskStore && !(isCompany && held.includes('credit'))) return null;
  return (
    <Section title={t('customer.credit')}>
      <dl>
        <EditableFact {...changeable} place="limit" label={t('fields.credit_limit')} always={isCompany}>
          {credit?.limit ? formatAmount(credit.limit) : null}
        </EditableFact>
        <EditableFact {...changeable} place="payment" label={t('customer.paymentTerms')} always={isCompany}>
          {paymentTerms ? t('customer.days', { count: paymentTerms }) : null}
        </EditableFact>
      </dl>
      {!details && (
        <Facts facts={[fact(t('customer.creditBalance'), credit?.balance && formatAmount(credit.balance))]} />
      )}
      <output className="block">{details && <CreditNow credit={details.credit} />}</output>
      {error && <ErrorNotice error={error} className="mt-2" />}
      {canAskStore && (
        <Button icon={Store} busy={asking} onClick={() => void askStore()} className="mt-2">
          {details ? t('customer.askStoreAgain') : t('customer.askStore')}
        </Button>
      )}
    </Section>
  );
}

/** Whether there is credit, how much is left of how much, and why not. */
function CreditNow({ credit }: { credit: StoreDetails['credit'] }) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const askedAtMs = useCustomer((state) => state.askedStoreAtMs) ?? nowMs;
  const { approved, limit, balance, remaining, maxSingleOrderValue, declineReason } = credit;
  const age = formatAge(t, new Date(askedAtMs).toISOString(), nowMs);
  return (
    <>
      <Notice
        tone={approved ? 'good' : 'warn'}
        title={approved ? t('customer.creditApproved') : t('customer.creditDeclined')}
        className="mt-2"
      >
        {declineReason || t('customer.creditAsked', { age })}
      </Notice>
      {limit > 0 && (
        <div className="pt-3">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="text-sm text-soft">{t('customer.creditRemaining')}</span>
            <span className="tabular text-xl font-semibold">{formatAmount(remaining)}</span>
          </p>
          <progress
            aria-label={t('customer.creditRemaining')}
            value={Math.max(0, Math.min(remaining, limit))}
            max={limit}
            className="progress-line mt-1 block h-1.5 w-full overflow-hidden rounded-full"
          />
        </div>
      )}
      <Facts
        facts={[
          fact(t('customer.creditLimitNow'), limit > 0 ? formatAmount(limit) : t('customer.noLimit')),
          fact(t('customer.creditBalanceNow'), formatAmount(balance)),
          fact(t('customer.creditLargestOrder'), formatAmount(maxSingleOrderValue)),
        ]}
      />
    </>
  );
}
