import { Plug } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { isUnprotected, problemOfServiceUrl } from '#shared/contract/service-url';
import { errorLine, issueWords } from '../../ui/error-words.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextField } from '../../ui/field.tsx';
import { useIsManaged } from '../../ui/managed.tsx';
import { formatDuration } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { focusFirstIssue } from '../../ui/focus-first-issue.ts';
import { Switch } from '../../ui/switch.tsx';
import { mendOf } from './mends.ts';
import {
  changeForm,
  changeService,
  connect,
  isDevice,
  loadConnection,
  tidyUrl,
  useConnect,
  usualUrls,
  type ConnectForm,
} from './store.ts';

type TextName = Exclude<
  { [Name in keyof ConnectForm]: ConnectForm[Name] extends string ? Name : never }[keyof ConnectForm],
  'service'
>;

/** What a field is called in the contract, where that differs. */
const contractNames: Partial<Record<TextName, string>> = {
  loyaltyMixin: 'mixins.loyaltyId',
  externalIdMixin: 'mixins.externalId',
};

const hints = {
  token: 'secretHint',
  signInUrl: 'signInUrlHint',
  registrationCode: 'registrationCodeHint',
  user: undefined,
  password: 'secretHint',
  clientSecret: 'secretHint',
  loyaltyMixin: 'mixinHint',
  externalIdMixin: 'mixinHint',
  url: undefined,
  tenant: undefined,
  clientId: undefined,
} as const satisfies Record<TextName, string | undefined>;

/** Which customer service this till belongs to, and how it signs in. */
export function ConnectView({ onConnected }: { onConnected: () => void }) {
  const { t } = useTranslation();
  const { form, connecting, error, connected } = useConnect();
  // IT has brought what signs in: there is nothing to type.
  const asksForSecrets = !useIsManaged('connection');

  useEffect(() => void loadConnection(), []);

  const isEmporix = form.service === 'emporix';
  const asDevice = isDevice(form);
  const hasSecret = secretFields(form).every((name) => form[name].trim() !== '');
  const isComplete =
    problemOfServiceUrl(form.url.trim()) === undefined &&
    (!asDevice || problemOfServiceUrl(form.signInUrl.trim()) === undefined) &&
    form.tenant.trim() !== '' &&
    hasSecret;
  const failure = error ?? connected?.untried;
  const mend = failure ? mendOf(form.service, failure) : null;
  /** What the address of the service usually is, for the words about a wrong one. */
  const usual = { service: t(`connect.services.${form.service}`), url: usualUrls[form.service] };
  const field = (name: TextName) => ({
    label: t(`connect.${name}`),
    name,
    value: form[name],
    onChange: (value: string) => changeForm({ [name]: value } satisfies Partial<ConnectForm>),
    note: noteFor(name),
  });

  const submit = async () => {
    if (await connect()) onConnected();
    else focusFirstIssue();
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) void submit();
      }}
      className="flex flex-col"
    >
      <Choice
        label={t('connect.service')}
        value={form.service}
        onChange={changeService}
        options={[
          { value: 'flow-retail', label: t('connect.services.flow-retail') },
          { value: 'emporix', label: t('connect.services.emporix') },
        ]}
        className="mb-4 self-start"
      />
      <div className="grid grid-cols-6 gap-x-4">
        <TextField {...field('url')} inputMode="url" onBlur={tidyUrl} required className="col-span-4" />
        <TextField {...field('tenant')} required className="col-span-2" />
      </div>
      {isEmporix ? (
        <div className="grid grid-cols-2 gap-x-4">
          {asksForSecrets && (
            <>
              <TextField {...field('clientId')} required />
              <TextField {...field('clientSecret')} type="password" required />
            </>
          )}
          <TextField {...field('loyaltyMixin')} />
          <TextField {...field('externalIdMixin')} />
        </div>
      ) : (
        asksForSecrets && (
          <>
            {asDevice ? (
              <div className="grid grid-cols-2 gap-x-4">
                <TextField {...field('signInUrl')} inputMode="url" required />
                <TextField {...field('registrationCode')} required />
                <TextField {...field('user')} required />
                <TextField {...field('password')} type="password" required />
              </div>
            ) : (
              <TextField {...field('token')} type="password" required />
            )}
            <Switch
              label={t('connect.device')}
              detail={t('connect.deviceDetail')}
              checked={form.device}
              onChange={(device) => changeForm({ device })}
            />
          </>
        )
      )}
      <Switch
        label={t('connect.practice')}
        detail={t('connect.practiceDetail')}
        checked={form.practice}
        onChange={(practice) => changeForm({ practice })}
      />
      {error && (
        <ErrorNotice error={error} className="mt-3">
          {mend && t(`connect.mend.${mend.words}`, usual)}
        </ErrorNotice>
      )}
      {connected?.untried && (
        <Notice tone="warn" live title={t('connect.untried')} className="mt-3">
          {[errorLine(t, connected.untried), mend && t(`connect.mend.${mend.words}`, usual)]
            .filter(Boolean)
            .join(' ')}
        </Notice>
      )}
      {connected?.clockAheadMs && (
        <Notice tone="warn" live title={t('connect.clockTitle')} className="mt-3">
          {t(connected.clockAheadMs > 0 ? 'connect.clockAhead' : 'connect.clockBehind', {
            time: formatDuration(Math.abs(connected.clockAheadMs)),
          })}
        </Notice>
      )}
      {asksForSecrets && (
        <div className="pt-4">
          <Button
            look="primary"
            size="large"
            type="submit"
            icon={Plug}
            busy={connecting}
            disabled={!isComplete}
          >
            {t('connect.connect')}
          </Button>
        </div>
      )}
    </form>
  );

  function noteFor(name: TextName) {
    const isAddress = name === 'url' || name === 'signInUrl';
    const typed = isAddress ? form[name].trim() : '';
    if (isAddress && typed !== '' && problemOfServiceUrl(typed) !== undefined) {
      return { kind: 'issue', words: t('connect.urlIssue') } as const;
    }
    const issue = error?.issues?.find((found) => found.field.endsWith(contractNames[name] ?? name));
    if (issue) return { kind: 'issue', words: issueWords(t, issue) } as const;
    if (error && mend?.field === name) return { kind: 'issue', words: t('connect.lookHere') } as const;
    if (isAddress && typed !== '' && isUnprotected(typed)) {
      return { kind: 'hint', words: t('connect.unprotected') } as const;
    }
    const hint = hints[name];
    return hint && ({ kind: 'hint', words: t(`connect.${hint}`) } as const);
  }
}

/** What has to be typed before the till can sign in. */
function secretFields(form: ConnectForm): readonly TextName[] {
  if (form.service === 'emporix') return ['clientId', 'clientSecret'];
  return isDevice(form) ? ['signInUrl', 'registrationCode', 'user', 'password'] : ['token'];
}
