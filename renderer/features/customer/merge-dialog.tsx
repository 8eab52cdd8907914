import { ArrowLeft, ArrowRight, Merge, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatPhone } from '#shared/customer/format-phone';
import type { Holdings } from '#shared/customer/holdings';
import type { Customer } from '#shared/customer/model';
import { Button } from '../../ui/button.tsx';
import { CustomerTypeIcon } from '../../ui/customer-type-icon.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { displayName } from '../../ui/display-name.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { MergePreview } from './merge-preview.tsx';
import {
  chooseMergePartner,
  kindOf,
  merge,
  searchMergePartner,
  unchooseMergePartner,
  useMerge,
  type Partner,
} from './merge-store.ts';

interface MergeDialogProps {
  readonly customer: Customer;
  /** What the service has room for. */
  readonly holds: Holdings;
  readonly onClose: () => void;
  readonly onMerged: () => void;
}

/** Two records of one customer become one: choose the other, choose field by field what stays, confirm. */
export function MergeDialog({ customer, holds, onClose, onMerged }: MergeDialogProps) {
  const { t } = useTranslation();
  const { stays, chosen, merging, error } = useMerge();
  const left = stays ?? customer;
  const fitting = chosen === null || kindOf(left) === kindOf(chosen);
  const confirm = async () => {
    if (await merge()) onMerged();
  };
  return (
    <Dialog
      title={t('merge.title', { name: displayName(left) })}
      width={chosen ? 'wide' : 'medium'}
      onClose={onClose}
      actions={
        chosen ? (
          <>
            <Button icon={ArrowLeft} onClick={unchooseMergePartner}>
              {t('merge.chooseAnother')}
            </Button>
            <Button
              look="danger"
              icon={Merge}
              disabled={!fitting}
              busy={merging}
              onClick={() => void confirm()}
            >
              {t('merge.confirm')}
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>{t('common.cancel')}</Button>
        )
      }
    >
      {error && <ErrorNotice error={error} className="mb-4" />}
      {!fitting && (
        <Notice tone="danger" live title={t('merge.differentKinds')} className="mb-4">
          {t('merge.differentKindsWords')}
        </Notice>
      )}
      {chosen ? (
        <MergePreview stays={left} goes={chosen} held={holds.fields[left.customerType]} />
      ) : (
        <Partners customer={left} />
      )}
    </Dialog>
  );
}

function Partners({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const { query, partners } = useMerge();
  return (
    <>
      <TextField
        label={t('merge.search')}
        value={query}
        onChange={(typed) => searchMergePartner(typed, customer)}
        startsHere
        compact
      />
      <p className="pt-4 pb-1 text-sm font-semibold text-faint">
        {query === '' ? t('merge.similar') : t('merge.found', { count: partners.length })}
      </p>
      <ul className="min-h-72">
        {partners.map((partner) => (
          <li key={partner.customerUid}>
            <PartnerButton partner={partner} />
          </li>
        ))}
        {partners.length === 0 && (
          <li className="flex items-center gap-2 py-4 text-soft">
            <Search aria-hidden="true" size={18} />
            {query === '' ? t('merge.noneSimilar') : t('merge.noneFound')}
          </li>
        )}
      </ul>
    </>
  );
}

function PartnerButton({ partner }: { partner: Partner }) {
  const place = [partner.postalCode, partner.city].filter(Boolean).join(' ');
  return (
    <button
      type="button"
      onClick={() => void chooseMergePartner(partner.customerUid)}
      className="flex h-15 w-full items-center gap-3 rounded-xl px-3 text-left hover:bg-hover"
    >
      <span className="text-soft">
        <CustomerTypeIcon type={partner.customerType} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-semibold">{partner.displayName}</span>
        <span className="tabular block truncate text-sm text-soft">
          {[place, partner.mobile && formatPhone(partner.mobile), partner.email].filter(Boolean).join(' · ')}
        </span>
      </span>
      <ArrowRight aria-hidden="true" size={20} className="text-faint" />
    </button>
  );
}
