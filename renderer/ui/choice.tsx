import { useId } from 'react';
import type { LucideIcon } from 'lucide-react';
import { classNames } from './class-names.ts';

interface ChoiceProps<Value extends string> {
  /** What is chosen, for those who cannot see it. */
  readonly label: string;
  readonly value: Value;
  readonly options: readonly {
    readonly value: Value;
    readonly label: string;
    readonly icon?: LucideIcon;
  }[];
  readonly onChange: (value: Value) => void;
  readonly className?: string;
}

/** One of a few, all in sight; radio buttons underneath, so arrow keys move between them. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
  className,
}: ChoiceProps<Value>) {
  const group = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={classNames('inline-flex flex-wrap gap-1 rounded-xl bg-sunken p-1', className)}
    >
      {options.map(({ value: option, label: words, icon: Icon }) => (
        <label
          key={option}
          className={classNames(
            'flex h-11 flex-1 items-center justify-center gap-2 rounded-lg px-4 font-medium whitespace-nowrap has-focus-visible:outline-3 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent has-disabled:opacity-50',
            option === value ? 'bg-raised text-ink shadow-lift' : 'text-soft hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={group}
            value={option}
            checked={option === value}
            onChange={() => onChange(option)}
            className="sr-only"
          />
          {Icon && <Icon aria-hidden="true" size={18} />}
          {words}
        </label>
      ))}
    </div>
  );
}
