import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../ui/notice.tsx';
import { useSession } from './store.ts';
import { useSecondsLeft } from './use-seconds-left.ts';

/** Nobody has touched the till for so long that it is about to lock itself. */
export function LockingNotice() {
  const { t } = useTranslation();
  const locksAtMs = useSession((state) => state.locksAtMs);
  const seconds = useSecondsLeft(locksAtMs);
  if (locksAtMs === null) return null;
  return (
    <div className="fixed inset-x-0 top-3 z-40 mx-auto w-fit max-w-xl px-4 shadow-float">
      <Notice tone="warn" icon={Lock} title={t('session.locksSoon', { count: seconds })} live>
        {t('session.keepsOpen')}
      </Notice>
    </div>
  );
}
