import { useState } from 'react';
import { FileDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TillError } from '#shared/contract/errors';
import { logLevels } from '#shared/contract/log-levels';
import type { Settings } from '#shared/contract/values';
import { till } from '../../bridge/till.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { blobOfBase64, downloadFile } from '../../ui/download.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Managed } from '../../ui/managed.tsx';
import { tellDone } from '../../ui/toasts.tsx';
import { changeSettings } from './store.ts';

/** What helps those who look after this till: one file about it, and how much it notes down. */
export function SupportSettings({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const [isCollecting, setCollecting] = useState(false);
  const [error, setError] = useState<TillError | null>(null);

  const save = async () => {
    setCollecting(true);
    const answer = await till.diagnostics.collect({});
    setCollecting(false);
    setError(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    downloadFile(answer.fileName, blobOfBase64(answer.base64, 'application/zip'));
    tellDone(t('settings.support.saved', { file: answer.fileName }));
  };

  return (
    <div className="flex flex-col items-start gap-6">
      <p className="text-soft">{t('settings.support.words')}</p>
      {error && <ErrorNotice error={error} />}
      <Button look="primary" icon={FileDown} busy={isCollecting} onClick={() => void save()}>
        {t('settings.support.save')}
      </Button>
      <Managed name="logLevel">
        <div>
          <p className="pb-1 text-sm font-medium text-soft">{t('settings.support.logLevel')}</p>
          <Choice
            label={t('settings.support.logLevel')}
            value={settings.logLevel}
            onChange={(logLevel) => void changeSettings({ logLevel })}
            options={logLevels.map((value) => ({ value, label: t(`settings.support.logLevels.${value}`) }))}
          />
          <p className="pt-2 text-sm text-soft">{t('settings.support.logWords')}</p>
        </div>
      </Managed>
    </div>
  );
}
