import { ArrowLeft, ListChecks, Printer, X } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Coverage, Hit } from '#shared/contract/values';
import type { Customer } from '#shared/customer/model';
import { tellApart } from '#shared/customer/tell-apart';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FoundRow } from './found-row.tsx';
import { HitRow } from './hit-row.tsx';
import { listboxId } from './list-ids.ts';
import { ListRow } from './list-row.tsx';
import { NothingFound } from './nothing-found.tsx';
import { pickAllListed, returnToTill, searchBeyond, startPicking, stopPicking, useLookup } from './store.ts';

interface ResultListProps {
  readonly openUid: string | null;
  readonly coverage: Coverage | null;
  /** Whether the service, and the registry behind it, can be asked now. */
  readonly canSearchService: boolean;
  readonly canSearchRegistry: boolean;
  readonly onOpenHit: (hit: Hit) => void;
  readonly onAdopt: (found: Customer) => void;
  readonly onRegister: (typed: string) => void;
  /** Cards for those who were chosen. */
  readonly onPrintCards: () => void;
}

/** The list beside the customer: at most twenty rows of one height, so that nothing moves while typing. */
export function ResultList({
  openUid,
  coverage,
  canSearchService,
  canSearchRegistry,
  onOpenHit,
  onAdopt,
  onRegister,
  onPrintCards,
}: ResultListProps) {
  const { t } = useTranslation();
  // Not the query itself: a key alone changes nothing here, only its answer does.
  const nothingTyped = useLookup((state) => state.query.trim() === '');
  const answeredQuery = useLookup((state) => state.answeredQuery.trim());
  const listed = useLookup((state) => state.listed);
  const selected = useLookup((state) => state.selected);
  const askingBeyond = useLookup((state) => state.askingBeyond);
  const error = useLookup((state) => state.error);
  const starting = useLookup((state) => state.starting);
  const picked = useLookup((state) => state.picked);
  const listScrolled = useRef(false);
  const toldBy = useMemo(() => tellApart(listed.source === 'registry' ? [] : listed.hits), [listed]);
  const count = listed.source === 'registry' ? listed.items.length : listed.hits.length;

  return (
    <section aria-label={t('lookup.results')} className="@container flex min-h-0 flex-1 flex-col">
      <header className="flex h-11 shrink-0 items-center gap-2 px-5 @max-[30rem]:[&_kbd]:hidden">
        {listed.source !== 'till' && (
          <Button look="quiet" icon={ArrowLeft} onClick={returnToTill} className="-ml-3 px-2 text-sm">
            {t('lookup.backToTill')}
          </Button>
        )}
        <ListTitle />
        {listed.source === 'till' && count > 0 && <PickButton picking={picked !== null} />}
      </header>
      {error && <ErrorNotice error={error} className="mx-3 mb-2" />}
      <div
        onScroll={(event) => {
          listScrolled.current = event.currentTarget.scrollTop > 0;
        }}
        className="scroll-steady min-h-0 flex-1 pl-2"
      >
        {count > 0 && (
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the list of a combobox, see ListRow
          <div id={listboxId} role="listbox" tabIndex={-1} aria-label={t('lookup.results')} className="pb-2">
            {listed.source === 'registry'
              ? listed.items.map((found, index) => (
                  <ListRow
                    key={found.customerUid}
                    index={index}
                    selected={index === selected}
                    listScrolled={listScrolled}
                    onChoose={() => onAdopt(found)}
                  >
                    <FoundRow found={found} />
                  </ListRow>
                ))
              : listed.hits.map((hit, index) => (
                  <ListRow
                    key={hit.customerUid}
                    index={index}
                    selected={index === selected}
                    listScrolled={listScrolled}
                    open={hit.customerUid === openUid}
                    picked={picked?.has(hit.customerUid)}
                    onChoose={() => onOpenHit(hit)}
                  >
                    <HitRow
                      hit={hit}
                      fromService={listed.source === 'service'}
                      toldBy={toldBy.get(hit.customerUid)}
                    />
                  </ListRow>
                ))}
          </div>
        )}
        {count === 0 && !starting && !error && (
          <NothingFound query={answeredQuery} coverage={coverage} onRegister={onRegister} />
        )}
      </div>
      {picked ? (
        <PickBar count={picked.size} onPrintCards={onPrintCards} />
      ) : (
        <footer className="flex h-15 shrink-0 items-center gap-1 border-t border-line px-2 @max-[24rem]:[&_kbd]:hidden">
          <span className="shrink-0 pl-3 text-sm text-faint">{t('lookup.askBeyond')}</span>
          <Button
            look="quiet"
            keys="Alt+S"
            busy={askingBeyond === 'service'}
            disabled={!canSearchService || nothingTyped}
            onClick={() => void searchBeyond('service')}
            className="flex-1 px-1! text-sm"
          >
            {t('lookup.searchService')}
          </Button>
          {canSearchRegistry && (
            <Button
              look="quiet"
              keys="Alt+R"
              busy={askingBeyond === 'registry'}
              disabled={nothingTyped}
              onClick={() => void searchBeyond('registry')}
              className="flex-1 px-1! text-sm"
            >
              {t('lookup.searchRegistry')}
            </Button>
          )}
        </footer>
      )}
    </section>
  );
}

/** Begins to choose several; then, takes all of the list. */
function PickButton({ picking }: { picking: boolean }) {
  const { t } = useTranslation();
  return picking ? (
    <Button look="quiet" keys="Alt+A" onClick={pickAllListed} className="-mr-3 px-2 text-sm">
      {t('lookup.pickAll')}
    </Button>
  ) : (
    <Button
      look="quiet"
      icon={ListChecks}
      keys="Alt+M"
      onClick={() => startPicking()}
      className="-mr-3 px-2 text-sm"
    >
      {t('lookup.pick')}
    </Button>
  );
}

/** What to do with those who were chosen. */
function PickBar({ count, onPrintCards }: { count: number; onPrintCards: () => void }) {
  const { t } = useTranslation();
  return (
    <footer className="flex h-15 shrink-0 items-center gap-2 border-t border-line bg-accent-tint px-2 @max-[26rem]:[&_kbd]:hidden">
      <output className="min-w-0 flex-1 truncate pl-3 font-semibold">{t('lookup.picked', { count })}</output>
      <Button look="quiet" icon={X} onClick={stopPicking} className="px-3">
        {t('common.cancel')}
      </Button>
      <Button
        look="primary"
        icon={Printer}
        keys="Alt+P"
        disabled={count === 0}
        onClick={onPrintCards}
        className="px-3"
      >
        {t('lookup.printCards')}
      </Button>
    </footer>
  );
}

/** What the list holds; read out when it changes. */
function ListTitle() {
  const { t } = useTranslation();
  const listed = useLookup((state) => state.listed);
  const searched = useLookup((state) => state.answeredQuery.trim() !== '');
  const starting = useLookup((state) => state.starting);
  const count = listed.source === 'registry' ? listed.items.length : listed.hits.length;

  const title = () => {
    if (listed.source === 'service') return t('lookup.titleService', { count });
    if (listed.source === 'registry') return t('lookup.titleRegistry', { count });
    if (!searched) return t('lookup.titleRecent');
    return count === 20 ? t('lookup.titleBest') : t('lookup.titleHits', { count });
  };

  return (
    <output className="block min-w-0 flex-1">
      {!starting && <h2 className="truncate text-sm font-semibold text-soft">{title()}</h2>}
    </output>
  );
}
