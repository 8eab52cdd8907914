import { Clock3, GitCompareArrows, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SyncState } from '#shared/contract/values';
import { classNames } from './class-names.ts';

const looks = {
  pending: { icon: Clock3, className: 'bg-sunken text-soft' },
  parked: { icon: TriangleAlert, className: 'bg-warn-tint text-warn' },
  conflict: { icon: GitCompareArrows, className: 'bg-danger-tint text-danger' },
} as const;

/**
 * How far a customer agrees with the service. Agreement is the normal case and
 * shows nothing. `compact` keeps to the picture where its container is narrow.
 */
export function SyncBadge({ state, compact = false }: { state: SyncState; compact?: boolean }) {
  const { t } = useTranslation();
  if (state === 'synced') return null;
  const { icon: Icon, className } = looks[state];
  return (
    <span
      className={classNames(
        'inline-flex h-6 shrink-0 items-center gap-1 rounded-full px-2 text-xs font-semibold whitespace-nowrap',
        className,
      )}
    >
      <Icon aria-hidden="true" size={14} />
      <span className={compact ? '@max-md:sr-only' : undefined}>{t(`syncState.${state}`)}</span>
    </span>
  );
}
