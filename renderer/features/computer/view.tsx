import { useEffect, useState } from 'react';
import { Minimize2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OperationAnswer } from '#shared/contract/operations';
import type { Settings } from '#shared/contract/values';
import { till } from '../../bridge/till.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Managed } from '../../ui/managed.tsx';
import { Switch } from '../../ui/switch.tsx';

interface ComputerViewProps {
  readonly settings: Settings;
  readonly onChange: (changes: Partial<Settings>) => Promise<boolean>;
}

/** How the installed till sits on its computer: whether it starts with it, and whether it has the whole screen. */
export function ComputerView({ settings, onChange }: ComputerViewProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<OperationAnswer<'host.status'> | null>(null);

  useEffect(() => {
    let isShown = true;
    const ask = async () => {
      const answer = await till.host.status({});
      if (isShown) setAsked(answer);
    };
    void ask();
    return () => {
      isShown = false;
    };
  }, []);

  /** What it is afterwards is asked again; what was refused is shown instead. */
  const change = async (
    done: Promise<OperationAnswer<'host.setAutostart' | 'host.leaveKiosk'> | boolean>,
  ) => {
    const answer = await done;
    setAsked(typeof answer === 'object' && !answer.ok ? answer : await till.host.status({}));
  };

  return (
    <div className="flex flex-col items-start gap-6">
      {asked?.ok === false && <ErrorNotice error={asked.error} />}
      {asked?.ok && asked.autostart !== null && (
        <Switch
          label={t('computer.autostart')}
          detail={t('computer.autostartWords')}
          checked={asked.autostart}
          onChange={(on) => void change(till.host.setAutostart({ on }))}
        />
      )}
      <Managed name="kiosk">
        <Switch
          label={t('computer.kiosk')}
          detail={t('computer.kioskWords')}
          checked={settings.kiosk}
          onChange={(kiosk) => void change(onChange({ kiosk }))}
        />
      </Managed>
      {asked?.ok && asked.kiosk === true && (
        <div>
          <Button icon={Minimize2} onClick={() => void change(till.host.leaveKiosk({}))}>
            {t('computer.leave')}
          </Button>
          <p className="pt-2 text-sm text-soft">{t('computer.leaveWords')}</p>
        </div>
      )}
    </div>
  );
}
