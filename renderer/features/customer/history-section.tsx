import { History } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryEntry } from '#shared/contract/values';
import { till } from '../../bridge/till.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { formatMoment } from '../../ui/format.ts';
import { Switch } from '../../ui/switch.tsx';
import { historyOutcome, historyTitle, needsLook } from './history-words.ts';
import { Section } from './section.tsx';
import type { CustomerView } from './store.ts';

interface HistoryProps {
  readonly view: CustomerView;
  readonly onOpen: (customerUid: string) => void;
  readonly onShowMerges: () => void;
}

const firstEntries = 6;
const moreEntries = 30;

/** What this till did with the customer: who, when, and what became of it. */
export function HistorySection({ view, onOpen, onShowMerges }: HistoryProps) {
  const { t } = useTranslation();
  const { customer } = view;
  const [withLooks, setWithLooks] = useState(false);
  const [wanted, setWanted] = useState(firstEntries);
  const [entries, setEntries] = useState<readonly HistoryEntry[]>([]);
  const [hasMore, setHasMore] = useState(false);
  // Whatever was done, or has arrived, comes with the customer read anew.
  useEffect(() => {
    let isShown = true;
    const load = async () => {
      const { customerUid } = view.customer;
      const answer = await till.customers.history({ customerUid, limit: wanted, withLooks });
      if (!isShown || !answer.ok) return;
      setEntries(answer.entries);
      setHasMore(answer.hasMore);
    };
    void load();
    return () => {
      isShown = false;
    };
  }, [view, wanted, withLooks]);

  return (
    <Section title={t('history.title')}>
      {entries.length === 0 && <p className="py-3 text-soft">{t('history.none')}</p>}
      <ol className="@4xl:columns-2 @4xl:gap-x-10">
        {entries.map((entry) => (
          <HistoryRow
            key={entry.sequence}
            entry={entry}
            ownUid={customer.customerUid}
            onOpen={onOpen}
            onShowMerges={onShowMerges}
          />
        ))}
      </ol>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 pt-2">
        {hasMore && (
          <Button
            look="quiet"
            icon={History}
            onClick={() => setWanted(wanted + moreEntries)}
            className="-ml-4"
          >
            {t('history.more')}
          </Button>
        )}
        <Switch
          label={t('history.withLooks')}
          checked={withLooks}
          onChange={setWithLooks}
          className="ml-auto"
        />
      </div>
    </Section>
  );
}

interface RowProps extends Pick<HistoryProps, 'onOpen' | 'onShowMerges'> {
  readonly entry: HistoryEntry;
  readonly ownUid: string;
}

function HistoryRow({ entry, ownUid, onOpen, onShowMerges }: RowProps) {
  const { t } = useTranslation();
  const who = entry.actor === 'till' ? t('codes.thisTill') : entry.actor;
  const outcome = historyOutcome(t, entry);
  const { other } = entry;
  return (
    <li className="break-inside-avoid border-b border-line/60 py-2">
      <p className="font-medium break-words">{historyTitle(t, entry)}</p>
      <p className="tabular flex flex-wrap gap-x-2 text-sm text-soft">
        <span>{formatMoment(entry.at)}</span>
        <span aria-hidden="true">·</span>
        <span>{who}</span>
        {outcome && (
          <>
            <span aria-hidden="true">·</span>
            <span className={classNames(needsLook(entry) && 'font-medium text-warn')}>{outcome}</span>
          </>
        )}
      </p>
      {entry.action === 'customers.merge' && (
        <LinkButton onPress={onShowMerges}>{t('history.showBefore')}</LinkButton>
      )}
      {entry.action !== 'customers.merge' && other?.displayName && other.customerUid !== ownUid && (
        <LinkButton onPress={() => onOpen(other.customerUid)}>{other.displayName}</LinkButton>
      )}
    </li>
  );
}

function LinkButton({ onPress, children }: { onPress: () => void; children: string }) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="-mb-2 min-h-11 text-left text-sm font-medium text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent"
    >
      {children}
    </button>
  );
}
