import { ArrowLeft, ListChecks, Printer, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Coverage, Hit } from '#shared/contract/values';
import type { Customer } from '#shared/customer/model';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FilterButton, FilterChips, FilterPanel } from './filter-bar.tsx';
import { useFilters } from './filters.ts';
import { ListTitle } from './list-title.tsx';
import { NothingFound } from './nothing-found.tsx';
import { pickAllListed, startPicking, stopPicking } from './picking.ts';
import { RowWindow } from './row-window.tsx';
import { returnToTill, searchBeyond, useLookup } from './store.ts';

interface ResultListProps {
  readonly openUid: string | null;
  readonly coverage: Coverage | null;
  /** Whether the service, and the registry behind it, can be asked now. */
  readonly canSearchService: boolean;
  readonly canSearchRegistry: boolean;
  readonly onOpenHit: (hit: Hit, fromService: boolean) => void;
  readonly onAdopt: (found: Customer) => void;
  readonly onRegister: (typed: string) => void;
  /** Cards for those who were chosen. */
  readonly onPrintCards: () => void;
}

/** The list beside the customer: rows of one height, so that nothing moves while typing. */
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
  const { source, rows } = useLookup((state) => state.listed);
  const askingBeyond = useLookup((state) => state.askingBeyond);
  const error = useLookup((state) => state.error);
  const starting = useLookup((state) => state.starting);
  const picked = useLookup((state) => state.picked);
  const filtersShown = useFilters((state) => state.shown);

  return (
    <section aria-label={t('lookup.results')} className="@container flex min-h-0 flex-1 flex-col">
      <header className="flex h-11 shrink-0 items-center gap-1 pr-2 pl-5 @max-[38rem]:[&_kbd]:hidden">
        {source !== 'till' && (
          <Button look="quiet" icon={ArrowLeft} onClick={returnToTill} className="-ml-3 px-2 text-sm">
            {t('lookup.backToTill')}
          </Button>
        )}
        <ListTitle />
        {picked === null && <FilterButton />}
        {rows.some(({ from }) => from === 'till') && <PickButton picking={picked !== null} />}
      </header>
      {filtersShown ? <FilterPanel /> : <FilterChips />}
      {error && <ErrorNotice error={error} className="mx-3 mb-2" />}
      <RowWindow
        openUid={openUid}
        onOpenHit={onOpenHit}
        onAdopt={onAdopt}
        empty={!starting && !error && <NothingFound coverage={coverage} onRegister={onRegister} />}
      />
      {picked ? (
        <PickBar count={picked.size} onPrintCards={onPrintCards} />
      ) : (
        <footer className="flex h-15 shrink-0 items-center gap-1 border-t border-line px-2 @max-[27rem]:[&_kbd]:hidden">
          <span className="shrink-0 pl-3 text-sm text-faint">{t('lookup.askBeyond')}</span>
          <Button
            look="quiet"
            keys="Alt+S"
            busy={askingBeyond === 'service'}
            disabled={!canSearchService || nothingTyped}
            onClick={() => void searchBeyond('service')}
            className="min-w-0 flex-1 shrink px-1! text-sm"
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
              className="min-w-0 flex-1 shrink px-1! text-sm"
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
    <Button look="quiet" keys="Alt+A" onClick={pickAllListed} className="px-2 text-sm">
      {t('lookup.pickAll')}
    </Button>
  ) : (
    <Button
      look="quiet"
      icon={ListChecks}
      keys="Alt+M"
      onClick={() => startPicking()}
      title={t('lookup.pick')}
      className="min-w-11 px-2 text-sm"
    >
      <span className="@max-[30rem]:sr-only">{t('lookup.pick')}</span>
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
