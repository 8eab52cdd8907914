import { CircleAlert, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const looks = {
  info: { icon: Info, className: 'bg-sunken text-ink', iconClassName: 'text-soft' },
  good: { icon: Info, className: 'bg-accent-tint text-ink', iconClassName: 'text-accent' },
  warn: { icon: TriangleAlert, className: 'bg-warn-tint text-ink', iconClassName: 'text-warn' },
  danger: { icon: CircleAlert, className: 'bg-danger-tint text-ink', iconClassName: 'text-danger' },
} as const;

interface NoticeProps {
  readonly tone?: keyof typeof looks;
  readonly title: string;
  readonly icon?: LucideIcon;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** Read out at once by screen readers: for what happens while a person works. */
  readonly live?: boolean;
  readonly className?: string;
}

/** Something a person should know, and what they can do about it. */
export function Notice({ tone = 'info', title, icon, children, actions, live, className }: NoticeProps) {
  const look = looks[tone];
  const Icon = icon ?? look.icon;
  return (
    <div
      role={live ? 'alert' : undefined}
      className={classNames('flex items-start gap-3 rounded-xl px-4 py-3', look.className, className)}
    >
      <Icon aria-hidden="true" size={22} className={classNames('mt-px shrink-0', look.iconClassName)} />
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-80">
          <p className="font-semibold">{title}</p>
          {children && <div className="text-sm text-soft">{children}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
