import { ArrowUpFromLine, RefreshCw, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#shared/contract/values';
import { updateChannels } from '#shared/updates/channels';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextField } from '../../ui/field.tsx';
import { formatAge, formatDay } from '../../ui/format.ts';
import { Managed } from '../../ui/managed.tsx';
import { Switch } from '../../ui/switch.tsx';
import { useNow } from '../../ui/use-now.ts';
import { checkForUpdate, goBackToFormer, installUpdate, loadUpdateStatus, useUpdates } from './store.ts';

interface UpdatesViewProps {
  readonly settings: Settings['updates'];
  readonly onChange: (settings: Settings['updates']) => Promise<boolean>;
}

/** Which program this is, which comes next, and who sees to that. */
export function UpdatesView({ settings, onChange }: UpdatesViewProps) {
  const { t } = useTranslation();
  const { status, error } = useUpdates();
  const nowMs = useNow();
  const [asked, setAsked] = useState<'install' | 'goBack' | null>(null);

  useEffect(() => void loadUpdateStatus(), []);

  if (status === null) return null;
  const { state, release, former, percent, checkedAt } = status;
  const shown = error ?? status.error;
  const isWorking = state === 'checking' || state === 'downloading' || state === 'installing';
  return (
    <div className="flex flex-col gap-6">
      {shown && <ErrorNotice error={shown} />}
      <div>
        <p className="tabular text-lg font-semibold">{t('updates.version', { version: status.version })}</p>
        <output className="block text-soft">
          {status.by === 'others'
            ? t('updates.byOthers')
            : t(`updates.state.${state}`, { percent: percent ?? 0, version: release?.version ?? '' })}{' '}
          {checkedAt !== null && t('updates.checked', { age: formatAge(t, checkedAt, nowMs) })}
        </output>
      </div>
      {release !== null && (
        <section aria-labelledby="release" className="flex flex-col gap-2">
          <h3 id="release" className="text-lg font-semibold">
            {t('updates.next', { version: release.version, day: formatDay(release.releasedAt) })}
          </h3>
          {release.notes !== '' && (
            <p className="selectable whitespace-pre-line text-soft">{release.notes}</p>
          )}
          {state === 'ready' && shown === null && (
            <p className="max-w-prose text-soft">{t('updates.readyWords')}</p>
          )}
        </section>
      )}
      {status.by === 'itself' && (
        <div className="flex flex-wrap gap-3">
          {state === 'ready' && (
            <Button look="primary" icon={ArrowUpFromLine} onClick={() => setAsked('install')}>
              {t('updates.install')}
            </Button>
          )}
          <Button
            icon={RefreshCw}
            busy={isWorking}
            disabled={state === 'off'}
            onClick={() => void checkForUpdate()}
          >
            {t('updates.check')}
          </Button>
          {former !== null && (
            <Button icon={Undo2} busy={isWorking} onClick={() => setAsked('goBack')}>
              {t('updates.goBack', { version: former })}
            </Button>
          )}
        </div>
      )}
      {status.by === 'itself' && (
        <Managed name="updates">
          <UpdateSettings settings={settings} onChange={onChange} />
        </Managed>
      )}
      {asked !== null && (
        <Dialog
          title={t(`updates.${asked}Title`, {
            version: (asked === 'install' ? release?.version : former) ?? '',
          })}
          onClose={() => setAsked(null)}
          actions={
            <>
              <Button onClick={() => setAsked(null)}>{t('common.cancel')}</Button>
              <Button
                look="primary"
                onClick={() => {
                  setAsked(null);
                  void (asked === 'install' ? installUpdate() : goBackToFormer());
                }}
              >
                {t(`updates.${asked}Now`)}
              </Button>
            </>
          }
        >
          <p>{t(`updates.${asked}Words`)}</p>
        </Dialog>
      )}
    </div>
  );
}

function UpdateSettings({ settings, onChange }: UpdatesViewProps) {
  const { t } = useTranslation();
  const [feedUrl, setFeedUrl] = useState(settings.feedUrl);
  const [isRefused, setRefused] = useState(false);

  const keepFeedUrl = async () => {
    const next = feedUrl.trim();
    setRefused(next !== settings.feedUrl && !(await onChange({ ...settings, feedUrl: next })));
  };

  return (
    <section aria-labelledby="update-settings" className="flex flex-col gap-4 border-t border-line pt-4">
      <h3 id="update-settings" className="text-lg font-semibold">
        {t('updates.settings')}
      </h3>
      <Switch
        label={t('updates.automatic')}
        detail={t('updates.automaticWords')}
        checked={settings.automatic}
        onChange={(automatic) => void onChange({ ...settings, automatic })}
      />
      <TextField
        label={t('updates.feedUrl')}
        value={feedUrl}
        inputMode="url"
        maxLength={500}
        onChange={setFeedUrl}
        onBlur={() => void keepFeedUrl()}
        note={
          isRefused
            ? { kind: 'issue', words: t('updates.feedUrlRule') }
            : { kind: 'hint', words: t('updates.feedUrlHint') }
        }
        className="max-w-xl"
      />
      <div>
        <p className="pb-1 text-sm font-medium text-soft">{t('updates.channel')}</p>
        <Choice
          label={t('updates.channel')}
          value={settings.channel}
          onChange={(channel) => void onChange({ ...settings, channel })}
          options={updateChannels.map((value) => ({ value, label: t(`updates.channels.${value}`) }))}
        />
      </div>
    </section>
  );
}
