import { ArrowUpFromLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useUpdates } from './store.ts';

/** Said quietly at the bottom of the window: nobody has to do anything about it. */
export function UpdateReadyLine({ onShow }: { readonly onShow: () => void }) {
  const { t } = useTranslation();
  const status = useUpdates((state) => state.status);
  if (status?.state !== 'ready' || status.release === null) return null;
  return (
    <Button look="quiet" icon={ArrowUpFromLine} onClick={onShow} className="px-3 text-sm text-soft">
      {t('updates.ready', { version: status.release.version })}
    </Button>
  );
}
