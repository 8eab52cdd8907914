import { useTranslation } from 'react-i18next';
import { classNames } from './class-names.ts';

/** What keyboards of a language have on these keys; elsewhere they have the English names. */
const engraved: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  de: { Ctrl: 'Strg', Home: 'Pos1', End: 'Ende' },
};

/** A key, as it is printed on the keyboard. `onAccent` for keys shown on a filled button. */
export function Kbd({ keys, onAccent = false }: { keys: string; onAccent?: boolean }) {
  const { i18n } = useTranslation();
  const names = engraved[i18n.language] ?? {};
  return (
    <kbd
      className={classNames(
        'inline-flex h-6 min-w-6 items-center justify-center rounded-md border px-1.5 font-sans text-xs font-medium whitespace-nowrap',
        onAccent ? 'border-current' : 'border-line bg-sunken text-soft',
      )}
    >
      {keys.replaceAll(/[A-Za-z]+/g, (key) => names[key] ?? key)}
    </kbd>
  );
}
