import { useTranslation } from 'react-i18next';
import type { Retention } from '#shared/contract/retention';
import { formatDay, formatCount } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { useRetention } from './retention-settings.tsx';

/** Said on every page, some days before a till that does not reach its service wipes its customers, and after. */
export function RetentionNotice({ retention }: { readonly retention: Retention }) {
  const { t } = useTranslation();
  const status = useRetention(retention);
  if (status === null || (!status.isNear && status.wipedAt === null)) return null;
  const { lastContactAt, wipesAt, wipedAt, unsent } = status;
  const since = lastContactAt === null ? '' : formatDay(lastContactAt);
  return (
    <Notice
      tone="warn"
      live
      title={
        wipedAt === null
          ? t('retention.near', { day: wipesAt === null ? '' : formatDay(wipesAt) })
          : t('retention.wiped', { day: formatDay(wipedAt) })
      }
      className="mx-4 my-2 shrink-0"
    >
      {t(wipedAt === null ? 'retention.nearWords' : 'retention.wipedWords', { since })}{' '}
      {unsent > 0 && t('retention.unsent', { count: unsent, formatted: formatCount(unsent) })}
    </Notice>
  );
}
