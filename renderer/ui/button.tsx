import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import { Spinner } from './spinner.tsx';

const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong font-semibold',
  secondary: 'bg-surface text-ink border border-field/60 hover:bg-hover font-medium',
  quiet: 'text-ink hover:bg-hover font-medium',
  danger: 'bg-danger text-on-danger hover:bg-danger-strong font-semibold',
} as const;

interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly look?: keyof typeof looks;
  readonly size?: 'medium' | 'large';
  readonly icon?: LucideIcon;
  /** The key that does the same, shown on the button. */
  readonly keys?: string;
  /** Work is under way: the button stays where it is, and pressing it again does nothing. */
  readonly busy?: boolean;
  readonly children: ReactNode;
}

export function Button({
  look = 'secondary',
  size = 'medium',
  icon: Icon,
  keys,
  busy = false,
  className,
  onClick,
  type = 'button',
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={busy || undefined}
      aria-keyshortcuts={keys?.replace('Ctrl', 'Control').replace('↵', 'Enter')}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      className={classNames(
        // One line where there is room for it; two rather than words beyond the edge.
        'inline-flex max-w-full shrink-0 items-center justify-center gap-2 rounded-lg text-center leading-tight select-none',
        'active:translate-y-px disabled:opacity-45 disabled:active:translate-y-0',
        size === 'large' ? 'min-h-13 px-5 text-md' : 'min-h-11 px-4 text-base',
        looks[look],
        className,
      )}
    >
      {busy ? <Spinner /> : Icon && <Icon aria-hidden="true" size={20} strokeWidth={2} />}
      {children}
      {keys && (
        <span aria-hidden="true">
          <Kbd keys={keys} onAccent={look === 'primary' || look === 'danger'} />
        </span>
      )}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: LucideIcon;
  /** What it does, for those who hear it and for those who hover. */
  readonly label: string;
}

/** A button with a picture alone, as large as a finger. */
export function IconButton({ icon: Icon, label, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={classNames(
        'inline-flex size-11 shrink-0 items-center justify-center rounded-lg text-soft hover:bg-hover hover:text-ink disabled:opacity-45',
        className,
      )}
    >
      <Icon aria-hidden="true" size={22} />
    </button>
  );
}
