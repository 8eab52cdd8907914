import { Copy, Eye, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StatusSettings } from '#shared/health/status-settings';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { errorLine } from '../../ui/error-words.ts';
import { TextField } from '../../ui/field.tsx';
import { Managed } from '../../ui/managed.tsx';
import { Switch } from '../../ui/switch.tsx';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { hideToken, loadEndpoint, showToken, useHealth } from './store.ts';

interface StatusSetupProps {
  readonly settings: StatusSettings;
  /** @returns whether it was saved */
  readonly onSave: (settings: StatusSettings) => Promise<boolean>;
}

/** How those who look after many tills hear of this one: by a file, or by asking. */
export function StatusSetup({ settings, onSave }: StatusSetupProps) {
  const { t } = useTranslation();
  const { endpoint } = useHealth();
  // What is typed is kept here until the field is left.
  const [draft, setDraft] = useState({ ...settings, port: String(settings.port) });
  const isPort = /^\d{4,5}$/.test(draft.port) && Number(draft.port) >= 1024 && Number(draft.port) <= 65_535;

  useEffect(() => void loadEndpoint(), []);

  const save = async (next: typeof draft) => {
    setDraft(next);
    if (await onSave({ ...next, port: Number(next.port) })) await loadEndpoint();
  };
  const leave = () => {
    if (isPort) void save(draft);
  };
  const text = (name: 'address' | 'tlsCertFile' | 'tlsKeyFile') => (
    <TextField
      label={t(`health.status.${name}`)}
      value={draft[name]}
      onChange={(typed) => setDraft({ ...draft, [name]: typed.trim() })}
      onBlur={leave}
      maxLength={500}
      note={undefined}
    />
  );

  return (
    <section aria-labelledby="health-status" className="flex flex-col items-start gap-3">
      <h3 id="health-status" className="text-lg font-semibold">
        {t('health.status.title')}
      </h3>
      <p className="text-soft text-pretty">{t('health.status.words')}</p>
      <Managed name="status">
        <Switch
          label={t('health.status.file')}
          detail={t('health.status.fileWords')}
          checked={settings.file}
          onChange={(file) => void save({ ...draft, file })}
        />
        <div>
          <p className="pb-1 text-sm font-medium text-soft">{t('health.status.endpoint')}</p>
          <Choice
            label={t('health.status.endpoint')}
            value={settings.endpoint}
            onChange={(chosen) => void save({ ...draft, endpoint: chosen })}
            options={(['off', 'status', 'status-and-metrics'] as const).map((value) => ({
              value,
              label: t(`health.status.endpoints.${value}`),
            }))}
          />
        </div>
        {settings.endpoint !== 'off' && (
          <>
            {endpoint?.error && <ErrorNotice error={endpoint.error} />}
            <div className="grid w-full grid-cols-2 gap-x-4">
              <TextField
                label={t('health.status.port')}
                value={draft.port}
                onChange={(port) => setDraft({ ...draft, port: port.trim() })}
                onBlur={leave}
                inputMode="numeric"
                maxLength={5}
                note={isPort ? undefined : { kind: 'issue', words: t('health.status.portRule') }}
              />
              {text('address')}
              {text('tlsCertFile')}
              {text('tlsKeyFile')}
            </div>
          </>
        )}
      </Managed>
      {settings.endpoint !== 'off' && endpoint?.url && <Address url={endpoint.url} />}
    </section>
  );
}

/** What a collector needs. */
function Address({ url }: { url: string }) {
  const { t } = useTranslation();
  const token = useHealth((state) => state.token);

  // A secret is not left standing on a page nobody looks at.
  useEffect(() => hideToken, []);

  const show = async (renew: boolean) => {
    const failure = await showToken(renew);
    if (failure) tellProblem(errorLine(t, failure));
    else if (renew) tellDone(t('health.status.tokenRenewed'));
  };
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-6 gap-y-1">
      <dt className="text-sm font-medium text-soft">{t('health.status.url')}</dt>
      <dd className="selectable font-mono text-sm wrap-anywhere">{url}</dd>
      <dt className="text-sm font-medium text-soft">{t('handOver.token')}</dt>
      <dd className="flex min-h-11 flex-wrap items-center gap-2">
        {token === null ? (
          <Button icon={Eye} onClick={() => void show(false)}>
            {t('handOver.showToken')}
          </Button>
        ) : (
          <>
            <code className="selectable font-mono text-sm wrap-anywhere">{token}</code>
            <Button
              icon={Copy}
              onClick={() => {
                if (copyText(token)) tellDone(t('common.copied'));
              }}
            >
              {t('handOver.copyToken')}
            </Button>
            <Button icon={RefreshCw} onClick={() => void show(true)}>
              {t('handOver.renewToken')}
            </Button>
          </>
        )}
      </dd>
    </dl>
  );
}
