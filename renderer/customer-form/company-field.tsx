// ARIA's combobox pattern: HTML has no element for a row of its list, and the field has the keys.
/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/prefer-tag-over-role */
import { Building2, X } from 'lucide-react';
import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hit } from '#shared/contract/values';
import { createLatestAsker } from '../bridge/ask-latest.ts';
import { till } from '../bridge/till.ts';
import { IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { FieldFrame, inputLook, type FieldNote } from '../ui/field.tsx';
import { focusAtStart } from '../ui/focus-at-start.ts';

interface CompanyFieldProps {
  readonly label: string;
  readonly name: string;
  /** `customerUid` of the company; empty for none. */
  readonly value: string;
  readonly note?: FieldNote | undefined;
  readonly startsHere?: boolean;
  readonly onChange: (customerUid: string) => void;
  readonly onBlur: () => void;
  readonly className?: string;
}

const mostFound = 6;

/** A company, chosen by its name: type, up and down, Enter; or touch. */
export function CompanyField(props: CompanyFieldProps) {
  const { label, name, value, note, startsHere = false, onChange, onBlur, className } = props;
  const { t } = useTranslation();
  const listId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [found, setFound] = useState<readonly Hit[]>([]);
  const [selected, setSelected] = useState(0);
  const chosenName = useCompanyName(value);
  const [searcher] = useState(() => createLatestAsker(0));
  const isOpen = typed !== null && typed.trim() !== '';

  const search = (query: string) => {
    setTyped(query);
    searcher.ask(
      () => till.customers.search({ query, types: ['COMPANY'], limit: mostFound }),
      (answer) => {
        if (!answer.ok) return;
        setFound(answer.hits);
        setSelected(0);
      },
    );
  };

  const choose = (hit: Hit | undefined) => {
    if (!hit) return;
    searcher.cancel();
    setTyped(null);
    onChange(hit.customerUid);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!isOpen) return;
    if (step !== undefined) {
      event.preventDefault();
      setSelected(Math.max(0, Math.min(selected + step, found.length - 1)));
    } else if (event.key === 'Enter' && !event.ctrlKey) {
      event.preventDefault();
      choose(found[selected]);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      setTyped(null);
    }
  };

  return (
    <FieldFrame label={label} note={note} className={className}>
      {({ inputId, noteId }) => (
        <div
          className="relative"
          onBlur={(event) => {
            if (event.currentTarget.contains(event.relatedTarget)) return;
            setTyped(null);
            onBlur();
          }}
        >
          <Building2
            aria-hidden="true"
            size={18}
            className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-faint"
          />
          <input
            ref={startsHere ? focusAtStart : undefined}
            id={inputId}
            name={name}
            type="text"
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={isOpen && found.length > 0}
            aria-controls={isOpen && found.length > 0 ? listId : undefined}
            aria-activedescendant={isOpen && found.length > 0 ? `${listId}-${selected}` : undefined}
            aria-invalid={note?.kind === 'issue' || undefined}
            aria-describedby={note ? noteId : undefined}
            autoComplete="off"
            spellCheck={false}
            maxLength={120}
            value={typed ?? chosenName}
            placeholder={t('form.companyPlaceholder')}
            onFocus={(event) => event.target.select()}
            onChange={(event) => search(event.target.value)}
            onKeyDown={onKeyDown}
            className={classNames(
              inputLook,
              'pr-11 pl-9',
              note?.kind === 'issue' ? 'border-danger' : 'border-field',
            )}
          />
          {value !== '' && (
            <IconButton
              icon={X}
              label={t('form.companyNone')}
              onClick={() => {
                setTyped(null);
                onChange('');
              }}
              className="absolute top-0 right-0"
            />
          )}
          {isOpen && (
            <div
              ref={(list) => list?.scrollIntoView({ block: 'nearest' })}
              className="absolute inset-x-0 z-20 mt-1 rounded-xl border border-line bg-raised p-1 shadow-float"
            >
              {found.length === 0 && <p className="px-3 py-2 text-soft">{t('form.companyNobody')}</p>}
              <div id={listId} role="listbox" tabIndex={-1} aria-label={label}>
                {found.map((hit, at) => (
                  <div
                    key={hit.customerUid}
                    id={`${listId}-${at}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={at === selected}
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={() => choose(hit)}
                    className={classNames(
                      'min-h-11 cursor-pointer rounded-lg px-3 py-1.5',
                      at === selected ? 'bg-accent-tint' : 'hover:bg-hover',
                    )}
                  >
                    <span className="block font-medium">{hit.displayName}</span>
                    <span className="block text-sm text-soft">
                      {[hit.postalCode, hit.city].filter(Boolean).join(' ')}
                    </span>
                  </div>
                ))}
              </div>
            </div>
          )}
        </div>
      )}
    </FieldFrame>
  );
}

/** The name of a company by its id; the id while it is not known. */
function useCompanyName(customerUid: string): string {
  const [known, setKnown] = useState<{ readonly uid: string; readonly name: string } | null>(null);
  useEffect(() => {
    let isShown = true;
    const ask = async () => {
      // A look for a name is no opening of the customer.
      const answer = await till.customers.search({ query: customerUid, exactMatch: true, limit: 5 });
      const hit = answer.ok && answer.hits.find((other) => other.customerUid === customerUid);
      if (isShown && hit) setKnown({ uid: customerUid, name: hit.displayName });
    };
    if (customerUid !== '') void ask();
    return () => {
      isShown = false;
    };
  }, [customerUid]);
  return known?.uid === customerUid ? known.name : customerUid;
}
