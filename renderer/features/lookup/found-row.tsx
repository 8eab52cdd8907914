import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { displayName } from '../../ui/display-name.ts';
import type { Customer } from '#shared/customer/model';
import { CustomerTypeIcon } from '../../ui/customer-type-icon.tsx';

/** A person or company of the registry: not a customer until somebody adds it. */
export function FoundRow({ found }: { found: Customer }) {
  const { t } = useTranslation();
  const place = [found.postalCode, found.city].filter(Boolean).join(' ');
  return (
    <>
      <span className="flex size-10 shrink-0 items-center justify-center rounded-full bg-sunken text-soft">
        <CustomerTypeIcon type={found.customerType} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="name-line block truncate text-lg font-semibold tracking-tight">
          {displayName(found)}
        </span>
        <span className="tabular block truncate text-sm text-soft">
          {[place, found.vatNumber, found.email].filter(Boolean).join(' · ')}
        </span>
      </span>
      <span className="flex shrink-0 items-center gap-1 text-sm font-semibold text-accent">
        <Plus aria-hidden="true" size={18} />
        {t('lookup.adopt')}
      </span>
    </>
  );
}
