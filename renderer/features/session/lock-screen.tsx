import { Lock, LockOpen } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatCountdown } from '../../ui/format.ts';
import { CashierChoice } from './cashier-choice.tsx';
import { isNewPin } from './pin-field.tsx';
import { PinPad } from './pin-pad.tsx';
import { forgetError, unlock, useSession } from './store.ts';
import { useSecondsLeft } from './use-seconds-left.ts';

/** The till is locked: nothing of a customer is in the window, only the way in. A name and its PIN, and it is open. */
export function LockScreen({
  shopName,
  notice,
  language,
}: {
  shopName: string;
  /** What whoever stands here should know before they come in. */
  notice: ReactNode;
  language: ReactNode;
}) {
  const { t } = useTranslation();
  const { session, error, unlocking, pausedUntilMs } = useSession();
  const pauseSeconds = useSecondsLeft(pausedUntilMs);
  const cashiers = session?.cashiers ?? [];
  const last = cashiers.find(({ name }) => name === session?.cashier);
  const only = cashiers.length === 1 ? cashiers[0] : undefined;
  const [chosen, setChosen] = useState((last ?? only)?.name ?? '');
  const [pin, setPin] = useState('');
  /** What somebody else gave the cashier for the first time: with it they choose a PIN of their own. */
  const [code, setCode] = useState<string | null>(null);
  const [presses, setPresses] = useState(0);

  const choose = (name: string) => {
    setChosen(name);
    setPresses(presses + 1);
    setPin('');
    setCode(null);
    forgetError();
  };
  const enter = async () => {
    const isOpen = await (code === null ? unlock(chosen, pin) : unlock(chosen, code, pin));
    if (isOpen) return;
    const wantsOwn = useSession.getState().error?.code === 'session.choose-pin';
    setCode(wantsOwn ? (code ?? pin) : null);
    setPin('');
  };

  return (
    <main className="flex min-h-0 flex-1 items-center justify-center overflow-y-auto p-6">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
        className="m-auto flex flex-col"
      >
        <span className="mx-auto mb-3 flex size-14 shrink-0 items-center justify-center rounded-2xl bg-accent-tint text-accent">
          <Lock aria-hidden="true" size={26} />
        </span>
        <h1 className="text-center text-2xl font-semibold tracking-tight">{t('session.lockedTitle')}</h1>
        <p className="pb-6 text-center text-soft">
          {code === null ? shopName || t('session.lockedWords') : t('errors.session.choose-pin')}
        </p>
        <div
          className={classNames(
            'grid gap-8 small:grid-cols-1 small:gap-5',
            only ? 'grid-cols-[22rem]' : 'grid-cols-[20rem_22rem]',
          )}
        >
          <CashierChoice label={t('session.cashier')} cashiers={cashiers} chosen={chosen} onChoose={choose} />
          <div className="flex flex-col">
            {/* Anew with each press of a name: the cursor goes to the PIN then. */}
            <PinPad
              key={`${presses} ${code === null}`}
              label={t(code === null ? 'session.pin' : 'session.newPin')}
              pin={pin}
              onChange={setPin}
              startsHere={chosen !== ''}
              isNew={code !== null}
            />
            <Button
              look="primary"
              size="large"
              type="submit"
              icon={LockOpen}
              busy={unlocking}
              disabled={chosen === '' || (code === null ? pin === '' : !isNewPin(pin))}
              className="mt-4"
            >
              {t('session.unlock')}
            </Button>
            <div className="min-h-16 pt-3">
              {error && code === null && (
                <ErrorNotice error={error}>
                  {pausedUntilMs !== null &&
                    (pauseSeconds > 0
                      ? t('session.pauseLeft', { left: formatCountdown(pauseSeconds) })
                      : t('session.pauseOver'))}
                </ErrorNotice>
              )}
            </div>
          </div>
        </div>
        <div className="mx-auto max-w-xl">{notice}</div>
        <div className="mx-auto">{language}</div>
      </form>
    </main>
  );
}
