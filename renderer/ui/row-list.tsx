// ARIA's listbox: HTML has no list that ten thousand rows can be chosen from by arrow keys.
/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/prefer-tag-over-role */
import { useEffect, type ComponentType, type KeyboardEvent } from 'react';
import { classNames } from './class-names.ts';
import { useNow } from './use-now.ts';
import { useRowWindow } from './use-row-window.ts';

/** The height of every row, in rem: two lines and room for a finger. */
const rowRem = 4.25;

interface RowListProps<Row> {
  /** What the list holds, for those who cannot see it. */
  readonly label: string;
  /** Rows there are, fetched or not. */
  readonly total: number;
  /** What has been fetched of it, by its place in the list. */
  readonly rows: ReadonlyMap<number, Row>;
  /** What tells a row from every other. */
  readonly keyOf: (row: Row) => string;
  /** The key of the row that is open beside the list. */
  readonly openKey: string | null;
  /** What is drawn in a row. */
  readonly content: ComponentType<{ readonly row: Row; readonly nowMs: number }>;
  /** These rows came into sight: [first, last]. */
  readonly onShow: (first: number, last: number) => void;
  readonly onOpen: (index: number) => void;
}

/** A list of one-height rows, as long as it may be; only what is in sight is drawn and fetched. */
export function RowList<Row>({
  label,
  total,
  rows,
  keyOf,
  openKey,
  content: Content,
  onShow,
  onOpen,
}: RowListProps<Row>) {
  const nowMs = useNow();
  const selected = [...rows].find(([, row]) => keyOf(row) === openKey)?.[0];
  const { scroller, first, last, height, offset, scrollToRow } = useRowWindow(total, rowRem);

  useEffect(() => {
    if (last >= first) onShow(first, last);
  }, [first, last, onShow]);

  const moveTo = (index: number) => {
    const at = Math.max(0, Math.min(index, total - 1));
    scrollToRow(at);
    onOpen(at);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const at = selected ?? -1;
    const pageRows = Math.max(1, last - first - 12);
    const targets: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + pageRows,
      PageUp: at - pageRows,
      Home: 0,
      End: total - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    moveTo(target);
  };

  return (
    <div ref={scroller} className="scroll-steady own-scroll min-h-0 flex-1 pl-2">
      <div
        role="listbox"
        tabIndex={0}
        aria-label={label}
        aria-activedescendant={selected === undefined ? undefined : rowId(selected)}
        onKeyDown={onKeyDown}
        className="relative min-h-full outline-none focus-visible:after:pointer-events-none focus-visible:after:absolute focus-visible:after:inset-0 focus-visible:after:rounded-xl focus-visible:after:outline-3 focus-visible:after:outline-offset-[-3px] focus-visible:after:outline-accent"
        style={{ height }}
      >
        <div className="absolute inset-x-0 top-0" style={{ transform: `translateY(${offset})` }}>
          {Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at).map((at) => {
            const row = rows.get(at);
            return (
              <div
                key={row === undefined ? at : keyOf(row)}
                id={rowId(at)}
                role="option"
                tabIndex={-1}
                aria-selected={at === selected}
                aria-setsize={total}
                aria-posinset={at + 1}
                onClick={() => moveTo(at)}
                className={classNames(
                  'flex h-17 items-center gap-3 rounded-xl px-3',
                  at === selected ? 'bg-accent-tint' : 'hover:bg-hover',
                )}
              >
                {row !== undefined && <Content row={row} nowMs={nowMs} />}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function rowId(at: number): string {
  return `row-${at}`;
}
