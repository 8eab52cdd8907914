import { LockOpen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationName } from '#shared/contract/operation-names';
import type { TillError } from '#shared/contract/errors';
import { endLending, useLending } from '../../bridge/lending.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { CashierChoice } from './cashier-choice.tsx';
import { PinField } from './pin-field.tsx';
import { lend, useSession } from './store.ts';

/** A cashier wants to do what only a manager may: who may is said, and one of them can let it happen this once. */
export function LendDialog({ operation }: { operation: OperationName }) {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const managers = session?.cashiers.filter(({ role }) => role === 'manager') ?? [];
  const [chosen, setChosen] = useState(managers.length === 1 ? (managers[0]?.name ?? '') : '');
  const [pin, setPin] = useState('');
  const [presses, setPresses] = useState(0);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<TillError | null>(null);

  const allow = async () => {
    setBusy(true);
    const failure = await lend({ operation, input: useLending.getState().input }, chosen, pin);
    setBusy(false);
    setPin('');
    setError(failure);
    if (failure === null) endLending(true);
  };

  return (
    <Dialog
      title={t('session.lendTitle')}
      onClose={() => endLending(false)}
      actions={
        <>
          <Button onClick={() => endLending(false)}>{t('common.cancel')}</Button>
          <Button
            look="primary"
            type="submit"
            form="lend"
            icon={LockOpen}
            busy={busy}
            disabled={chosen === '' || pin === ''}
          >
            {t('session.lend')}
          </Button>
        </>
      }
    >
      <form
        id="lend"
        onSubmit={(event) => {
          event.preventDefault();
          void allow();
        }}
        className="flex flex-col gap-4"
      >
        <p className="text-soft">{t('session.lendWords', { cashier: session?.cashier })}</p>
        <CashierChoice
          label={t('session.roles.manager')}
          cashiers={managers}
          chosen={chosen}
          onChoose={(name) => {
            setChosen(name);
            setPresses(presses + 1);
          }}
        />
        <PinField
          key={presses}
          label={t('session.pin')}
          pin={pin}
          onChange={setPin}
          startsHere={chosen !== ''}
          compact
        />
        {error && <ErrorNotice error={error} />}
      </form>
    </Dialog>
  );
}
