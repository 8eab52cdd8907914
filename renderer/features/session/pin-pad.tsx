import { Delete } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { PinField } from './pin-field.tsx';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0'] as const;

interface PinPadProps {
  readonly label: string;
  readonly pin: string;
  readonly onChange: (pin: string) => void;
  readonly startsHere: boolean;
  readonly isNew: boolean;
}

/** A PIN, by keyboard or by finger. */
export function PinPad({ label, pin, onChange, startsHere, isNew }: PinPadProps) {
  const { t } = useTranslation();
  return (
    <>
      <PinField
        label={label}
        pin={pin}
        onChange={onChange}
        startsHere={startsHere}
        isNew={isNew}
        compact={!isNew}
      />
      <div className="grid grid-cols-3 gap-2 pt-3">
        {keys.map((digit) =>
          digit === '' ? (
            <span key="gap" />
          ) : (
            <Button key={digit} onClick={() => onChange(pin + digit)} className="tabular h-13 text-xl">
              {digit}
            </Button>
          ),
        )}
        <Button
          look="quiet"
          aria-label={t('session.deleteDigit')}
          onClick={() => onChange(pin.slice(0, -1))}
          className="h-13"
        >
          <Delete aria-hidden="true" size={22} />
        </Button>
      </div>
    </>
  );
}
