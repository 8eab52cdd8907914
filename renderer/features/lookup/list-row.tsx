// ARIA's combobox pattern: HTML has no element for a row of its list, and the search field has the keys.
/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/prefer-tag-over-role */
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { optionId } from './list-ids.ts';
import { select } from './store.ts';

interface ListRowProps {
  readonly index: number;
  /** Rows there are, drawn or not. */
  readonly total: number;
  readonly selected: boolean;
  /** Its customer is open beside the list. */
  readonly open?: boolean;
  /** Whether it is one of several that are being chosen; absent while nobody chooses. */
  readonly picked?: boolean | undefined;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}

/**
 * A row of the list. The cursor stays in the search field, which names the
 * selected row (`aria-activedescendant`) and handles all keys.
 */
export function ListRow({ index, total, selected, open = false, picked, onChoose, children }: ListRowProps) {
  return (
    <div
      id={optionId(index)}
      role="option"
      aria-selected={selected}
      aria-checked={picked}
      aria-setsize={total}
      aria-posinset={index + 1}
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        select(index);
        onChoose();
      }}
      className={classNames(
        'relative flex h-17 items-center gap-3 rounded-xl px-3 contain-content',
        selected ? 'bg-accent-tint' : 'hover:bg-hover',
        open &&
          'before:absolute before:inset-y-3 before:left-0 before:w-1 before:rounded-full before:bg-accent',
      )}
    >
      {picked !== undefined && (
        <span
          aria-hidden="true"
          className={classNames(
            'flex size-6 shrink-0 items-center justify-center rounded-md border-2',
            picked ? 'border-accent bg-accent text-on-accent' : 'border-field bg-raised',
          )}
        >
          {picked && <Check size={18} strokeWidth={3} />}
        </span>
      )}
      {children}
    </div>
  );
}
