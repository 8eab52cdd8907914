import { LifeBuoy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SafeModeReason } from '#shared/contract/host-program';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { showSettings } from './navigation.ts';
import { restoreBackup, startNormally } from './safe-mode.ts';

/** On every page while the till runs in safe mode: why, what it does not do, and the ways out. */
export function SafeModeNotice({ reason }: { readonly reason: SafeModeReason }) {
  const { t } = useTranslation();
  return (
    <Notice
      tone="warn"
      icon={LifeBuoy}
      title={t(reason === 'asked' ? 'safeMode.asked' : 'safeMode.failedStarts')}
      actions={
        <>
          <Button look="primary" onClick={() => void startNormally()}>
            {t('safeMode.startNormally')}
          </Button>
          <Button onClick={() => showSettings('support')}>{t('safeMode.support')}</Button>
          <Button onClick={() => void restoreBackup()}>{t('safeMode.restore')}</Button>
          <Button onClick={() => showSettings('updates')}>{t('safeMode.updates')}</Button>
        </>
      }
      className="mx-4 my-2 shrink-0"
    >
      {t('safeMode.words')}
    </Notice>
  );
}
