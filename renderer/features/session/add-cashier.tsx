import { UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillError } from '#shared/contract/errors';
import type { Role } from '#shared/contract/permissions';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextField } from '../../ui/field.tsx';
import { tellDone } from '../../ui/toasts.tsx';
import { isNewPin, PinField } from './pin-field.tsx';
import { RoleChoice } from './role-choice.tsx';
import { addCashier } from './store.ts';

/** Somebody more who works here. The first is a manager: without one nobody could add another. */
export function AddCashier({ isFirst, onAdded }: { isFirst: boolean; onAdded: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [pin, setPin] = useState('');
  const [chosen, setChosen] = useState<Role>('cashier');
  const [error, setError] = useState<TillError | null>(null);
  const isReady = name.trim() !== '' && isNewPin(pin);

  const add = async () => {
    if (!isReady) return;
    const failure = await addCashier(name.trim(), pin, isFirst ? 'manager' : chosen);
    setError(failure);
    if (failure) return;
    tellDone(t('session.added', { cashier: name.trim() }));
    onAdded();
  };

  return (
    <form
      aria-labelledby="add-cashier"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <h3 id="add-cashier" className="pb-2 text-lg font-semibold">
        {isFirst ? t('session.addFirst') : t('session.add')}
      </h3>
      <div className="grid max-w-2xl grid-cols-2 gap-x-4 small:grid-cols-1">
        <TextField label={t('session.name')} value={name} onChange={setName} maxLength={60} />
        <PinField label={t('session.newPin')} pin={pin} onChange={setPin} isNew />
      </div>
      <div className="flex flex-wrap items-center gap-3">
        {!isFirst && <RoleChoice label={t('session.role')} role={chosen} onChange={setChosen} />}
        <Button look="primary" type="submit" icon={UserRoundPlus} disabled={!isReady}>
          {t('session.addButton')}
        </Button>
      </div>
      {error && <ErrorNotice error={error} className="mt-3" />}
    </form>
  );
}
