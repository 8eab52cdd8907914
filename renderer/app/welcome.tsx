import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#shared/contract/values';
import { Plug } from 'lucide-react';
import { ConfigurationProblem } from '../features/settings/configuration-problem.tsx';
import { Button } from '../ui/button.tsx';
import { formatCount } from '../ui/format.ts';
import { Kbd } from '../ui/kbd.tsx';
import { Mark } from './mark.tsx';

interface WelcomeProps {
  readonly shopName: string;
  readonly status: SyncStatus | null;
  readonly onConnect: () => void;
}

/** Nobody is open: what to do next, for a hand on the keyboard. */
export function Welcome({ shopName, status, onConnect }: WelcomeProps) {
  const { t } = useTranslation();
  const { cached = 0, known = null } = status?.coverage ?? {};
  const loading = known !== null && cached < known;
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center justify-center overflow-y-auto p-8 text-center">
      <Mark size={56} />
      <h1 className="pt-4 text-2xl font-semibold tracking-tight">{shopName || t('welcome.title')}</h1>
      {status?.reach === 'not-connected' ? (
        <>
          <p className="max-w-md pt-1 text-soft text-pretty">{t('welcome.notConnected')}</p>
          <div className="max-w-md">
            <ConfigurationProblem />
          </div>
          <Button look="primary" size="large" icon={Plug} onClick={onConnect} className="mt-5">
            {t('welcome.connect')}
          </Button>
        </>
      ) : (
        <p className="tabular max-w-md pt-1 text-soft text-pretty">
          {loading
            ? t('welcome.loading', { cached: formatCount(cached), known: formatCount(known) })
            : t('welcome.words', { count: cached, formatted: formatCount(cached) })}
        </p>
      )}
      <ul className="flex flex-wrap justify-center gap-x-6 gap-y-3 pt-8 text-soft">
        {(
          [
            ['/', 'search'],
            ['F2', 'register'],
            ['?', 'keys'],
          ] as const
        ).map(([keys, action]) => (
          <li key={action} className="flex items-center gap-2">
            <Kbd keys={keys} />
            {t(`welcome.${action}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}
