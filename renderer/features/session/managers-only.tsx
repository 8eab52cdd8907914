import { Lock, UserRoundCog } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { lock, useSession } from './store.ts';

/** Stands where something is that the cashier at the till may not do: who may, and the way to them. */
export function ManagersOnly() {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const managers = session?.cashiers.filter(({ role }) => role === 'manager') ?? [];
  return (
    <Notice
      icon={Lock}
      title={t('session.managersOnly')}
      actions={
        <Button icon={UserRoundCog} onClick={() => void lock()}>
          {t('session.switch')}
        </Button>
      }
    >
      {managers.map(({ name }) => name).join(', ')}
    </Notice>
  );
}
