import { useTranslation } from 'react-i18next';
import type { Session } from '#shared/contract/values';
import { classNames } from '../../ui/class-names.ts';
import { focusAtStart } from '../../ui/focus-at-start.ts';

interface CashierChoiceProps {
  readonly label: string;
  readonly cashiers: Session['cashiers'];
  /** Empty while it is nobody. */
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
}

/** Who it is, by one press. */
export function CashierChoice({ label, cashiers, chosen, onChoose }: CashierChoiceProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="min-w-0">
      <legend className="pb-0.5 text-sm leading-5 font-medium text-soft">{label}</legend>
      <div className="-m-1 flex max-h-104 flex-col gap-2 overflow-y-auto p-1 small:max-h-none">
        {cashiers.map(({ name, role }, at) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === chosen}
            ref={chosen === '' && at === 0 ? focusAtStart : undefined}
            onClick={() => onChoose(name)}
            className={classNames(
              'flex min-h-13 shrink-0 items-center justify-between gap-3 rounded-lg border px-4 py-2 text-left text-md font-medium text-ink',
              name === chosen ? 'border-accent bg-accent-tint' : 'border-field/60 bg-raised hover:bg-hover',
            )}
          >
            <span className="min-w-0 break-words">{name}</span>
            {role === 'manager' && (
              <span className="shrink-0 text-sm font-normal text-soft">{t('session.roles.manager')}</span>
            )}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
