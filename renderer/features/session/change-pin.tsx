import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillError } from '#shared/contract/errors';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { tellDone } from '../../ui/toasts.tsx';
import { isNewPin, PinField } from './pin-field.tsx';
import { changePin } from './store.ts';

/** The PIN of the cashier at the till, who knows the one they have. */
export function ChangePin({ cashier }: { cashier: string }) {
  const { t } = useTranslation();
  const [formerPin, setFormerPin] = useState('');
  const [pin, setPin] = useState('');
  const [error, setError] = useState<TillError | null>(null);
  const isReady = formerPin !== '' && isNewPin(pin);

  const change = async () => {
    const failure = await changePin(formerPin, pin);
    setError(failure);
    setFormerPin('');
    if (failure) return;
    setPin('');
    tellDone(t('session.pinSet', { cashier }));
  };

  return (
    <form
      aria-labelledby="change-pin"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void change();
      }}
    >
      <h3 id="change-pin" className="pb-2 text-lg font-semibold">
        {t('session.changePin', { cashier })}
      </h3>
      <div className="grid max-w-2xl grid-cols-2 gap-x-4 small:grid-cols-1">
        <PinField label={t('session.formerPin')} pin={formerPin} onChange={setFormerPin} />
        <PinField label={t('session.newPin')} pin={pin} onChange={setPin} isNew />
      </div>
      <Button type="submit" icon={KeyRound} disabled={!isReady}>
        {t('session.changePinButton')}
      </Button>
      {error && <ErrorNotice error={error} className="mt-3" />}
    </form>
  );
}
