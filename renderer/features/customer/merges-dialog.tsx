import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillError } from '#shared/contract/errors';
import type { OperationOutput } from '#shared/contract/operations';
import type { Customer } from '#shared/customer/model';
import { till } from '../../bridge/till.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { displayName } from '../../ui/display-name.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatMoment } from '../../ui/format.ts';
import { TwoAsTheyWere } from './merge-preview.tsx';
import { Reading } from '../../ui/reading.tsx';

type Merges = OperationOutput<'customers.merges'>['merges'];

/** What became one customer, as it was before: a merge cannot be undone, but it can be looked up. */
export function MergesDialog({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const { t } = useTranslation();
  const { customerUid } = customer;
  const [merges, setMerges] = useState<Merges | null>(null);
  const [error, setError] = useState<TillError | null>(null);

  useEffect(() => {
    const load = async () => {
      const answer = await till.customers.merges({ customerUid });
      if (answer.ok) setMerges(answer.merges);
      else setError(answer.error);
    };
    void load();
  }, [customerUid]);

  return (
    <Dialog title={t('merge.beforeTitle', { name: displayName(customer) })} width="medium" onClose={onClose}>
      {error && <ErrorNotice error={error} />}
      {merges?.length === 0 && <p className="text-soft">{t('merge.nothingKept')}</p>}
      {merges?.map(({ mutationId, actor, mergedAt, stays, goes }) => (
        <Reading key={mutationId} label={displayName(goes)} className="pb-6">
          <h3 className="pb-3 text-soft">
            {t('merge.mergedBy', {
              at: formatMoment(mergedAt),
              by: actor === 'till' ? t('codes.thisTill') : actor,
            })}
          </h3>
          <TwoAsTheyWere stays={stays} goes={goes} />
        </Reading>
      ))}
    </Dialog>
  );
}
