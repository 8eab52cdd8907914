import { CircleCheck, CircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatPhone } from '#shared/customer/format-phone';
import type { CustomerAddress, CustomerConsent, CustomerContact } from '#shared/customer/model';
import { formatDay } from '../../ui/format.ts';

/** Lines of what a customer has several of. The services take these from no till: they are read only. */

export function ConsentRow({ consent }: { consent: CustomerConsent }) {
  const { t } = useTranslation();
  const Icon = consent.status ? CircleCheck : CircleX;
  const source = [consent.source, consent.createdAt && formatDay(consent.createdAt)].filter(Boolean);
  return (
    <li className="flex items-start gap-3 border-b border-line/60 py-2 last:border-b-0">
      <Icon
        aria-hidden="true"
        size={20}
        className={consent.status ? 'mt-0.5 shrink-0 text-accent' : 'mt-0.5 shrink-0 text-faint'}
      />
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{consent.name ?? consent.consentUid}</span>
        <span className="block text-sm text-soft">
          {[consent.status ? t('customer.consentGiven') : t('customer.consentRefused'), ...source].join(
            ' · ',
          )}
        </span>
      </span>
    </li>
  );
}

export function AddressRow({ address }: { address: CustomerAddress }) {
  const { t } = useTranslation();
  const kind =
    address.type === 'DELIVERY_ADDRESS' || address.type === 'INVOICE_ADDRESS'
      ? t(`customer.addressType.${address.type}`)
      : (address.type ?? t('fields.address'));
  const name =
    address.companyName ||
    [address.firstname, address.lastname].filter(Boolean).join(' ') ||
    address.displayName;
  const lines = [
    name,
    address.address,
    [address.postalCode, address.city, address.countryCode].filter(Boolean).join(' '),
    [address.phone && formatPhone(address.phone), address.email].filter(Boolean).join(' · '),
  ];
  return (
    <li className="flex gap-4 border-b border-line/60 py-2 last:border-b-0">
      <span className="w-34 shrink-0 text-sm leading-6 text-soft">{kind}</span>
      <span className="selectable min-w-0 flex-1 break-words">
        {lines.filter(Boolean).map((line, index) => (
          <span key={line} className={index === 0 ? 'block font-medium' : 'tabular block text-sm text-soft'}>
            {line}
          </span>
        ))}
      </span>
    </li>
  );
}

export function ContactRow({ contact }: { contact: CustomerContact }) {
  const { t } = useTranslation();
  const name = [contact.firstname, contact.lastname].filter(Boolean).join(' ') || contact.displayName;
  const reach = [contact.mobile && formatPhone(contact.mobile), contact.email].filter(Boolean).join(' · ');
  const role =
    contact.role === 'ADMIN' || contact.role === 'PURCHASER' || contact.role === 'ACCOUNTING'
      ? t(`customer.contactRole.${contact.role}`)
      : '';
  return (
    <li className="border-b border-line/60 py-2 last:border-b-0">
      <span className="flex items-baseline justify-between gap-3">
        <span className="selectable min-w-0 font-medium break-words">{name ?? '—'}</span>
        {role && <span className="shrink-0 text-sm text-soft">{role}</span>}
      </span>
      {reach && <span className="selectable tabular block text-sm break-words text-soft">{reach}</span>}
    </li>
  );
}
