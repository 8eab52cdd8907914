import { RefreshCw } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Charts } from './charts.tsx';
import { Figures } from './figures.tsx';
import { Printers } from './printers.tsx';
import { Speed } from './speed.tsx';
import { loadHealth, useHealth } from './store.ts';

const tones = { good: 'good', watch: 'warn', act: 'danger' } as const;
/** As often as the till itself looks. */
const refreshMs = 60_000;

/**
 * How this till is doing: what is not well and what to do about it, figures, and how they came to be.
 *
 * @param props.children what can be done for those who look after the till, before the details
 */
export function HealthView({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { health, error } = useHealth();

  useEffect(() => {
    void loadHealth();
    const timer = setInterval(() => void loadHealth(), refreshMs);
    return () => clearInterval(timer);
  }, []);

  return (
    <div className="flex flex-col gap-6">
      {error && <ErrorNotice error={error} />}
      {health && (
        <>
          <Notice
            tone={tones[health.level]}
            title={t(`health.level.${health.level}`)}
            actions={
              <Button icon={RefreshCw} onClick={() => void loadHealth()}>
                {t('health.again')}
              </Button>
            }
          >
            {health.troubles.length === 0 ? (
              t('health.nothing')
            ) : (
              <ul className="flex list-disc flex-col gap-1 pl-4">
                {health.troubles.map(({ kind }) => (
                  <li key={kind}>{t(`health.trouble.${kind}`)}</li>
                ))}
              </ul>
            )}
          </Notice>
          <Figures health={health} />
        </>
      )}
      {children}
      {health && (
        <>
          <Charts />
          <Printers printers={health.printers} />
          <Speed usage={health.usage} />
        </>
      )}
    </div>
  );
}
