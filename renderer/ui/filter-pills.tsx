import { useId } from 'react';
import type { LucideIcon } from 'lucide-react';
import { classNames } from './class-names.ts';
import { formatCount } from './format.ts';

interface FilterPillsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly {
    readonly value: Value;
    readonly label: string;
    readonly count: number;
    readonly icon?: LucideIcon | undefined;
    readonly iconClassName?: string | undefined;
  }[];
  readonly onChange: (value: Value) => void;
}

/** One kind of a list's rows, or all: how many there are of each. Stands in a container whose width it minds. */
export function FilterPills<Value extends string>({
  label,
  value,
  options,
  onChange,
}: FilterPillsProps<Value>) {
  const group = useId();
  return (
    <div role="radiogroup" aria-label={label} className="flex flex-wrap gap-1.5">
      {options.map(({ value: option, label: words, count, icon: Icon, iconClassName }) => (
        <label
          key={option}
          title={words}
          className={classNames(
            'flex h-11 items-center gap-2 rounded-full border px-4 text-sm font-medium has-focus-visible:outline-3 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent',
            option === value ? 'border-accent bg-accent-tint' : 'border-line hover:bg-hover',
          )}
        >
          <input
            type="radio"
            name={group}
            checked={option === value}
            onChange={() => onChange(option)}
            className="sr-only"
          />
          {Icon && <Icon aria-hidden="true" size={16} className={iconClassName} />}
          {/* Where there is no room for all words, those of what is not chosen go first. */}
          <span className={option === value ? undefined : '@max-[58rem]:sr-only'}>{words}</span>
          <span className="tabular text-soft">{formatCount(count)}</span>
        </label>
      ))}
    </div>
  );
}
