import { useId, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface SwitchProps {
  readonly label: string;
  readonly detail?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  readonly name?: string;
  readonly className?: string;
}

/** On or off, with its words as part of what can be pressed. */
export function Switch({ label, detail, checked, onChange, disabled, name, className }: SwitchProps) {
  const detailId = useId();
  return (
    <label
      className={classNames(
        'relative flex min-h-11 items-center gap-3 rounded-lg py-1.5 has-disabled:opacity-50',
        className,
      )}
    >
      <input
        type="checkbox"
        role="switch"
        name={name}
        checked={checked}
        aria-checked={checked}
        disabled={disabled}
        aria-describedby={detail ? detailId : undefined}
        onChange={(event) => onChange(event.target.checked)}
        className="peer sr-only"
      />
      <span
        aria-hidden="true"
        className={classNames(
          'relative h-7 w-12 shrink-0 rounded-full border-2 transition-colors duration-100',
          'peer-focus-visible:outline-3 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent',
          checked ? 'border-accent bg-accent' : 'border-field bg-raised',
        )}
      >
        <span
          className={classNames(
            'absolute top-0.5 size-5 rounded-full transition-[left] duration-100',
            checked ? 'left-5.5 bg-on-accent' : 'left-0.5 bg-field',
          )}
        />
      </span>
      <span className="min-w-0">
        <span className="block font-medium">{label}</span>
        {detail && (
          <span id={detailId} className="block text-sm text-soft">
            {detail}
          </span>
        )}
      </span>
    </label>
  );
}
