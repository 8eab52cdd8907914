import { Delete, Lock, LockOpen } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextField } from '../../ui/field.tsx';
import { unlock, useSession } from './store.ts';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0'] as const;
const longestPin = 12;

/** The till is locked: nothing of a customer is in the page, only the way in. */
export function LockScreen({ shopName, language }: { shopName: string; language: ReactNode }) {
  const { t } = useTranslation();
  const { session, error, unlocking } = useSession();
  // "till" is the nameless cashier of a till without PINs.
  const lastCashier = session && session.cashier !== 'till' ? session.cashier : '';
  const [cashier, setCashier] = useState(lastCashier);
  const [pin, setPin] = useState('');
  const typePin = (typed: string) => setPin(typed.replaceAll(/\D/g, '').slice(0, longestPin));

  const enter = async () => {
    if (!(await unlock(cashier, pin))) setPin('');
  };

  return (
    <main className="flex min-h-0 flex-1 items-center justify-center overflow-y-auto p-6">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
        className="flex w-88 flex-col"
      >
        <span className="mx-auto mb-3 flex size-14 shrink-0 items-center justify-center rounded-2xl bg-accent-tint text-accent">
          <Lock aria-hidden="true" size={26} />
        </span>
        <h1 className="text-center text-2xl font-semibold tracking-tight">{t('session.lockedTitle')}</h1>
        <p className="pb-4 text-center text-soft">{shopName || t('session.lockedWords')}</p>
        <TextField
          label={t('session.cashier')}
          value={cashier}
          onChange={setCashier}
          startsHere={lastCashier === ''}
          maxLength={60}
          compact
        />
        <TextField
          label={t('session.pin')}
          value={pin}
          onChange={typePin}
          type="password"
          inputMode="numeric"
          startsHere={lastCashier !== ''}
          compact
          className="pt-3"
        />
        <div className="grid grid-cols-3 gap-2 pt-3">
          {keys.map((digit) =>
            digit === '' ? (
              <span key="gap" />
            ) : (
              <Button key={digit} onClick={() => typePin(pin + digit)} className="tabular h-13 text-xl">
                {digit}
              </Button>
            ),
          )}
          <Button
            look="quiet"
            aria-label={t('session.deleteDigit')}
            onClick={() => typePin(pin.slice(0, -1))}
            className="h-13"
          >
            <Delete aria-hidden="true" size={22} />
          </Button>
        </div>
        <Button
          look="primary"
          size="large"
          type="submit"
          icon={LockOpen}
          busy={unlocking}
          disabled={cashier.trim() === '' || pin === ''}
          className="mt-4"
        >
          {t('session.unlock')}
        </Button>
        <div className="min-h-16 pt-3">{error && <ErrorNotice error={error} />}</div>
        <div className="mx-auto">{language}</div>
      </form>
    </main>
  );
}
