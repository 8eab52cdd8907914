import type { ReactNode } from 'react';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#shared/contract/values';
import { Choice } from '../../ui/choice.tsx';
import { Managed } from '../../ui/managed.tsx';
import { changeSettings } from './store.ts';

/** How the till looks and what it speaks; languages belong to the cashier, so that part is handed in. */
export function LookSettings({ settings, language }: { settings: Settings; language: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-6">
      {language}
      <Managed name="theme">
        <div>
          <p className="pb-1 text-sm font-medium text-soft">{t('settings.theme')}</p>
          <Choice
            label={t('settings.theme')}
            value={settings.theme}
            onChange={(theme) => void changeSettings({ theme })}
            options={[
              { value: 'system', label: t('settings.themes.system'), icon: Monitor },
              { value: 'light', label: t('settings.themes.light'), icon: Sun },
              { value: 'dark', label: t('settings.themes.dark'), icon: Moon },
            ]}
          />
        </div>
      </Managed>
      <Managed name="textSize">
        <div>
          <p className="pb-1 text-sm font-medium text-soft">{t('settings.textSize')}</p>
          <Choice
            label={t('settings.textSize')}
            value={settings.textSize}
            onChange={(textSize) => void changeSettings({ textSize })}
            options={[
              { value: 'normal', label: t('settings.textSizes.normal') },
              { value: 'large', label: t('settings.textSizes.large') },
              { value: 'larger', label: t('settings.textSizes.larger') },
            ]}
          />
        </div>
      </Managed>
    </div>
  );
}
