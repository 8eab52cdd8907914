import { LockKeyhole } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import type { Managed as ManagedName } from '#shared/provisioning/managed';

const useManagedNames = create<{ readonly names: ReadonlySet<string> }>(() => ({ names: new Set() }));

/** What the configuration of this till's IT decides, as the core says it. */
export function setManaged(names: readonly string[]): void {
  useManagedNames.setState({ names: new Set(names) });
}

/** Whether this is set by IT, so that nobody changes it here. */
export function useIsManaged(name: ManagedName): boolean {
  return useManagedNames(({ names }) => names.has(name));
}

interface ManagedProps {
  /** The setting, or part of the till, that the controls inside change. */
  readonly name: ManagedName;
  readonly children: ReactNode;
}

/** Controls for something IT may have set: shown as they are, and not to be changed then. */
export function Managed({ name, children }: ManagedProps) {
  if (!useIsManaged(name)) return children;
  return (
    <div className="flex min-h-0 flex-col gap-3">
      <SetByIt />
      <fieldset disabled className="contents">
        {children}
      </fieldset>
    </div>
  );
}

/** Says why something cannot be changed here. */
export function SetByIt() {
  const { t } = useTranslation();
  return (
    <p className="flex items-center gap-2 text-sm font-medium text-soft">
      <LockKeyhole aria-hidden="true" size={16} className="shrink-0 text-accent" />
      {t('managed.words')}
    </p>
  );
}
