import { useTranslation } from 'react-i18next';
import { Languages } from 'lucide-react';
import { languages, type Language } from '#shared/contract/languages';
import { changeSettings, useSettings } from '../features/settings/store.ts';
import { chooseAtLock, setLanguage, useSession } from '../features/session/store.ts';
import { SelectField } from '../ui/field.tsx';
import { errorLine } from '../ui/error-words.ts';
import { nameLanguage } from '../ui/format.ts';
import { Managed } from '../ui/managed.tsx';
import { tellProblem } from '../ui/toasts.tsx';

/** Every language by its own name, so that it is found by those who read no other. */
const named = languages.map((language) => ({ value: language, label: nameLanguage(language) }));

/** What is read here: by the cashier at the till, and by whoever has chosen nothing. */
export function LanguageSettings() {
  const { t } = useTranslation();
  const settings = useSettings((state) => state.settings);
  const session = useSession((state) => state.session);
  if (!settings || !session) return null;
  const hasCashiers = session.cashiers.length > 0;
  const chooseOwn = async (language: Language | null) => {
    const failure = await setLanguage(language);
    if (failure) tellProblem(errorLine(t, failure));
  };
  return (
    <div className="grid max-w-2xl grid-cols-2 gap-4">
      {hasCashiers && (
        <SelectField
          label={t('language.own', { cashier: session.cashier })}
          value={session.language ?? ''}
          onChange={(chosen) => void chooseOwn(languageNamed(chosen))}
          options={[{ value: '', label: t('language.asTill') }, ...named]}
        />
      )}
      {session.role === 'manager' && (
        <Managed name="language">
          <SelectField
            label={t('language.till')}
            value={settings.language}
            onChange={(chosen) => void changeSettings({ language: languageNamed(chosen) ?? 'system' })}
            options={[{ value: 'system', label: t('language.asComputer') }, ...named]}
            note={{ kind: 'hint', words: hasCashiers ? t('language.tillHint') : t('language.noPinHint') }}
          />
        </Managed>
      )}
    </div>
  );
}

/** At the lock screen, in one small box: for whoever is about to come in and has no language of their own. */
export function LockLanguage() {
  const { t, i18n } = useTranslation();
  return (
    <label className="flex h-11 items-center gap-2 rounded-lg px-2 text-soft has-focus-visible:outline-3 has-focus-visible:outline-accent">
      <Languages aria-hidden="true" size={20} />
      <span className="sr-only">{t('language.label')}</span>
      <select
        value={i18n.language}
        onChange={(event) => {
          const chosen = languageNamed(event.target.value);
          if (chosen !== null) chooseAtLock(chosen);
        }}
        className="h-11 bg-transparent font-medium text-ink outline-none"
      >
        {named.map(({ value, label }) => (
          <option key={value} value={value} lang={value} className="bg-raised">
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

function languageNamed(text: string): Language | null {
  return languages.find((language) => language === text) ?? null;
}
