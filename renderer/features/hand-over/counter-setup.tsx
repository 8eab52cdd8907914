import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandOverSettings } from '#shared/contract/hand-over';
import { isUserPort } from '#shared/contract/ports';
import type { OperationOutput } from '#shared/contract/operations';
import { till } from '../../bridge/till.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextField } from '../../ui/field.tsx';
import { TokenAddress } from '../../ui/token-address.tsx';
import { FieldChoice } from './field-choice.tsx';

type Counter = HandOverSettings['counter'];

interface CounterSetupProps {
  readonly counter: Counter;
  readonly status: OperationOutput<'handOver.status'>['counter'] | undefined;
  readonly onChange: (changes: Partial<Counter>, now?: boolean) => void;
  readonly onLeave: () => void;
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
  if (!isUserPort(port)) return 'port';
  if (!(Number.isInteger(forgetAfterS) && forgetAfterS >= 10 && forgetAfterS <= 3600)) return 'forgetAfterS';
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
      {status?.url && (
        <div className="pb-2">
          <TokenAddress
            label={t('handOver.counterUrl')}
            address={`GET ${status.url}`}
            renewed={t('handOver.tokenRenewed')}
            readToken={(renew) => till.handOver.counterToken({ renew })}
          />
        </div>
      )}
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
