import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsentChange } from '#shared/contract/retention';
import { till } from '../../bridge/till.ts';
import { formatMoment } from '../../ui/format.ts';
import type { CustomerView } from './store.ts';

/** Every yes and no that this till has seen of the customer: who changed it, and where it was asked for. */
export function ConsentHistory({ view }: { readonly view: CustomerView }) {
  const { t } = useTranslation();
  const [changes, setChanges] = useState<readonly ConsentChange[]>([]);
  useEffect(() => {
    let isShown = true;
    const load = async () => {
      const answer = await till.customers.consents({ customerUid: view.customer.customerUid });
      if (isShown && answer.ok) setChanges(answer.changes);
    };
    void load();
    return () => {
      isShown = false;
    };
  }, [view]);
  if (changes.length === 0) return null;
  return (
    <details className="py-1">
      <summary className="min-h-11 content-center text-sm font-medium text-accent">
        {t('customer.consentHistory')}
      </summary>
      <ol className="selectable pb-2 text-sm">
        {changes.map((change) => (
          <li
            key={`${change.at} ${change.consentUid} ${change.status}`}
            className="border-b border-line/60 py-1.5"
          >
            <span className="font-medium">
              {change.name}: {statusWords(change.status)}
            </span>
            <span className="tabular block text-soft">
              {[formatMoment(change.at), change.by ?? t('customer.fromService'), change.source]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );

  function statusWords(status: boolean | null): string {
    if (status === null) return t('customer.consentGone');
    return t(status ? 'customer.consentGiven' : 'customer.consentRefused');
  }
}
