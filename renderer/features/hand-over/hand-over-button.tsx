import { ArrowRightToLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { handOverKey } from './key.ts';
import { useHandOver } from './store.ts';

interface HandOverButtonProps {
  readonly customerUid: string;
  readonly onHandOver: () => void;
}

/** On the customer's page: into the sale. */
export function HandOverButton({ customerUid, onHandOver }: HandOverButtonProps) {
  const { t } = useTranslation();
  const busy = useHandOver((state) => state.sendingUid === customerUid);
  return (
    <Button look="primary" icon={ArrowRightToLine} keys={handOverKey} busy={busy} onClick={onHandOver}>
      {t('handOver.button')}
    </Button>
  );
}
