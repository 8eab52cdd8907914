import { Search, X } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hit } from '#shared/contract/values';
import type { Customer } from '#shared/customer/model';
import { IconButton } from '../../ui/button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { isFiltering, useFilters } from './filters.ts';
import { listboxId, optionId } from './list-ids.ts';
import { clearFilters, returnToTill, select, setQuery, settledSelection, useLookup } from './store.ts';

interface SearchBoxProps {
  /** The list is beside it, so that it can be named as what the field searches. */
  readonly listShown: boolean;
  readonly onOpenHit: (hit: Hit, fromService: boolean) => void;
  /** A finding of the registry: nobody's customer yet. */
  readonly onAdopt: (found: Customer) => void;
  readonly onRegister: (typed: string) => void;
  /** Enter on what may be the number of a card; `otherwise` is what Enter does with everything else. */
  readonly onCode: (code: string, otherwise: () => void) => void;
  /** Typing means looking for somebody: whatever else is open steps aside. */
  readonly onType: () => void;
  /** Esc with nothing to clear. */
  readonly onEscape: () => void;
}

/** The search field: where every visit begins, so it has the cursor unless something else needs it. */
export function SearchBox({
  listShown,
  onOpenHit,
  onAdopt,
  onRegister,
  onCode,
  onType,
  onEscape,
}: SearchBoxProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const query = useLookup((state) => state.query);
  const selected = useLookup((state) => state.selected);
  const source = useLookup((state) => state.listed.source);
  const count = useLookup((state) => state.listed.rows.length);
  const expanded = listShown && count > 0;

  useEffect(() => input.current?.focus(), []);

  const enter = () => {
    const typed = query.trim();
    if (!mayBeCode(typed)) {
      void openSelection();
      return;
    }
    input.current?.select();
    onCode(typed, () => void openSelection());
  };

  const openSelection = async () => {
    const chosen = await settledSelection();
    // The next customer is typed straight over this one.
    input.current?.select();
    if (chosen === undefined) {
      const typed = useLookup.getState().query.trim();
      if (typed !== '') onRegister(typed);
    } else if (chosen.from === 'registry') {
      onAdopt(chosen.found);
    } else {
      onOpenHit(chosen.hit, chosen.from === 'service');
    }
  };

  const clear = () => {
    setQuery('');
    input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const targets: Record<string, number> = {
      ArrowDown: selected + 1,
      ArrowUp: selected - 1,
      PageDown: selected + 7,
      PageUp: selected - 7,
      Home: 0,
      End: count - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) {
      event.preventDefault();
      select(target);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      enter();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (source !== 'till') returnToTill();
      else if (query === '' && isFiltering(useFilters.getState().chosen)) clearFilters();
      else if (query === '') onEscape();
      else clear();
    }
  };

  return (
    <div className="relative min-w-0 flex-1">
      <Search
        aria-hidden="true"
        size={24}
        className="pointer-events-none absolute top-1/2 left-4 -translate-y-1/2 text-faint"
      />
      <input
        ref={input}
        id="search"
        type="text"
        role="combobox"
        aria-label={t('lookup.label')}
        aria-autocomplete="list"
        aria-expanded={expanded}
        aria-controls={expanded ? listboxId : undefined}
        aria-activedescendant={expanded && selected >= 0 ? optionId(selected) : undefined}
        aria-keyshortcuts="/ Control+K"
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={400}
        value={query}
        placeholder={t('lookup.placeholder')}
        onChange={(event) => {
          onType();
          setQuery(event.target.value);
        }}
        onKeyDown={onKeyDown}
        className="h-13 w-full rounded-xl border-2 border-field bg-raised pr-14 pl-13 text-lg font-medium text-ink placeholder:font-normal focus:border-accent focus:outline-3 focus:outline-offset-0 focus:outline-accent/30"
      />
      <span className="absolute top-1/2 right-1.5 flex size-11 -translate-y-1/2 items-center justify-center">
        {query === '' ? <Kbd keys="/" /> : <IconButton icon={X} label={t('lookup.clear')} onClick={clear} />}
      </span>
    </div>
  );
}

/** Long enough for a card, in one piece, and mostly digits: what a person types off a card that will not scan. */
function mayBeCode(typed: string): boolean {
  return (
    /^[\da-z][\da-z ./-]{8,119}$/i.test(typed) &&
    /^[a-z]{0,6}[-./ ]?[\d ./-]+[a-z]?$/i.test(typed) &&
    typed.replaceAll(/\D/g, '').length >= 9
  );
}
