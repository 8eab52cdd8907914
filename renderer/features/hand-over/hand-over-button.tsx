import { ArrowRightToLine, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { handOverKey } from './key.ts';
import { loadHandOverStatus, takeOffCounter, useHandOver } from './store.ts';

interface HandOverButtonProps {
  readonly customerUid: string;
  readonly onHandOver: () => void;
}

/** On the customer's page: into the sale, and whether a POS that asks hears of this customer now. */
export function HandOverButton({ customerUid, onHandOver }: HandOverButtonProps) {
  const { t } = useTranslation();
  const busy = useHandOver((state) => state.sendingUid === customerUid);
  const isAtCounter = useHandOver((state) => state.status?.counter.customerUid === customerUid);

  useEffect(() => void loadHandOverStatus(), []);

  return (
    <>
      <Button look="primary" icon={ArrowRightToLine} keys={handOverKey} busy={busy} onClick={onHandOver}>
        {t('handOver.button')}
      </Button>
      {isAtCounter && (
        <span className="inline-flex h-11 items-center rounded-lg bg-accent-tint pl-3 font-medium">
          {t('handOver.atCounter')}
          <button
            type="button"
            aria-label={t('handOver.takeOff')}
            title={t('handOver.takeOff')}
            onClick={() => void takeOffCounter()}
            className="ml-1 inline-flex size-11 items-center justify-center rounded-lg text-soft hover:bg-hover hover:text-ink"
          >
            <X aria-hidden="true" size={18} />
          </button>
        </span>
      )}
    </>
  );
}
