import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncError } from '#shared/contract/values';
import { Button } from '../../ui/button.tsx';
import { errorWords } from '../../ui/error-words.ts';
import { formatAge, formatMoment } from '../../ui/format.ts';
import { SupportReference } from '../../ui/support-reference.tsx';
import { useNow } from '../../ui/use-now.ts';

const shownAtFirst = 3;

/** What went wrong since the till started, newest first, in the service's words; nothing when nothing did. */
export function RecentErrors({ errors }: { errors: readonly SyncError[] }) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const [all, setAll] = useState(false);
  if (errors.length === 0) return null;
  const hidden = errors.length - shownAtFirst;
  return (
    <section aria-label={t('sync.recentErrors')}>
      <h2 className="border-b border-line pb-1.5 text-sm font-semibold text-faint">
        {t('sync.recentErrors')}
      </h2>
      <ul>
        {(all ? errors : errors.slice(0, shownAtFirst)).map(({ at, count, during, error }) => {
          const { title, detail } = errorWords(t, error);
          return (
            <li
              key={`${at} ${during} ${error.code}`}
              className="flex gap-6 border-b border-line/60 py-2.5 last:border-b-0"
            >
              <span title={formatMoment(at)} className="tabular w-28 shrink-0 text-sm leading-6 text-soft">
                {formatAge(t, at, nowMs)}
                <span className="block">{t(`sync.during.${during}`)}</span>
              </span>
              <span className="min-w-0 flex-1">
                <span className="block font-medium">
                  {title}
                  {count > 1 && (
                    <span className="tabular font-normal text-soft"> · {t('sync.times', { count })}</span>
                  )}
                </span>
                {detail && <span className="selectable block text-sm wrap-anywhere text-soft">{detail}</span>}
                <SupportReference error={error} at={at} />
              </span>
            </li>
          );
        })}
      </ul>
      {hidden > 0 && (
        <Button look="quiet" onClick={() => setAll(!all)} className="-ml-4 text-soft">
          {all ? t('sync.fewerErrors') : t('sync.moreErrors', { count: hidden })}
        </Button>
      )}
    </section>
  );
}
