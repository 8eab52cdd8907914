import { ChevronDown, type LucideIcon } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { classNames } from './class-names.ts';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Why it cannot be chosen now; shown under the words. */
  readonly unavailable?: string | undefined;
  readonly danger?: boolean;
  readonly onChoose: () => void;
}

/** A button that opens a list of actions; arrow keys, Home, End and Esc work as everywhere. */
export function Menu({ label, items }: { label: string; items: readonly MenuItem[] }) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const menuId = useId();

  useEffect(() => {
    if (!open) return undefined;
    list.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const closeOutside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', closeOutside);
    return () => document.removeEventListener('pointerdown', closeOutside);
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };

  const moveFocus = (event: KeyboardEvent) => {
    const entries = [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    const targets: Record<string, number> = {
      ArrowDown: (at + 1) % entries.length,
      ArrowUp: (at - 1 + entries.length) % entries.length,
      Home: 0,
      End: entries.length - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) {
      event.preventDefault();
      entries[target]?.focus();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab') {
      setOpen(false);
    }
  };

  return (
    <div ref={root} className="relative">
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? menuId : undefined}
        onClick={() => setOpen(!open)}
        className="inline-flex h-11 items-center gap-1.5 rounded-lg border border-field/60 bg-surface px-4 font-medium hover:bg-hover"
      >
        {label}
        <ChevronDown aria-hidden="true" size={18} />
      </button>
      {open && (
        <div
          ref={list}
          id={menuId}
          role="menu"
          tabIndex={-1}
          aria-label={label}
          onKeyDown={moveFocus}
          className="appear absolute right-0 z-20 mt-1.5 w-72 rounded-xl border border-line bg-raised p-1.5 shadow-float"
        >
          {items.map(({ id, label: words, icon: Icon, unavailable, danger, onChoose }) => (
            <button
              key={id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              aria-disabled={unavailable !== undefined || undefined}
              onClick={() => {
                if (unavailable !== undefined) return;
                close();
                onChoose();
              }}
              className={classNames(
                'flex min-h-12 w-full items-center gap-3 rounded-lg px-3 py-1.5 text-left hover:bg-hover focus-visible:bg-hover focus-visible:outline-offset-[-3px]',
                danger && 'text-danger',
              )}
            >
              <Icon aria-hidden="true" size={20} className="shrink-0" />
              <span className="min-w-0">
                <span className={classNames('block font-medium', unavailable !== undefined && 'text-faint')}>
                  {words}
                </span>
                {unavailable !== undefined && <span className="block text-xs text-faint">{unavailable}</span>}
              </span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
