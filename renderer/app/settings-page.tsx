import { useTranslation } from 'react-i18next';
import { RetentionSettings } from '../features/audit/retention-settings.tsx';
import { AuditView } from '../features/audit/view.tsx';
import { ComputerView } from '../features/computer/view.tsx';
import { PlaceView } from '../features/connect/place-view.tsx';
import { NewsSettings } from '../features/connect/news-settings.tsx';
import { ConnectView } from '../features/connect/view.tsx';
import { HandOverSetup } from '../features/hand-over/settings.tsx';
import { StatusSetup } from '../features/health/status-settings.tsx';
import { HealthView } from '../features/health/view.tsx';
import { ScannerSetup } from '../features/scanner-setup/view.tsx';
import { CashierSettings } from '../features/session/cashier-settings.tsx';
import { ManagersOnly } from '../features/session/managers-only.tsx';
import { useSession } from '../features/session/store.ts';
import { ConfigurationView } from '../features/settings/configuration-view.tsx';
import { changeSettings, useSettings } from '../features/settings/store.ts';
import { SupportSettings } from '../features/settings/support-settings.tsx';
import { SettingsView } from '../features/settings/view.tsx';
import { UpdatesView } from '../features/updates/view.tsx';
import { Managed } from '../ui/managed.tsx';
import { tellDone } from '../ui/toasts.tsx';
import { CardsLinks } from './cards-links.tsx';
import { LanguageSettings } from './language-settings.tsx';
import { useNavigation } from './navigation.ts';

/** The settings, with the parts of them that belong to other features. */
export function SettingsPage() {
  const section = useNavigation((state) => state.settingsSection);
  const isCashier = useSession((state) => state.session?.role === 'cashier');
  return (
    <SettingsView
      key={section}
      initialSection={section}
      language={<LanguageSettings />}
      printers={<CardsLinks />}
      scanner={
        <Managed name="scanner">
          <ScannerPage />
        </Managed>
      }
      handOver={
        <Managed name="handOver">
          <HandOverPage />
        </Managed>
      }
      pin={<CashiersPage />}
      managersOnly={isCashier && <ManagersOnly />}
      connection={
        <div className="flex flex-col gap-6">
          <Managed name="connection">
            <ConnectionPage />
          </Managed>
          <NewsPage />
        </div>
      }
      retention={
        <Managed name="retention">
          <RetentionPage />
        </Managed>
      }
      audit={<AuditView />}
      support={<SupportPage />}
      updates={<UpdatesPage />}
      computer={window.till ? <ComputerPage /> : null}
    />
  );
}

function ConnectionPage() {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-6">
      <ConnectView onConnected={() => tellDone(t('connect.connected'))} />
      <section aria-labelledby="place" className="border-t border-line pt-4">
        <h3 id="place" className="pb-3 text-lg font-semibold">
          {t('place.title')}
        </h3>
        <PlaceView onSaved={() => tellDone(t('place.saved'))} />
      </section>
    </div>
  );
}

function NewsPage() {
  const { t } = useTranslation();
  const pullEverySeconds = useSettings((state) => state.settings?.pullEverySeconds);
  return (
    pullEverySeconds !== undefined && (
      <section aria-labelledby="news" className="border-t border-line pt-4">
        <h3 id="news" className="pb-3 text-lg font-semibold">
          {t('news.title')}
        </h3>
        <Managed name="pullEverySeconds">
          <NewsSettings
            pullEverySeconds={pullEverySeconds}
            onChange={(seconds) => void changeSettings({ pullEverySeconds: seconds })}
          />
        </Managed>
      </section>
    )
  );
}

function CashiersPage() {
  const lockAfterMinutes = useSettings((state) => state.settings?.lockAfterMinutes);
  return (
    lockAfterMinutes !== undefined && (
      <CashierSettings
        lockAfterMinutes={lockAfterMinutes}
        onLockAfter={(minutes) => void changeSettings({ lockAfterMinutes: minutes })}
      />
    )
  );
}

function ComputerPage() {
  const settings = useSettings((state) => state.settings);
  return settings && <ComputerView settings={settings} onChange={changeSettings} />;
}

function RetentionPage() {
  const retention = useSettings((state) => state.settings?.retention);
  return (
    retention && (
      <RetentionSettings
        retention={retention}
        onChange={(next) => void changeSettings({ retention: next })}
      />
    )
  );
}

function UpdatesPage() {
  const updates = useSettings((state) => state.settings?.updates);
  return updates && <UpdatesView settings={updates} onChange={(next) => changeSettings({ updates: next })} />;
}

/** How the till is doing, and what helps those who look after it. */
function SupportPage() {
  const settings = useSettings((state) => state.settings);
  return (
    settings && (
      <div className="flex flex-col gap-8">
        <HealthView>
          <SupportSettings settings={settings} />
        </HealthView>
        <Managed name="status">
          <StatusSetup settings={settings.status} onSave={(status) => changeSettings({ status })} />
        </Managed>
        <ConfigurationView />
      </div>
    )
  );
}

function HandOverPage() {
  const handOver = useSettings((state) => state.settings?.handOver);
  return (
    handOver && <HandOverSetup settings={handOver} onSave={(next) => changeSettings({ handOver: next })} />
  );
}

function ScannerPage() {
  const scanner = useSettings((state) => state.settings?.scanner);
  return scanner && <ScannerSetup scanner={scanner} onSave={(next) => changeSettings({ scanner: next })} />;
}
