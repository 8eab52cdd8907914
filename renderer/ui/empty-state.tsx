import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** Nothing here, said in a way that leads on. */
export function EmptyState({ icon: Icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-10 text-center">
      <span className="mb-4 flex size-16 items-center justify-center rounded-2xl bg-sunken text-faint">
        <Icon aria-hidden="true" size={30} strokeWidth={1.75} />
      </span>
      <p className="text-lg font-semibold text-balance">{title}</p>
      {children && <div className="mt-1 text-soft text-pretty">{children}</div>}
      {actions && <div className="mt-5 flex flex-wrap justify-center gap-3">{actions}</div>}
    </div>
  );
}
