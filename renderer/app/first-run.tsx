import { ArrowLeft, ArrowRight, Check } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '#shared/contract/languages';
import type { KnownStore, Settings } from '#shared/contract/values';
import { PlaceView } from '../features/connect/place-view.tsx';
import { useConnect } from '../features/connect/store.ts';
import { ConnectView } from '../features/connect/view.tsx';
import { PrintersView } from '../features/printers/view.tsx';
import { ScannerSetup } from '../features/scanner-setup/view.tsx';
import { ConfigurationProblem } from '../features/settings/configuration-problem.tsx';
import { LookSettings } from '../features/settings/look-settings.tsx';
import { ShopSettings } from '../features/settings/shop-settings.tsx';
import { changeSettings, useSettings } from '../features/settings/store.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { classNames } from '../ui/class-names.ts';
import { nameLanguage } from '../ui/format.ts';
import { tellDone } from '../ui/toasts.tsx';
import { focusSearch } from './actions.ts';
import { Mark } from './mark.tsx';

const steps = ['look', 'service', 'place', 'scanner', 'printer'] as const;
type Step = (typeof steps)[number];

/** The form of the shop's place, which the button beneath it saves. */
const placeForm = 'first-run-place';

/** A till out of its box: language, service, place, scanner and printer, each of which may wait. */
export function FirstRun({ onEnd }: { onEnd: () => void }) {
  const { t } = useTranslation();
  const settings = useSettings((state) => state.settings);
  const isConnected = useConnect((state) => state.connection !== null);
  const [step, setStep] = useState<Step>('look');
  const at = steps.indexOf(step);

  if (!settings) return null;
  const goOn = () => setStep(steps[at + 1] ?? step);
  const end = async () => {
    await changeSettings({ setUp: true });
    if (isConnected) tellDone(t('firstRun.done'));
    onEnd();
    focusSearch();
  };
  const bodies: Record<Step, ReactNode> = {
    look: <LookSettings settings={settings} language={<FirstLanguages settings={settings} />} />,
    service: <ConnectView onConnected={goOn} />,
    place: <PlaceStep settings={settings} onSaved={goOn} />,
    scanner: <ScannerSetup scanner={settings.scanner} onSave={(scanner) => changeSettings({ scanner })} />,
    printer: <PrintersView settings={settings} onChange={(changes) => void changeSettings(changes)} />,
  };
  return (
    <main className="scroll-steady min-h-0 flex-1 bg-surface">
      <div className="@container mx-auto flex min-h-full max-w-4xl flex-col px-6 py-6">
        <header className="flex flex-wrap items-center gap-x-4 gap-y-2 pb-4">
          <Mark size={44} />
          <h1 className="flex-1 text-2xl font-semibold tracking-tight">{t('firstRun.title')}</h1>
          <Button look="quiet" onClick={() => void end()}>
            {t('firstRun.later')}
          </Button>
        </header>
        <ConfigurationProblem />
        <StepList step={step} />
        <StepSection key={step} step={step}>
          {bodies[step]}
        </StepSection>
        <footer className="flex flex-wrap items-center justify-end gap-3 border-t border-line py-4">
          {at > 0 && (
            <Button icon={ArrowLeft} onClick={() => setStep(steps[at - 1] ?? step)} className="mr-auto">
              {t('firstRun.back')}
            </Button>
          )}
          {step === 'service' && !isConnected && (
            <p className="max-w-sm text-sm text-soft text-pretty">{t('firstRun.unconnected')}</p>
          )}
          {step === 'printer' ? (
            <Button look="primary" size="large" icon={Check} onClick={() => void end()}>
              {t('firstRun.finish')}
            </Button>
          ) : (
            <Button
              look={step === 'service' && !isConnected ? 'secondary' : 'primary'}
              size="large"
              icon={ArrowRight}
              {...(step === 'place' && isConnected ? { type: 'submit', form: placeForm } : { onClick: goOn })}
            >
              {step === 'service' && !isConnected ? t('firstRun.skip') : t('firstRun.next')}
            </Button>
          )}
        </footer>
      </div>
    </main>
  );
}

/** A step begins at its top, and is read out from there. */
function StepSection({ step, children }: { step: Step; children: ReactNode }) {
  const { t } = useTranslation();
  const top = useRef<HTMLElement>(null);

  useEffect(() => {
    top.current?.closest('main')?.scrollTo(0, 0);
    top.current?.focus({ preventScroll: true });
  }, []);

  return (
    <section
      ref={top}
      tabIndex={-1}
      aria-labelledby="first-run-step"
      className="flex-1 pt-6 pb-4 outline-none"
    >
      <h2 id="first-run-step" className="text-xl font-semibold tracking-tight">
        {t(`firstRun.step.${step}`)}
      </h2>
      <p className="pb-5 text-soft text-pretty">{t(`firstRun.words.${step}`)}</p>
      {children}
    </section>
  );
}

/** How far one is: what is done, what is now, what comes. */
function StepList({ step }: { step: Step }) {
  const { t } = useTranslation();
  const at = steps.indexOf(step);
  return (
    <ol aria-label={t('firstRun.steps')} className="flex flex-wrap gap-x-5 gap-y-1 border-b border-line pb-3">
      {steps.map((each, index) => (
        <li
          key={each}
          aria-current={each === step ? 'step' : undefined}
          className={classNames(
            'flex items-center gap-2 text-sm',
            each === step ? 'font-semibold text-ink' : 'text-soft',
          )}
        >
          <span
            aria-hidden="true"
            className={classNames(
              'flex size-6 items-center justify-center rounded-full border text-xs font-semibold',
              index < at ? 'border-accent bg-accent text-on-accent' : 'border-field',
              index === at && 'border-accent text-accent',
            )}
          >
            {index < at ? <Check size={14} /> : index + 1}
          </span>
          {t(`firstRun.step.${each}`)}
        </li>
      ))}
    </ol>
  );
}

/** Every language by its own name, all in sight: whoever cannot read this page finds theirs. */
function FirstLanguages({ settings }: { settings: Settings }) {
  const { t, i18n } = useTranslation();
  const shown = settings.language === 'system' ? i18n.language : settings.language;
  return (
    <div>
      <p className="pb-1 text-sm font-medium text-soft">{t('firstRun.language')}</p>
      <Choice
        label={t('firstRun.language')}
        value={languages.find((language) => language === shown) ?? 'en'}
        onChange={(language) => void changeSettings({ language })}
        options={languages.map((language) => ({ value: language, label: nameLanguage(language) }))}
      />
    </div>
  );
}

/** The shop: which one it is at the service, then what it is called and where it lies. */
function PlaceStep({ settings, onSaved }: { settings: Settings; onSaved: () => void }) {
  const savePlace = async (store: KnownStore | undefined) => {
    if (store && settings.shopName === '') await changeSettings({ shopName: store.name });
    onSaved();
  };
  return (
    <div className="flex flex-col gap-6">
      <PlaceView formId={placeForm} onSaved={(store) => void savePlace(store)} />
      <ShopSettings settings={settings} />
    </div>
  );
}
