import { History } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplacedCode } from '#shared/contract/values';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import { till } from '../../bridge/till.ts';
import { formatDay } from '../../ui/format.ts';
import { whoWords } from './who-words.ts';

/**
 * The codes a customer's cards had before, so that an old card on the counter is
 * no riddle; nothing when there were none. Keyed by customer and code of today:
 * another code means a longer history.
 */
export function CodeHistory({ customerUid }: { customerUid: string }) {
  const { t } = useTranslation();
  const [codes, setCodes] = useState<readonly ReplacedCode[]>([]);

  useEffect(() => {
    let isShown = true;
    const load = async () => {
      const answer = await till.codes.history({ customerUid });
      if (isShown && answer.ok) setCodes(answer.codes);
    };
    void load();
    return () => {
      isShown = false;
    };
  }, [customerUid]);

  if (codes.length === 0) return null;
  return (
    <div className="flex gap-4 border-t border-line/60 py-1.5">
      <h3 className="w-34 shrink-0 text-sm leading-6 font-normal text-soft">{t('codes.history')}</h3>
      <ul className="min-w-0 flex-1">
        {codes.map(({ code, replacedAt, by }) => (
          <li key={code} className="flex items-start gap-1.5 pb-1 last:pb-0">
            <History aria-hidden="true" size={16} className="mt-1 shrink-0 text-faint" />
            <span className="min-w-0">
              <span className="selectable tabular block break-words text-soft line-through decoration-faint">
                {displayLoyaltyId(code)}
              </span>
              <span className="block text-sm text-soft">
                {by === null
                  ? t('codes.replacedElsewhere', { day: formatDay(replacedAt) })
                  : t('codes.replacedBy', { day: formatDay(replacedAt), by: whoWords(t, by) })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
