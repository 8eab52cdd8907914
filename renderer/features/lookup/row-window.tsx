// ARIA's combobox pattern: HTML has no element for the list of a search field.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { useEffect, useLayoutEffect, useMemo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hit } from '#shared/contract/values';
import type { Customer } from '#shared/customer/model';
import { tellApart } from '#shared/customer/tell-apart';
import { useRowWindow } from '../../ui/use-row-window.ts';
import { FoundRow } from './found-row.tsx';
import { HitRow } from './hit-row.tsx';
import { listboxId } from './list-ids.ts';
import { ListRow } from './list-row.tsx';
import { hitsOfTill, uidOf } from './rows.ts';
import { showMore, useLookup } from './store.ts';

/** The height of a row, in rem. */
const rowRem = 4.25;
/** Whoever types has stopped by then. */
const typingPauseMs = 400;

interface RowWindowProps {
  readonly openUid: string | null;
  readonly onOpenHit: (hit: Hit, fromService: boolean) => void;
  readonly onAdopt: (found: Customer) => void;
  /** Shown in place of an empty list. */
  readonly empty: ReactNode;
}

/** The rows of the list in sight, all of one height; those behind them are brought when they come into sight. */
export function RowWindow({ openUid, onOpenHit, onAdopt, empty }: RowWindowProps) {
  const { t } = useTranslation();
  const { rows, behind } = useLookup((state) => state.listed);
  const answeredQuery = useLookup((state) => state.answeredQuery);
  const selected = useLookup((state) => state.selected);
  const picked = useLookup((state) => state.picked);
  const scrolled = useRef(false);
  const toldBy = useMemo(() => tellApart(hitsOfTill(rows)), [rows]);
  const { scroller, first, last, height, offset, scrollToRow } = useRowWindow(rows.length, rowRem);
  const drawn = rows.slice(first, last + 1);
  const isEndDrawn = last === rows.length - 1;

  useEffect(() => {
    if (!isEndDrawn || behind !== 'some') return undefined;
    // While somebody types, every key brings another list: on a tall screen, where it ends in sight, that costs nothing.
    const timer = setTimeout(() => void showMore(), scrolled.current ? 0 : typingPauseMs);
    return () => clearTimeout(timer);
  }, [isEndDrawn, behind, rows]);

  // Other words, another list: from its beginning.
  useLayoutEffect(() => {
    if (scrolled.current && scroller.current) scroller.current.scrollTop = 0;
  }, [answeredQuery, scroller]);

  useLayoutEffect(() => {
    // Scrolling makes the browser lay the page out on the spot: not for the first row of a list at its top.
    if (selected > 0 || (selected === 0 && scrolled.current)) scrollToRow(selected);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `scrollToRow` is another one each time, and does the same
  }, [selected]);

  return (
    <div
      ref={scroller}
      onScroll={(event) => {
        scrolled.current = event.currentTarget.scrollTop > 0;
      }}
      className="scroll-steady min-h-0 flex-1 pl-2"
    >
      {rows.length > 0 ? (
        <>
          <div
            id={listboxId}
            role="listbox"
            tabIndex={-1}
            aria-label={t('lookup.results')}
            className="relative mb-2"
            style={{ height }}
          >
            <div className="absolute inset-x-0 top-0" style={{ transform: `translateY(${offset})` }}>
              {drawn.map((row, at) => {
                const index = first + at;
                const shared = { index, total: rows.length, selected: index === selected };
                return row.from === 'registry' ? (
                  <ListRow key={uidOf(row)} {...shared} onChoose={() => onAdopt(row.found)}>
                    <FoundRow found={row.found} />
                  </ListRow>
                ) : (
                  <ListRow
                    key={uidOf(row)}
                    {...shared}
                    open={uidOf(row) === openUid}
                    picked={row.from === 'till' ? picked?.has(uidOf(row)) : undefined}
                    onChoose={() => onOpenHit(row.hit, row.from === 'service')}
                  >
                    <HitRow
                      hit={row.hit}
                      fromService={row.from === 'service'}
                      toldBy={toldBy.get(uidOf(row))}
                    />
                  </ListRow>
                );
              })}
            </div>
          </div>
          {behind === 'too-many' && (
            <p className="px-3 pb-4 text-sm text-pretty text-soft">
              {t('lookup.tooMany', { count: rows.length })}
            </p>
          )}
        </>
      ) : (
        empty
      )}
    </div>
  );
}
