import { X } from 'lucide-react';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import { startOf } from './focus-at-start.ts';

const widths = { narrow: 'w-[30rem]', medium: 'w-[44rem]', wide: 'w-[60rem]' } as const;

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly width?: keyof typeof widths;
  readonly children: ReactNode;
  /** Buttons at the foot, the one to press last. */
  readonly actions?: ReactNode;
}

/**
 * A modal dialog: the browser's own, which keeps the focus inside, makes the
 * rest inert, closes on Esc and gives the focus back where it was.
 */
export function Dialog({ title, onClose, onKeyDown, width = 'narrow', children, actions }: DialogProps) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const element = dialog.current;
    if (!element) return undefined;
    const before = document.activeElement;
    element.showModal();
    startOf(element)?.focus();
    return () => {
      element.close();
      // Taken out of the page before it is closed, the browser does not give the focus back; nobody else has it yet.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      onKeyDown={onKeyDown}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className={classNames(
        'appear m-auto max-h-[min(46rem,calc(100dvh-2rem))] max-w-[calc(100vw-2rem)] overflow-hidden rounded-2xl border border-line bg-surface p-0 text-ink shadow-float',
        widths[width],
      )}
    >
      <div className="flex max-h-[inherit] flex-col">
        <header className="flex items-center justify-between gap-4 py-3 pr-3 pl-6">
          <h2 id={titleId} className="text-xl font-semibold tracking-tight">
            {title}
          </h2>
          <IconButton icon={X} label={t('common.close')} onClick={onClose} />
        </header>
        <div className="scroll-steady min-h-0 flex-1 pr-4 pb-6 pl-6">{children}</div>
        {actions && (
          <footer className="flex flex-wrap justify-end gap-3 border-t border-line bg-paper px-6 py-4">
            {actions}
          </footer>
        )}
      </div>
    </dialog>
  );
}
