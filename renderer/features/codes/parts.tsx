import { ScanBarcode } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatPhone } from '#shared/customer/format-phone';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import { classNames } from '../../ui/class-names.ts';
import { CustomerTypeIcon } from '../../ui/customer-type-icon.tsx';
import type { KnownCustomer } from './store.ts';

/** A code as people read it, large enough to compare with a card. */
export function ScannedCode({ code, isReplaced = false }: { code: string; isReplaced?: boolean }) {
  const { t } = useTranslation();
  return (
    <p className="flex min-h-13 items-center gap-3 rounded-xl bg-sunken px-4 py-2">
      <ScanBarcode aria-hidden="true" size={24} className="shrink-0 text-soft" />
      <span className="sr-only">{t('codes.scanned')}</span>
      <span
        className={classNames(
          'selectable tabular min-w-0 text-lg font-semibold wrap-anywhere',
          code.length > 60 && 'line-clamp-3 text-base',
          isReplaced && 'line-through decoration-faint',
        )}
      >
        {displayLoyaltyId(code)}
      </span>
    </p>
  );
}

/** One customer, in two lines. */
export function CustomerRow({ customer, end }: { customer: KnownCustomer; end?: ReactNode }) {
  const place = [customer.postalCode, customer.city].filter(Boolean).join(' ');
  return (
    <span className="flex h-15 items-center gap-3">
      <span className="text-soft">
        <CustomerTypeIcon type={customer.customerType} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-semibold">{customer.displayName}</span>
        <span className="tabular block truncate text-sm text-soft">
          {[place, customer.mobile && formatPhone(customer.mobile), customer.email]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      {end && <span className="shrink-0 text-soft">{end}</span>}
    </span>
  );
}
