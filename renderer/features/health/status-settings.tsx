import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isUserPort } from '#shared/contract/ports';
import type { StatusSettings } from '#shared/health/status-settings';
import { till } from '../../bridge/till.ts';
import { Choice } from '../../ui/choice.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextField } from '../../ui/field.tsx';
import { Managed } from '../../ui/managed.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TokenAddress } from '../../ui/token-address.tsx';
import { loadEndpoint, useHealth } from './store.ts';

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
  const isPort = /^\d+$/.test(draft.port) && isUserPort(Number(draft.port));

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
      {settings.endpoint !== 'off' && endpoint?.url && (
        <TokenAddress
          label={t('health.status.url')}
          address={endpoint.url}
          renewed={t('health.status.tokenRenewed')}
          readToken={(renew) => till.health.token({ renew })}
        />
      )}
    </section>
  );
}
