import { HardDriveDownload, KeyRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result, TillError } from '#shared/contract/errors';
import type { Backup, KeptBy, SecretsKeptBy } from '#shared/contract/safekeeping';
import type { Settings } from '#shared/contract/values';
import { till } from '../../bridge/till.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { formatBytes, formatCount, formatDay, formatMoment } from '../../ui/format.ts';
import { Managed } from '../../ui/managed.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Switch } from '../../ui/switch.tsx';
import { changeSettings } from './store.ts';

interface Safety {
  readonly folder: string;
  readonly backups: readonly Backup[];
  readonly keptBy: KeptBy;
  readonly secretsKeptBy: SecretsKeptBy;
  readonly changedAt: string | null;
  readonly canChange: boolean;
}

type Asked = Result<{ readonly safety: Safety; readonly lastError: TillError | null }>;

async function askSafety(): Promise<Asked> {
  const [listed, key] = await Promise.all([till.backups.list({}), till.key.status({})]);
  if (!listed.ok) return listed;
  return key.ok ? { ok: true, safety: { ...listed, ...key }, lastError: listed.error } : key;
}

/** What keeps the till's data from being lost, and from being read by others. */
export function SafeSettings({ settings }: { settings: Settings }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [failure, setFailure] = useState<TillError | null>(null);

  useEffect(() => {
    let isShown = true;
    const ask = async () => {
      const answer = await askSafety();
      if (isShown) setAsked(answer);
    };
    void ask();
    return () => {
      isShown = false;
    };
  }, []);

  const change = async (backup: Settings['backup']) => {
    await changeSettings({ backup });
    // Another folder has other backups.
    setAsked(await askSafety());
  };
  const make = async () => {
    const made = await till.backups.make({});
    setFailure(made.ok ? null : made.error);
    setAsked(await askSafety());
  };

  const error = failure ?? (asked?.ok ? asked.lastError : asked?.error);
  return (
    <div className="flex flex-col gap-6">
      {error && <ErrorNotice error={error} />}
      {asked?.ok && (
        <BackupPart safety={asked.safety} backup={settings.backup} onChange={change} onMake={make} />
      )}
      {asked?.ok && <KeyPart safety={asked.safety} onFailed={setFailure} />}
    </div>
  );
}

const keepChoices = [1, 3, 7, 14, 30] as const;

function BackupPart({
  safety: { folder, backups },
  backup,
  onChange,
  onMake,
}: {
  safety: Safety;
  backup: Settings['backup'];
  onChange: (backup: Settings['backup']) => Promise<void>;
  onMake: () => Promise<void>;
}) {
  const { t } = useTranslation();
  const [place, setPlace] = useState(backup.folder);
  const [isMaking, setMaking] = useState(false);
  const change = (changes: Partial<Settings['backup']>) => void onChange({ ...backup, ...changes });

  const make = async () => {
    setMaking(true);
    await onMake();
    setMaking(false);
  };

  return (
    <section aria-labelledby="backups" className="flex flex-col gap-4">
      <h3 id="backups" className="text-lg font-semibold">
        {t('safe.backups')}
      </h3>
      <p className="max-w-prose text-soft">{t('safe.backupWords')}</p>
      <Managed name="backup">
        <Switch label={t('safe.daily')} checked={backup.daily} onChange={(daily) => change({ daily })} />
        <div className="flex flex-wrap items-start gap-4">
          <SelectField
            label={t('safe.keep')}
            value={String(backup.keep)}
            onChange={(keep) => change({ keep: Number(keep) })}
            options={[...new Set([...keepChoices, backup.keep])]
              .toSorted((left, right) => left - right)
              .map((keep) => ({ value: String(keep), label: formatCount(keep) }))}
            className="w-40"
            compact
          />
          <TextField
            label={t('safe.folder')}
            value={place}
            onChange={setPlace}
            onBlur={() => {
              if (place.trim() !== backup.folder) change({ folder: place.trim() });
            }}
            maxLength={500}
            note={{ kind: 'hint', words: t('safe.folderHint', { folder }) }}
            className="min-w-72 flex-1"
          />
        </div>
      </Managed>
      <Button icon={HardDriveDownload} busy={isMaking} onClick={() => void make()} className="self-start">
        {t('safe.make')}
      </Button>
      {backups.length === 0 ? (
        <p className="text-soft">{t('safe.none')}</p>
      ) : (
        <ul aria-label={t('safe.backups')} className="divide-y divide-line rounded-xl border border-line">
          {backups.map(({ path, madeAt, bytes }) => (
            <li key={path} className="tabular flex justify-between gap-4 px-4 py-2.5">
              <span>{formatMoment(madeAt)}</span>
              <span className="text-soft">{formatBytes(bytes)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function KeyPart({
  safety: { keptBy, secretsKeptBy, changedAt, canChange },
  onFailed,
}: {
  safety: Safety;
  onFailed: (error: TillError) => void;
}) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);

  // The till opens anew: this page goes with it.
  const change = async () => {
    const changing = await till.key.change({});
    if (changing.ok) return;
    setAsking(false);
    onFailed(changing.error);
  };

  return (
    <section aria-labelledby="key" className="flex flex-col gap-4 border-t border-line pt-4">
      <h3 id="key" className="text-lg font-semibold">
        {t('safe.key')}
      </h3>
      <p className="max-w-prose text-soft">
        {t(`safe.keptBy.${keptBy}`)} {changedAt && t('safe.changedOn', { day: formatDay(changedAt) })}
      </p>
      {secretsKeptBy === 'this-run' && (
        <Notice tone="warn" title={t('safe.noKeyStore')}>
          {t('safe.noKeyStoreWords')}
        </Notice>
      )}
      {canChange ? (
        <Button icon={KeyRound} onClick={() => setAsking(true)} className="self-start">
          {t('safe.change')}
        </Button>
      ) : (
        <p className="text-sm text-soft">{t('safe.changeElsewhere')}</p>
      )}
      {isAsking && (
        <Dialog
          title={t('safe.changeTitle')}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>{t('common.cancel')}</Button>
              <Button look="primary" onClick={() => void change()}>
                {t('safe.changeNow')}
              </Button>
            </>
          }
        >
          <p>{t('safe.changeWords')}</p>
        </Dialog>
      )}
    </section>
  );
}
