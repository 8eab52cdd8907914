import {
  ArrowRightToLine,
  ArrowUpFromLine,
  Contrast,
  DatabaseBackup,
  History,
  Hourglass,
  KeyRound,
  LifeBuoy,
  Monitor,
  Plug,
  Printer,
  ScanBarcode,
  ShieldCheck,
  Store,
  type LucideIcon,
} from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../ui/class-names.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Managed } from '../../ui/managed.tsx';
import { ConsentSettings } from './consent-settings.tsx';
import { LookSettings } from './look-settings.tsx';
import { SafeSettings } from './safe-settings.tsx';
import { ShopSettings } from './shop-settings.tsx';
import { useSettings } from './store.ts';

export type SettingsSection =
  | 'look'
  | 'shop'
  | 'consents'
  | 'printers'
  | 'scanner'
  | 'handOver'
  | 'pin'
  | 'connection'
  | 'safe'
  | 'retention'
  | 'audit'
  | 'updates'
  | 'computer'
  | 'support';

const sections: readonly { readonly id: SettingsSection; readonly icon: LucideIcon }[] = [
  { id: 'look', icon: Contrast },
  { id: 'shop', icon: Store },
  { id: 'consents', icon: ShieldCheck },
  { id: 'printers', icon: Printer },
  { id: 'scanner', icon: ScanBarcode },
  { id: 'handOver', icon: ArrowRightToLine },
  { id: 'pin', icon: KeyRound },
  { id: 'connection', icon: Plug },
  { id: 'safe', icon: DatabaseBackup },
  { id: 'retention', icon: Hourglass },
  { id: 'audit', icon: History },
  { id: 'updates', icon: ArrowUpFromLine },
  { id: 'computer', icon: Monitor },
  { id: 'support', icon: LifeBuoy },
];

/** What everybody may look at; the rest is a manager's. */
const everybodys: ReadonlySet<SettingsSection> = new Set<SettingsSection>(['look', 'printers', 'pin']);

interface SettingsViewProps {
  readonly initialSection: SettingsSection;
  /** Parts that belong to other features. */
  readonly language: ReactNode;
  readonly printers: ReactNode;
  readonly scanner: ReactNode;
  readonly handOver: ReactNode;
  readonly pin: ReactNode;
  readonly connection: ReactNode;
  readonly retention: ReactNode;
  readonly audit: ReactNode;
  readonly support: ReactNode;
  readonly updates: ReactNode;
  /** Null where the till is not a program of its own on this computer. */
  readonly computer: ReactNode;
  /** Stands in the place of what is a manager's, for others. */
  readonly managersOnly: ReactNode;
}

/** Everything about this till that a person may decide. */
export function SettingsView({
  initialSection,
  language,
  printers,
  scanner,
  handOver,
  pin,
  connection,
  retention,
  audit,
  support,
  updates,
  computer,
  managersOnly,
}: SettingsViewProps) {
  const { t } = useTranslation();
  const [section, setSection] = useState(initialSection);
  const { settings, error } = useSettings();
  if (!settings) return null;
  const bodies: Record<SettingsSection, ReactNode> = {
    look: <LookSettings settings={settings} language={language} />,
    shop: <ShopSettings settings={settings} />,
    safe: <SafeSettings settings={settings} />,
    support,
    consents: (
      <Managed name="consents">
        <ConsentSettings settings={settings} />
      </Managed>
    ),
    printers,
    scanner,
    handOver,
    pin,
    connection,
    retention,
    audit,
    updates,
    computer,
  };
  return (
    <div className="flex min-h-0 flex-1 gap-8 small:flex-col small:gap-4">
      <nav
        aria-label={t('settings.title')}
        className="flex w-56 shrink-0 flex-col gap-1 overflow-y-auto pb-4 small:w-auto small:flex-row small:flex-wrap small:pb-0"
      >
        {sections
          .filter(({ id }) => bodies[id] !== null)
          .map(({ id, icon: Icon }) => (
            <button
              key={id}
              type="button"
              aria-current={id === section ? 'page' : undefined}
              onClick={() => setSection(id)}
              className={classNames(
                'flex h-12 shrink-0 items-center gap-3 rounded-lg px-3 text-left font-medium focus-visible:outline-offset-[-3px]',
                id === section ? 'bg-accent-tint text-ink' : 'text-soft hover:bg-hover hover:text-ink',
              )}
            >
              <Icon
                aria-hidden="true"
                size={20}
                className={classNames('shrink-0', id === section && 'text-accent')}
              />
              {t(`settings.section.${id}`)}
            </button>
          ))}
      </nav>
      {/* Where IT has set everything, there is nothing else in it that keys could scroll it from (WCAG 2.1.1). */}
      <section
        aria-labelledby="settings-section"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="scroll-steady min-w-0 flex-1 rounded-lg pr-2 pb-8 pl-1 focus-visible:outline-offset-[-3px]"
      >
        <div className="max-w-3xl">
          <h2 id="settings-section" className="pb-4 text-xl font-semibold tracking-tight">
            {t(`settings.section.${section}`)}
          </h2>
          {error && <ErrorNotice error={error} className="mb-4" />}
          {everybodys.has(section) ? bodies[section] : managersOnly || bodies[section]}
        </div>
      </section>
    </div>
  );
}
