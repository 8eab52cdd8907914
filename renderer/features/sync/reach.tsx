import { Cloud, CloudAlert, CloudCheck, CloudOff, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#shared/contract/values';

const looks = {
  online: { icon: CloudCheck, className: 'text-accent' },
  offline: { icon: CloudOff, className: 'text-warn' },
  attention: { icon: CloudAlert, className: 'text-danger' },
  'not-tried': { icon: Cloud, className: 'text-soft' },
  'not-connected': { icon: Unplug, className: 'text-soft' },
} as const;

/** Whether the service answers, in a picture and a word. */
export function Reach({ reach, size = 20 }: { reach: SyncStatus['reach']; size?: number }) {
  const { t } = useTranslation();
  const { icon: Icon, className } = looks[reach];
  return (
    <span className="inline-flex items-center gap-2 font-semibold">
      <Icon aria-hidden="true" size={size} className={className} />
      {t(`sync.reach.${reach}`)}
    </span>
  );
}
