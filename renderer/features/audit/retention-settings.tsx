import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Retention, RetentionStatus } from '#shared/contract/retention';
import { till } from '../../bridge/till.ts';
import { SelectField } from '../../ui/field.tsx';
import { formatDay, formatCount } from '../../ui/format.ts';

interface RetentionSettingsProps {
  readonly retention: Retention;
  readonly onChange: (retention: Retention) => void;
}

const offlineChoices = [7, 14, 30, 60, 90, 180, 365] as const;
const auditChoices = [90, 180, 365, 730, 1095, 1825, 3650] as const;

/** How long customers and the trail of what was done stay on this till. */
export function RetentionSettings({ retention, onChange }: RetentionSettingsProps) {
  const { t } = useTranslation();
  const status = useRetention(retention);
  const days = (count: number) => ({
    value: String(count),
    label: t('retention.days', { count, formatted: formatCount(count) }),
  });
  const withOwn = (choices: readonly number[], own: number | null) =>
    [...new Set([...choices, ...(own === null ? [] : [own])])].toSorted((a, b) => a - b).map(days);
  return (
    <div className="flex flex-col gap-5">
      <div>
        <SelectField
          label={t('retention.offline')}
          value={String(retention.offlineDays ?? '')}
          onChange={(value) => onChange({ ...retention, offlineDays: value === '' ? null : Number(value) })}
          options={[
            ...withOwn(offlineChoices, retention.offlineDays),
            { value: '', label: t('retention.never') },
          ]}
          className="max-w-md"
          compact
        />
        <p className="max-w-prose pt-2 text-sm text-soft">{t('retention.offlineWords')}</p>
        {status?.wipesAt && !status.wipedAt && (
          <p className="pt-1 text-sm text-soft">
            {t('retention.wipesOn', { day: formatDay(status.wipesAt) })}
          </p>
        )}
      </div>
      <div>
        <SelectField
          label={t('retention.audit')}
          value={String(retention.auditDays)}
          onChange={(value) => onChange({ ...retention, auditDays: Number(value) })}
          options={withOwn(auditChoices, retention.auditDays)}
          className="max-w-md"
          compact
        />
        <p className="max-w-prose pt-2 text-sm text-soft">{t('retention.auditWords')}</p>
      </div>
    </div>
  );
}

/** @param rules by which it is counted: asked again when they change */
export function useRetention(rules: Retention): RetentionStatus | null {
  const [status, setStatus] = useState<RetentionStatus | null>(null);
  useEffect(() => {
    if (rules.offlineDays === null) return undefined;
    let isShown = true;
    const ask = async () => {
      const answer = await till.privacy.status({});
      if (isShown && answer.ok) setStatus(answer.retention);
    };
    void ask();
    const timer = setInterval(() => void ask(), askEveryMs);
    return () => {
      isShown = false;
      clearInterval(timer);
    };
  }, [rules]);
  // A till that keeps everything has nothing to tell.
  return rules.offlineDays === null ? null : status;
}

const askEveryMs = 10 * 60_000;
