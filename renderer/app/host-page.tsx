import { PlugZap, ShieldX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { HostState } from '../bridge/host-state.ts';
import { Spinner } from '../ui/spinner.tsx';

const icons = { refused: ShieldX, unreachable: PlugZap } as const;

/** The till's own program does not answer this window: over everything, and gone by itself when it does again. */
export function HostPage({ state }: { state: Exclude<HostState, 'ready'> }) {
  const { t } = useTranslation();
  const Icon = icons[state];
  return (
    <div
      role="alert"
      className="fixed inset-0 z-50 flex flex-col items-center justify-center gap-3 bg-paper p-8 text-center"
    >
      <Icon aria-hidden="true" size={48} strokeWidth={1.6} className="text-warn" />
      <h1 className="text-2xl font-semibold tracking-tight">{t(`host.${state}.title`)}</h1>
      <p className="max-w-lg text-soft text-pretty">{t(`host.${state}.words`)}</p>
      <p className="flex items-center gap-2 pt-4 text-sm text-soft">
        <Spinner size={16} />
        {t('host.trying')}
      </p>
    </div>
  );
}
