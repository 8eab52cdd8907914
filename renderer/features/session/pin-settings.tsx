import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillError } from '#shared/contract/errors';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextField } from '../../ui/field.tsx';
import { tellDone } from '../../ui/toasts.tsx';
import { setPin, useSession } from './store.ts';

/** Gives a cashier a PIN, or takes it away. Without any PIN the till cannot be locked. */
export function PinSettings() {
  const { t } = useTranslation();
  const hasPin = useSession((state) => state.session?.hasPin ?? false);
  const [cashier, setCashier] = useState('');
  const [pin, setTypedPin] = useState('');
  const [error, setError] = useState<TillError | null>(null);
  const readable = /^\d{4,12}$/.test(pin);
  const issue =
    pin !== '' && !readable ? ({ kind: 'issue', words: t('session.pinRule') } as const) : undefined;

  const save = async (newPin: string) => {
    const failure = await setPin(cashier.trim(), newPin);
    setError(failure);
    if (failure) return;
    tellDone(newPin === '' ? t('session.pinRemoved', { cashier }) : t('session.pinSet', { cashier }));
    setCashier('');
    setTypedPin('');
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (readable && cashier.trim() !== '') void save(pin);
      }}
    >
      <p className="pb-3 text-soft">{hasPin ? t('session.hasPin') : t('session.noPin')}</p>
      <div className="grid grid-cols-2 gap-4">
        <TextField label={t('session.cashier')} value={cashier} onChange={setCashier} maxLength={60} />
        <TextField
          label={t('session.newPin')}
          value={pin}
          onChange={setTypedPin}
          type="password"
          inputMode="numeric"
          maxLength={12}
          note={issue}
        />
      </div>
      {error && <ErrorNotice error={error} className="mb-3" />}
      <div className="flex gap-3">
        <Button look="primary" type="submit" icon={KeyRound} disabled={!readable || cashier.trim() === ''}>
          {t('session.setPin')}
        </Button>
        <Button disabled={cashier.trim() === '' || pin !== '' || !hasPin} onClick={() => void save('')}>
          {t('session.removePin')}
        </Button>
      </div>
    </form>
  );
}
