import { CircleCheck, CircleSlash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Capability, SyncStatus } from '#shared/contract/values';
import { writableFields } from '../../customer-form/fields.ts';
import { fieldLabel } from '../../ui/field-label.ts';

const known: readonly Capability[] = [
  'loyalty-id',
  'print-card',
  'consents',
  'store-details',
  'merge',
  'extensions',
  'export',
  'search-external',
  'batch',
];

/** What the connected service can do; what it cannot is off everywhere in the till, and said here in words. */
export function Offered({ capabilities, holds }: Pick<SyncStatus, 'capabilities' | 'holds'>) {
  const { t } = useTranslation();
  const lacking = known.filter((capability) => !capabilities.includes(capability));
  const offered = known.filter((capability) => capabilities.includes(capability));
  const anywhere = new Set(Object.values(holds.fields).flat());
  // A type is chosen at registration, among those the service has.
  const noRoom = writableFields.filter((field) => field !== 'customerType' && !anywhere.has(field));
  return (
    <section>
      <h2 className="border-b border-line pb-1.5 text-sm font-semibold text-faint">{t('sync.offered')}</h2>
      <p className="flex items-start gap-3 pt-2.5">
        <CircleCheck aria-hidden="true" size={20} className="mt-0.5 shrink-0 text-accent" />
        <span>{[t('sync.always'), ...offered.map((one) => t(`capability.${one}`))].join(' · ')}</span>
      </p>
      {noRoom.length > 0 && (
        <p className="flex gap-3 pt-2.5">
          <CircleSlash2 aria-hidden="true" size={20} className="mt-0.5 shrink-0 text-faint" />
          <span>
            <span className="block font-medium">{t('sync.noRoom')}</span>
            <span className="block text-sm text-soft">
              {noRoom.map((field) => fieldLabel(t, field)).join(' · ')}
            </span>
          </span>
        </p>
      )}
      {lacking.length > 0 && (
        <ul className="grid gap-x-10 pt-1 @3xl:grid-cols-2">
          {lacking.map((capability) => (
            <li key={capability} className="flex gap-3 py-1.5">
              <CircleSlash2 aria-hidden="true" size={20} className="mt-0.5 shrink-0 text-faint" />
              <span>
                <span className="block font-medium">{t(`capability.${capability}`)}</span>
                <span className="block text-sm text-soft">{t(`lacking.${capability}`)}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
