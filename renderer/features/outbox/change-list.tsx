// ARIA's listbox: HTML has no list that ten thousand rows can be chosen from by arrow keys.
/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/prefer-tag-over-role */
import { useEffect, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mutation } from '#shared/contract/values';
import { classNames } from '../../ui/class-names.ts';
import { formatAge } from '../../ui/format.ts';
import { mutationTitle } from '../../ui/mutation-words.ts';
import { useNow } from '../../ui/use-now.ts';
import { useRowWindow } from '../../ui/use-row-window.ts';
import { lookOf } from './state-looks.ts';
import { openAt, showRows, useOutbox } from './store.ts';

/** The height of every row, in rem: two lines and room for a finger. */
const rowRem = 4.25;

/** Everything on its way, as long as it may be; only what is in sight is drawn and fetched. */
export function ChangeList() {
  const { t } = useTranslation();
  const nowMs = useNow();
  const rows = useOutbox((state) => state.rows);
  const total = useOutbox((state) => state.total) ?? 0;
  const openId = useOutbox((state) => state.openId);
  const { scroller, first, last, height, offset, scrollToRow } = useRowWindow(total, rowRem);
  const selected = [...rows].find(([, { mutationId }]) => mutationId === openId)?.[0];

  useEffect(() => {
    if (last >= first) showRows(first, last);
  }, [first, last]);

  const moveTo = (index: number) => {
    const at = Math.max(0, Math.min(index, total - 1));
    scrollToRow(at);
    openAt(at);
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
    <div ref={scroller} className="scroll-steady min-h-0 flex-1 pl-2">
      <div
        role="listbox"
        tabIndex={0}
        aria-label={t('pages.outbox')}
        aria-activedescendant={selected === undefined ? undefined : rowId(selected)}
        onKeyDown={onKeyDown}
        className="relative outline-offset-[-3px]"
        style={{ height }}
      >
        <div className="absolute inset-x-0 top-0" style={{ transform: `translateY(${offset})` }}>
          {Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at).map((at) => {
            const mutation = rows.get(at);
            return (
              <div
                key={mutation?.mutationId ?? at}
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
                {mutation && <ChangeRow mutation={mutation} nowMs={nowMs} />}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function rowId(at: number): string {
  return `change-${at}`;
}

function ChangeRow({ mutation, nowMs }: { mutation: Mutation; nowMs: number }) {
  const { t } = useTranslation();
  const { icon: Icon, className } = lookOf(mutation.state);
  return (
    <>
      <Icon
        aria-label={t(`mutation.state.${mutation.state}`)}
        size={20}
        className={classNames('shrink-0', className)}
      />
      <span className="min-w-0 flex-1">
        <span className="name-line block truncate font-semibold tracking-tight">{mutation.displayName}</span>
        <span className="block truncate text-sm text-soft">{mutationTitle(t, mutation)}</span>
      </span>
      <span className="tabular shrink-0 self-start pt-3 text-xs text-faint">
        {formatAge(t, mutation.createdAt, nowMs)}
      </span>
    </>
  );
}
