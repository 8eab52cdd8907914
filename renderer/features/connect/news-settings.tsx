import { useTranslation } from 'react-i18next';
import { SelectField } from '../../ui/field.tsx';

export interface NewsSettingsProps {
  readonly pullEverySeconds: number;
  readonly onChange: (pullEverySeconds: number) => void;
}

const offeredSeconds = [30, 60, 120, 300, 900];

/** How often the till asks its service what others have changed. */
export function NewsSettings({ pullEverySeconds, onChange }: NewsSettingsProps) {
  const { t } = useTranslation();
  const offered = [...new Set([...offeredSeconds, pullEverySeconds])].toSorted((one, other) => one - other);
  return (
    <SelectField
      label={t('news.every')}
      value={String(pullEverySeconds)}
      onChange={(seconds) => onChange(Number(seconds))}
      options={offered.map((seconds) => ({
        value: String(seconds),
        label:
          seconds % 60 === 0
            ? t('news.minutes', { count: seconds / 60 })
            : t('news.seconds', { count: seconds }),
      }))}
      note={{ kind: 'hint', words: t('news.hint') }}
      className="max-w-md"
    />
  );
}
