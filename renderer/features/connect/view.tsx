import { Plug } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { errorLine } from '../../ui/error-words.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextField } from '../../ui/field.tsx';
import { formatDuration } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Switch } from '../../ui/switch.tsx';
import { changeForm, changeService, connect, loadConnection, useConnect, type ConnectForm } from './store.ts';

type TextName = 'url' | 'tenant' | 'store' | 'till' | 'clientId' | 'loyaltyMixin' | 'externalIdMixin';

/** What a field is called in the contract, where that differs. */
const contractNames: Partial<Record<TextName, string>> = {
  loyaltyMixin: 'mixins.loyaltyId',
  externalIdMixin: 'mixins.externalId',
};

/** Which customer service this till belongs to, and how it signs in. */
export function ConnectView({ onConnected }: { onConnected: () => void }) {
  const { t } = useTranslation();
  const { form, connecting, error, connected } = useConnect();

  useEffect(() => void loadConnection(), []);

  const isEmporix = form.service === 'emporix';
  const hasSecret = isEmporix ? form.clientId !== '' && form.clientSecret !== '' : form.token !== '';
  const isComplete = URL.canParse(form.url.trim()) && form.tenant.trim() !== '' && hasSecret;
  const field = (name: TextName) => ({
    label: t(`connect.${name}`),
    name,
    value: form[name],
    onChange: (value: string) => changeForm({ [name]: value } satisfies Partial<ConnectForm>),
    note: noteFor(name),
  });

  const submit = async () => {
    if (await connect()) onConnected();
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
        <TextField {...field('url')} inputMode="url" required className="col-span-6" />
        <TextField {...field('tenant')} required className="col-span-2" />
        <TextField {...field('store')} className="col-span-2" />
        <TextField {...field('till')} className="col-span-2" />
      </div>
      {isEmporix ? (
        <div className="grid grid-cols-2 gap-x-4">
          <TextField {...field('clientId')} required />
          <TextField
            label={t('connect.clientSecret')}
            type="password"
            value={form.clientSecret}
            onChange={(clientSecret) => changeForm({ clientSecret })}
            note={{ kind: 'hint', words: t('connect.secretHint') }}
            required
          />
          <TextField {...field('loyaltyMixin')} />
          <TextField {...field('externalIdMixin')} />
        </div>
      ) : (
        <TextField
          label={t('connect.token')}
          type="password"
          value={form.token}
          onChange={(token) => changeForm({ token })}
          note={{ kind: 'hint', words: t('connect.secretHint') }}
          required
        />
      )}
      <Switch
        label={t('connect.practice')}
        detail={t('connect.practiceDetail')}
        checked={form.practice}
        onChange={(practice) => changeForm({ practice })}
      />
      {error && <ErrorNotice error={error} className="mt-3" />}
      {connected?.untried && (
        <Notice tone="warn" live title={t('connect.untried')} className="mt-3">
          {errorLine(t, connected.untried)}
        </Notice>
      )}
      {connected?.clockAheadMs && (
        <Notice tone="warn" live title={t('connect.clockTitle')} className="mt-3">
          {t(connected.clockAheadMs > 0 ? 'connect.clockAhead' : 'connect.clockBehind', {
            time: formatDuration(Math.abs(connected.clockAheadMs)),
          })}
        </Notice>
      )}
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
    </form>
  );

  function noteFor(name: TextName) {
    if (name === 'url' && form.url.trim() !== '' && !URL.canParse(form.url.trim())) {
      return { kind: 'issue', words: t('connect.urlIssue') } as const;
    }
    const issue = error?.issues?.find((found) => found.field.endsWith(contractNames[name] ?? name));
    if (issue) return { kind: 'issue', words: issue.message } as const;
    return name === 'loyaltyMixin' || name === 'externalIdMixin'
      ? ({ kind: 'hint', words: t('connect.mixinHint') } as const)
      : undefined;
  }
}
