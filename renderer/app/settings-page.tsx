import { useTranslation } from 'react-i18next';
import { ConnectView } from '../features/connect/view.tsx';
import { ScannerSetup } from '../features/scanner-setup/view.tsx';
import { PinSettings } from '../features/session/pin-settings.tsx';
import { changeSettings, useSettings } from '../features/settings/store.ts';
import { SettingsView } from '../features/settings/view.tsx';
import { tellDone } from '../ui/toasts.tsx';
import { CardsLinks } from './cards-links.tsx';
import { LanguageSettings } from './language-settings.tsx';
import { useNavigation } from './navigation.ts';

/** The settings, with the parts of them that belong to other features. */
export function SettingsPage() {
  const { t } = useTranslation();
  const section = useNavigation((state) => state.settingsSection);
  return (
    <SettingsView
      key={section}
      initialSection={section}
      language={<LanguageSettings />}
      printers={<CardsLinks />}
      scanner={<ScannerPage />}
      pin={<PinSettings />}
      connection={<ConnectView onConnected={() => tellDone(t('connect.connected'))} />}
    />
  );
}

function ScannerPage() {
  const scanner = useSettings((state) => state.settings?.scanner);
  return scanner && <ScannerSetup scanner={scanner} onSave={(next) => changeSettings({ scanner: next })} />;
}
