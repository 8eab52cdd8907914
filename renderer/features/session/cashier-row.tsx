import { KeyRound, UserRoundX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillError } from '#shared/contract/errors';
import type { Role } from '#shared/contract/permissions';
import type { Session } from '#shared/contract/values';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { tellDone } from '../../ui/toasts.tsx';
import { isNewPin, PinField } from './pin-field.tsx';
import { RoleChoice } from './role-choice.tsx';
import { removeCashier, resetPin, setRole } from './store.ts';

interface CashierRowProps {
  readonly cashier: Session['cashiers'][number];
  readonly isAtTill: boolean;
  /** Nobody else has a PIN. */
  readonly isLast: boolean;
  /** IT says who works here, and as what. */
  readonly isManaged: boolean;
}

/** One who works here: what they may do, a new PIN when theirs is forgotten, and the way out. */
export function CashierRow({ cashier: { name, role }, isAtTill, isLast, isManaged }: CashierRowProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<'pin' | 'remove' | null>(null);
  const [error, setError] = useState<TillError | null>(null);
  const change = async (next: Role) => setError(await setRole(name, next));
  return (
    <li className="border-b border-line py-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="min-w-40 flex-1 font-medium break-words">{name}</span>
        <fieldset disabled={isManaged} className="contents">
          <RoleChoice
            label={t('session.roleOf', { cashier: name })}
            role={role}
            onChange={(next) => void change(next)}
          />
        </fieldset>
        <span className="flex">
          <IconButton
            icon={KeyRound}
            label={t('session.resetPin', { cashier: name })}
            // One's own is changed with the one there is.
            disabled={isAtTill}
            onClick={() => setAsked('pin')}
          />
          <IconButton
            icon={UserRoundX}
            label={t('session.remove', { cashier: name })}
            disabled={isManaged}
            onClick={() => setAsked('remove')}
          />
        </span>
      </div>
      {error && <ErrorNotice error={error} className="mt-2" />}
      {asked === 'pin' && <NewPin name={name} onClose={() => setAsked(null)} />}
      {asked === 'remove' && <Removal name={name} isLast={isLast} onClose={() => setAsked(null)} />}
    </li>
  );
}

function NewPin({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [pin, setPin] = useState('');
  const [error, setError] = useState<TillError | null>(null);
  const save = async () => {
    const failure = await resetPin(name, pin);
    setError(failure);
    if (failure) return;
    tellDone(t('session.pinSet', { cashier: name }));
    onClose();
  };
  return (
    <Dialog
      title={t('session.resetPin', { cashier: name })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form="new-pin" icon={KeyRound} disabled={!isNewPin(pin)}>
            {t('session.setPin')}
          </Button>
        </>
      }
    >
      <form
        id="new-pin"
        onSubmit={(event) => {
          event.preventDefault();
          if (isNewPin(pin)) void save();
        }}
      >
        <PinField label={t('session.newPin')} pin={pin} onChange={setPin} isNew startsHere />
        {error && <ErrorNotice error={error} />}
      </form>
    </Dialog>
  );
}

function Removal({ name, isLast, onClose }: { name: string; isLast: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [error, setError] = useState<TillError | null>(null);
  const remove = async () => {
    const failure = await removeCashier(name);
    setError(failure);
    if (failure === null) onClose();
  };
  return (
    <Dialog
      title={t('session.remove', { cashier: name })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.keep')}</Button>
          <Button look="danger" icon={UserRoundX} onClick={() => void remove()}>
            {t('session.removeButton')}
          </Button>
        </>
      }
    >
      <p className="text-soft">
        {isLast ? t('session.removeLast') : t('session.removeWords', { cashier: name })}
      </p>
      {error && <ErrorNotice error={error} className="mt-4" />}
    </Dialog>
  );
}
