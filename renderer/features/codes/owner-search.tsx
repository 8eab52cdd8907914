// ARIA's combobox pattern: HTML has no element for a row of its list, and the search field has the keys.
/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/prefer-tag-over-role */
import { Search } from 'lucide-react';
import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import { classNames } from '../../ui/class-names.ts';
import { focusAtStart } from '../../ui/focus-at-start.ts';
import { CustomerRow } from './parts.tsx';
import { chooseOwner, searchOwner, selectOwner, type CodeDialog } from './store.ts';

/** Whose the code is to be: type, up and down, Enter; or touch. */
export function OwnerSearch({ dialog }: { dialog: Extract<CodeDialog, { step: 'unknown' }> }) {
  const { t } = useTranslation();
  const labelId = useId();
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const { query, customers, selected } = dialog.search;
  const optionId = (at: number) => `${listId}-${at}`;

  useEffect(() => {
    list.current?.children[selected]?.scrollIntoView({ block: 'nearest' });
  }, [selected]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      selectOwner(selected + step);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const chosen = customers[selected];
      if (chosen) chooseOwner(chosen);
    }
  };

  return (
    <>
      <label
        id={labelId}
        htmlFor={`${listId}-input`}
        className="block pt-4 pb-1 text-sm font-medium text-soft"
      >
        {t('codes.attachTo')}
      </label>
      <span className="relative block">
        <Search
          aria-hidden="true"
          size={20}
          className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-faint"
        />
        <input
          ref={focusAtStart}
          id={`${listId}-input`}
          type="text"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={customers.length > 0}
          aria-controls={customers.length > 0 ? listId : undefined}
          aria-activedescendant={customers.length > 0 ? optionId(selected) : undefined}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          maxLength={400}
          value={query}
          placeholder={t('codes.attachPlaceholder')}
          onChange={(event) => searchOwner(event.target.value)}
          onKeyDown={onKeyDown}
          className="h-11 w-full min-w-0 rounded-lg border border-field bg-raised pr-3 pl-10 text-md text-ink focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent"
        />
      </span>
      {customers.length > 0 ? (
        <div
          ref={list}
          id={listId}
          role="listbox"
          tabIndex={-1}
          aria-labelledby={labelId}
          className="scroll-steady mt-2 h-[15.5rem]"
        >
          {customers.map((customer, at) => (
            <div
              key={customer.customerUid}
              id={optionId(at)}
              role="option"
              tabIndex={-1}
              onMouseDown={(event) => event.preventDefault()}
              aria-selected={at === selected}
              onClick={() => chooseOwner(customer)}
              className={classNames(
                'cursor-pointer rounded-xl px-3',
                at === selected ? 'bg-accent-tint' : 'hover:bg-hover',
              )}
            >
              <CustomerRow
                customer={customer}
                end={
                  <span className="tabular text-sm">
                    {customer.loyaltyId ? displayLoyaltyId(customer.loyaltyId) : t('codes.hasNoCard')}
                  </span>
                }
              />
            </div>
          ))}
        </div>
      ) : (
        <p className="mt-2 h-[15.5rem] px-3 pt-4 text-soft">
          {query === '' ? t('codes.nobodyYet') : t('codes.nobodyFound')}
        </p>
      )}
    </>
  );
}
