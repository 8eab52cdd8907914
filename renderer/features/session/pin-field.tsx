import { useTranslation } from 'react-i18next';
import { TextField } from '../../ui/field.tsx';

const longestPin = 12;

/** Whether it may become somebody's PIN. */
export function isNewPin(pin: string): boolean {
  return /^\d{4,12}$/.test(pin);
}

interface PinFieldProps {
  readonly label: string;
  readonly pin: string;
  readonly onChange: (pin: string) => void;
  /** It becomes somebody's PIN: the rule for that stands under it. */
  readonly isNew?: boolean;
  readonly startsHere?: boolean;
  readonly compact?: boolean;
  readonly className?: string;
}

/** Digits alone, and never to be read over a shoulder. */
export function PinField({ pin, onChange, isNew = false, ...field }: PinFieldProps) {
  const { t } = useTranslation();
  return (
    <TextField
      {...field}
      value={pin}
      onChange={(typed) => onChange(typed.replaceAll(/\D/g, '').slice(0, longestPin))}
      type="password"
      inputMode="numeric"
      note={isNew ? { kind: 'hint', words: t('session.pinRule') } : undefined}
    />
  );
}
