import { MessageCircleQuestion, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { loadHandOverStatus, takeOffCounter, useHandOver } from './store.ts';

/** A POS that asks hears of this customer now; and a way to end that. Nothing while it is not so. */
export function AtCounter({ customerUid }: { customerUid: string }) {
  const { t } = useTranslation();
  const isHere = useHandOver((state) => state.status?.counter.customerUid === customerUid);

  useEffect(() => void loadHandOverStatus(), []);

  if (!isHere) return null;
  return (
    <span className="inline-flex h-6 items-center gap-1 rounded-full bg-accent-tint pl-2 text-xs font-semibold whitespace-nowrap text-ink">
      <MessageCircleQuestion aria-hidden="true" size={14} className="text-accent" />
      {t('handOver.atCounter')}
      <button
        type="button"
        aria-label={t('handOver.takeOff')}
        title={t('handOver.takeOff')}
        onClick={() => void takeOffCounter()}
        className="inline-flex size-6 items-center justify-center rounded-full text-soft hover:bg-hover hover:text-ink"
      >
        <X aria-hidden="true" size={14} />
      </button>
    </span>
  );
}
