import { Copy, Eye, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandOverSettings } from '#shared/contract/hand-over';
import type { OperationOutput } from '#shared/contract/operations';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { errorLine } from '../../ui/error-words.ts';
import { TextField } from '../../ui/field.tsx';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { FieldChoice } from './field-choice.tsx';
import { hideToken, loadToken, useHandOver } from './store.ts';

type Counter = HandOverSettings['counter'];

interface CounterSetupProps {
  readonly counter: Counter;
  readonly status: OperationOutput<'handOver.status'>['counter'] | undefined;
  readonly onChange: (changes: Partial<Counter>, now?: boolean) => void;
  readonly onLeave: () => void;
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function isOrigin(text: string): boolean {
  if (text === '') return true;
  try {
    return new URL(text).origin === text;
  } catch {
    return false;
  }
}

/** The field that cannot be saved as it stands; undefined when all of them can. */
export function problemOfCounter({ port, forgetAfterS, origin }: Counter): keyof Counter | undefined {
  if (!isWithin(port, 1024, 65_535)) return 'port';
  if (!isWithin(forgetAfterS, 10, 3600)) return 'forgetAfterS';
  return isOrigin(origin) ? undefined : 'origin';
}

/** Where and how a POS asks, and what it hears. */
export function CounterSetup({ counter, status, onChange, onLeave }: CounterSetupProps) {
  const { t } = useTranslation();
  const problem = problemOfCounter(counter);
  return (
    <>
      {status?.error && <ErrorNotice error={status.error} />}
      <div className="grid grid-cols-[8rem_11rem_minmax(0,1fr)] gap-x-4 @max-2xl:grid-cols-2">
        <NumberField
          label={t('handOver.port')}
          value={counter.port}
          onChange={(port) => onChange({ port })}
          onLeave={onLeave}
          rule={problem === 'port' ? t('handOver.portRule') : undefined}
        />
        <NumberField
          label={t('handOver.forgetAfter')}
          value={counter.forgetAfterS}
          onChange={(forgetAfterS) => onChange({ forgetAfterS })}
          onLeave={onLeave}
          rule={problem === 'forgetAfterS' ? t('handOver.forgetRule') : undefined}
        />
        <TextField
          label={t('handOver.origin')}
          value={counter.origin}
          onChange={(origin) => onChange({ origin: origin.trim() })}
          onBlur={onLeave}
          maxLength={200}
          note={
            problem === 'origin'
              ? { kind: 'issue', words: t('handOver.originRule') }
              : { kind: 'hint', words: t('handOver.originHint') }
          }
        />
      </div>
      {status?.url && <Address url={status.url} />}
      <FieldChoice
        label={t('handOver.fields')}
        value={counter.fields}
        onChange={(fields) => onChange({ fields }, true)}
      />
    </>
  );
}

function NumberField({
  label,
  value,
  onChange,
  onLeave,
  rule,
}: {
  label: string;
  value: number;
  onChange: (value: number) => void;
  onLeave: () => void;
  rule: string | undefined;
}) {
  // As it is typed: a half-typed number is no number yet.
  const [text, setText] = useState(String(value));
  return (
    <TextField
      label={label}
      value={text}
      onChange={(typed) => {
        setText(typed);
        onChange(/^\d{1,6}$/.test(typed.trim()) ? Number(typed) : Number.NaN);
      }}
      onBlur={onLeave}
      inputMode="numeric"
      maxLength={6}
      note={rule === undefined ? undefined : { kind: 'issue', words: rule }}
    />
  );
}

/** What the shop's IT needs to let a POS ask. */
function Address({ url }: { url: string }) {
  const { t } = useTranslation();
  const token = useHandOver((state) => state.token);

  // A secret is not left standing on a page nobody looks at.
  useEffect(() => hideToken, []);

  const show = async (renew: boolean) => {
    const failure = await loadToken(renew);
    if (failure) tellProblem(errorLine(t, failure));
    else if (renew) tellDone(t('handOver.tokenRenewed'));
  };
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-6 gap-y-1 pb-2">
      <dt className="text-sm font-medium text-soft">{t('handOver.counterUrl')}</dt>
      <dd className="selectable font-mono text-sm wrap-anywhere">GET {url}</dd>
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
