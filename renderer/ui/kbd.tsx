import { classNames } from './class-names.ts';

/** A key, as it is printed on the keyboard. `onAccent` for keys shown on a filled button. */
export function Kbd({ keys, onAccent = false }: { keys: string; onAccent?: boolean }) {
  return (
    <kbd
      className={classNames(
        'inline-flex h-6 min-w-6 items-center justify-center rounded-md border px-1.5 font-sans text-xs font-medium whitespace-nowrap',
        onAccent ? 'border-current' : 'border-line bg-sunken text-soft',
      )}
    >
      {keys}
    </kbd>
  );
}
