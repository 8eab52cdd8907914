import { ChevronDown, ChevronUp, Save, ScanBarcode, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#shared/contract/values';
import type { Holdings } from '#shared/customer/holdings';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import { CustomerFields, furtherFields, mainFields } from '../../customer-form/customer-fields.tsx';
import { fieldNote } from '../../customer-form/draft-check.ts';
import { withRoom, type FieldName } from '../../customer-form/fields.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { customerTypeIcons } from '../../ui/customer-type-icon.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Switch } from '../../ui/switch.tsx';
import { RegistryFill } from './registry-fill.tsx';
import {
  changeField,
  changeType,
  dropCode,
  leaveField,
  setConsent,
  setPrintCard,
  useRegister,
  type Registration,
} from './store.ts';

interface RegisterViewProps {
  readonly settings: Settings;
  readonly asksConsents: boolean;
  /** There is a company registry behind the service. */
  readonly asksRegistry: boolean;
  readonly canPrintCards: boolean;
  /** What the connected service has room for. */
  readonly holds: Holdings;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
}

/** A new customer in one screen: type, save. */
export function RegisterView(props: RegisterViewProps) {
  const registration = useRegister((state) => state.registration);
  // A new form for every registration: the cursor starts in its first empty field.
  return (
    registration && <RegisterForm key={registration.customerUid} registration={registration} {...props} />
  );
}

function RegisterForm({
  registration,
  settings,
  asksConsents,
  asksRegistry,
  canPrintCards,
  holds,
  onSave,
  onDiscard,
}: RegisterViewProps & { registration: Registration }) {
  const { t } = useTranslation();
  const { issues, normalized, saving, error } = useRegister();
  const { type, values, filledIn, left, submitted } = registration;
  const held = holds.fields[type];
  const main = withRoom(mainFields(type), held);
  const further = withRoom(furtherFields(type), held);
  const [furtherShown, setFurtherShown] = useState(() =>
    // The card that was scanned has a line of its own.
    further.some(([name]) => values[name] && !(name === 'loyaltyId' && registration.scanned)),
  );
  // Where the cursor starts is decided once, when the form opens.
  const [focusOn] = useState(() => main.find(([name]) => !values[name])?.[0] ?? main[0]?.[0]);
  const hasHiddenIssue = submitted && issues.some(({ field }) => further.some(([name]) => name === field));

  const noteOf = (name: FieldName) =>
    fieldNote(t, name, { issues, normalized, filledIn, mayScold: submitted || left.includes(name) });
  const shared = { type, values, onChange: changeField, onBlur: leaveField, noteOf };

  return (
    <form
      aria-labelledby="register-title"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
      className="@container flex min-h-0 flex-1 flex-col"
    >
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-6 pt-4 pb-3">
        <h1 id="register-title" className="text-2xl font-semibold tracking-tight">
          {t('register.title')}
        </h1>
        <Choice
          label={t('fields.customerType')}
          value={type}
          onChange={changeType}
          options={holds.types.map((value) => ({
            value,
            label: t(`customerType.${value}`),
            icon: customerTypeIcons[value],
          }))}
        />
      </header>
      <div className="scroll-steady min-h-0 flex-1 pr-4 pl-6">
        <div className="max-w-4xl pb-4">
          {error && <ErrorNotice error={error} className="mb-3" />}
          {registration.scanned && held.includes('loyaltyId') && (
            <p className="mb-3 flex min-h-13 items-center gap-3 rounded-xl bg-accent-tint py-1 pr-1 pl-4">
              <ScanBarcode aria-hidden="true" size={22} className="shrink-0 text-accent" />
              <span className="min-w-0 flex-1">
                <span className="block text-sm text-soft">{t('register.scanned')}</span>
                <span className="selectable tabular block font-semibold wrap-anywhere">
                  {displayLoyaltyId(registration.scanned.code)}
                </span>
              </span>
              <IconButton icon={X} label={t('register.dropCode')} onClick={dropCode} />
            </p>
          )}
          <CustomerFields {...shared} fields={main} focusOn={focusOn} />
          {asksRegistry && type !== 'PERSON' && <RegistryFill />}
          {asksConsents && settings.consents.length > 0 && (
            <fieldset className="mt-1 mb-2 grid gap-x-4 border-t border-line pt-2 @min-[36rem]:grid-cols-2">
              <legend className="sr-only">{t('register.consents')}</legend>
              {settings.consents.map(({ consentUid, name, wording }) => (
                <Switch
                  key={consentUid}
                  label={name}
                  detail={wording}
                  checked={registration.consents[consentUid] ?? false}
                  onChange={(given) => setConsent(consentUid, given)}
                />
              ))}
            </fieldset>
          )}
          {further.length > 0 && (
            <Button
              look="quiet"
              icon={furtherShown ? ChevronUp : ChevronDown}
              aria-expanded={furtherShown || hasHiddenIssue}
              onClick={() => setFurtherShown(!furtherShown)}
              className="-ml-4 text-soft"
            >
              {t('register.further')}
            </Button>
          )}
          {(furtherShown || hasHiddenIssue) && (
            <div className="pt-3">
              <CustomerFields {...shared} fields={further} />
            </div>
          )}
        </div>
      </div>
      <footer className="flex min-h-18 shrink-0 flex-wrap items-center justify-end gap-x-3 gap-y-1 border-t border-line px-6 py-2 @max-[32rem]:[&_kbd]:hidden">
        <div className="mr-auto">
          {canPrintCards && held.includes('loyaltyId') && (
            <Switch
              label={t('register.printCard')}
              checked={registration.printCard}
              onChange={setPrintCard}
            />
          )}
        </div>
        <Button onClick={onDiscard}>{t('register.discard')}</Button>
        <Button look="primary" size="large" type="submit" icon={Save} keys="Ctrl+↵" busy={saving}>
          {t('register.save')}
        </Button>
      </footer>
    </form>
  );
}
