import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#shared/contract/values';
import { classNames } from '../../ui/class-names.ts';

/** A thin line of what the running pull has brought. Takes no room and no key. */
export function ProgressBar({ status, className }: { status: SyncStatus; className?: string }) {
  const { t } = useTranslation();
  if (status.activity === 'idle') return null;
  const { done = 0, total = null } = status.progress ?? {};
  return (
    <progress
      aria-label={t(`sync.activity.${status.activity}`)}
      {...(total !== null && { value: Math.min(done, total), max: Math.max(total, 1) })}
      className={classNames('progress-line block h-1 w-full overflow-hidden', className)}
    />
  );
}
