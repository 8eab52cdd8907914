import { Delete } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { PinField } from './pin-field.tsx';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0'] as const;

interface PinPadProps {
  readonly pin: string;
  readonly onChange: (pin: string) => void;
  readonly startsHere: boolean;
}

/** A PIN, by keyboard or by finger. */
export function PinPad({ pin, onChange, startsHere }: PinPadProps) {
  const { t } = useTranslation();
  return (
    <>
      <PinField label={t('session.pin')} pin={pin} onChange={onChange} startsHere={startsHere} compact />
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
