import { ArrowLeft, ArrowRight, Merge, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatPhone } from '#shared/customer/format-phone';
import type { Customer } from '#shared/customer/model';
import { Button } from '../../ui/button.tsx';
import { CustomerTypeIcon } from '../../ui/customer-type-icon.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { displayName } from '../../ui/display-name.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import {
  chooseMergePartner,
  merge,
  searchMergePartner,
  unchooseMergePartner,
  useMerge,
  type Partner,
} from './merge-store.ts';

interface MergeDialogProps {
  readonly customer: Customer;
  readonly onClose: () => void;
  readonly onMerged: () => void;
}

/** Two records of one customer become one: choose the other, see what stays, confirm. */
export function MergeDialog({ customer, onClose, onMerged }: MergeDialogProps) {
  const { t } = useTranslation();
  const { chosen, merging, error } = useMerge();
  const confirm = async () => {
    if (await merge(customer.customerUid)) onMerged();
  };
  return (
    <Dialog
      title={t('merge.title', { name: displayName(customer) })}
      width="medium"
      onClose={onClose}
      actions={
        chosen ? (
          <>
            <Button icon={ArrowLeft} onClick={unchooseMergePartner}>
              {t('merge.chooseAnother')}
            </Button>
            <Button look="danger" icon={Merge} busy={merging} onClick={() => void confirm()}>
              {t('merge.confirm')}
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>{t('common.cancel')}</Button>
        )
      }
    >
      {error && <ErrorNotice error={error} className="mb-4" />}
      {chosen ? <Effect stays={customer} goes={chosen} /> : <Partners customer={customer} />}
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
        onChange={(typed) => searchMergePartner(typed, customer.customerUid)}
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

const compared = [
  'mobile',
  'email',
  'address',
  'postalCode',
  'city',
  'vatNumber',
  'loyaltyId',
  'externalId',
] as const;

/** Side by side: who stays with which fields, and who goes. */
function Effect({ stays, goes }: { stays: Customer; goes: Customer }) {
  const { t } = useTranslation();
  const rows = compared.filter((field) => stays[field] || goes[field]);
  const textOf = (customer: Customer, field: (typeof compared)[number]) =>
    (field === 'mobile' && customer.mobile ? formatPhone(customer.mobile) : customer[field]) || '—';
  return (
    <>
      <table className="w-full table-fixed border-collapse text-left">
        <thead>
          <tr className="border-b border-line align-bottom">
            <th scope="col" className="w-32 pb-2">
              <span className="sr-only">{t('merge.field')}</span>
            </th>
            <th scope="col" className="pr-4 pb-2">
              <span className="block text-sm font-medium text-accent">{t('merge.stays')}</span>
              <span className="block text-lg leading-6 font-semibold">{displayName(stays)}</span>
            </th>
            <th scope="col" className="pb-2">
              <span className="block text-sm font-medium text-danger">{t('merge.goes')}</span>
              <span className="block text-lg leading-6 font-semibold">{displayName(goes)}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((field) => (
            <tr key={field} className="border-b border-line/60 align-top">
              <th scope="row" className="py-2 text-sm font-normal text-soft">
                {t(`fields.${field}`)}
              </th>
              <td className="tabular py-2 pr-4 font-medium break-words">{textOf(stays, field)}</td>
              <td className="tabular py-2 break-words text-soft">{textOf(goes, field)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Notice tone="warn" title={t('merge.effectTitle')} className="mt-5">
        {t('merge.effect', { stays: displayName(stays), goes: displayName(goes) })}
      </Notice>
    </>
  );
}
