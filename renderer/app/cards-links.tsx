import { ChevronRight, IdCard, ListOrdered, Layers, Printer, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { showCards, type CardsSection } from './navigation.ts';

const links: readonly { readonly section: CardsSection; readonly icon: LucideIcon }[] = [
  { section: 'printers', icon: Printer },
  { section: 'designs', icon: IdCard },
  { section: 'many', icon: Layers },
  { section: 'queue', icon: ListOrdered },
];

/** From the settings to what has a page of its own. */
export function CardsLinks() {
  const { t } = useTranslation();
  return (
    <ul className="flex flex-col gap-2">
      {links.map(({ section, icon: Icon }) => (
        <li key={section}>
          <button
            type="button"
            onClick={() => showCards(section)}
            className="flex w-full items-center gap-4 rounded-xl border border-line px-5 py-3.5 text-left hover:bg-hover"
          >
            <Icon aria-hidden="true" size={24} className="shrink-0 text-soft" />
            <span className="min-w-0 flex-1">
              <span className="block font-semibold">{t(`cards.sections.${section}`)}</span>
              <span className="block text-sm text-soft">{t(`cards.sectionWords.${section}`)}</span>
            </span>
            <ChevronRight aria-hidden="true" size={20} className="shrink-0 text-faint" />
          </button>
        </li>
      ))}
    </ul>
  );
}
