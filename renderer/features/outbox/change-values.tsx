import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { valueWords } from '../../customer-form/value-words.ts';
import { fieldLabel } from '../../ui/field-label.ts';
import type { ChangeDetails } from './store.ts';

/** What a change says, field by field: what was, and what it makes of it. Nothing for changes without fields. */
export function ChangeValues({ details }: { details: ChangeDetails }) {
  const { t } = useTranslation();
  const { mutation, payload, before } = details;
  if (mutation.kind !== 'create' && mutation.kind !== 'update') return null;
  const nothing = <span className="font-normal text-faint">{t('outbox.emptied')}</span>;
  return (
    <dl>
      {Object.entries(payload)
        .filter(([field]) => field !== 'customerUid')
        .map(([field, value]) => {
          const was = mutation.kind === 'update' ? valueWords(t, field, before[field]) : '';
          return (
            <div key={field} className="flex gap-4 border-b border-line/60 py-1.5 last:border-b-0">
              <dt className="w-34 shrink-0 text-sm leading-6 wrap-anywhere text-soft">
                {fieldLabel(t, field)}
              </dt>
              <dd className="selectable tabular min-w-0 flex-1 font-medium wrap-anywhere">
                {was !== '' && (
                  <span className="font-normal text-soft">
                    <span className="sr-only">{t('outbox.was')} </span>
                    {was}
                    <ArrowRight
                      aria-label={t('outbox.becomes')}
                      size={16}
                      className="mx-2 inline text-faint"
                    />
                  </span>
                )}
                {valueWords(t, field, value) || nothing}
              </dd>
            </div>
          );
        })}
    </dl>
  );
}
