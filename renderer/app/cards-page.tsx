import { useTranslation } from 'react-i18next';
import { BulkCardsView } from '../features/bulk-cards/view.tsx';
import { CardDesignsView } from '../features/card-designs/view.tsx';
import { showBatchJobs } from '../features/print-queue/store.ts';
import { PrintQueueView } from '../features/print-queue/view.tsx';
import { PrintersView } from '../features/printers/view.tsx';
import { changeSettings, useSettings } from '../features/settings/store.ts';
import { classNames } from '../ui/class-names.ts';
import { chooseSeveral, openByUid } from './actions.ts';
import { showCards, useNavigation, type CardsSection } from './navigation.ts';

const sections: readonly CardsSection[] = ['queue', 'many', 'printers', 'designs'];

/** Everything about cards: what was printed, printing many, where they come out and what they look like. */
export function CardsPage() {
  const { t } = useTranslation();
  const section = useNavigation((state) => state.cardsSection);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <nav
        aria-label={t('cards.sections.label')}
        className="flex shrink-0 flex-wrap gap-1 border-b border-line bg-paper px-4 py-1.5"
      >
        {sections.map((other) => (
          <button
            key={other}
            type="button"
            aria-current={other === section ? 'page' : undefined}
            onClick={() => showCards(other)}
            className={classNames(
              'h-11 rounded-lg px-4 font-medium focus-visible:outline-offset-[-3px]',
              other === section ? 'bg-accent-tint text-ink' : 'text-soft hover:bg-hover hover:text-ink',
            )}
          >
            {t(`cards.sections.${other}`)}
          </button>
        ))}
      </nav>
      <SectionBody section={section} />
    </div>
  );
}

function SectionBody({ section }: { section: CardsSection }) {
  const settings = useSettings((state) => state.settings);
  if (!settings) return null;
  if (section === 'queue') return <PrintQueueView onOpen={openByUid} />;
  if (section === 'designs') {
    return (
      <CardDesignsView shopName={settings.shopName} onShopName={(shopName) => changeSettings({ shopName })} />
    );
  }
  return (
    <div className="scroll-steady min-h-0 flex-1 px-6 py-6">
      <div className="@container mx-auto max-w-5xl">
        {section === 'many' ? (
          <BulkCardsView
            settings={settings}
            onChoose={chooseSeveral}
            onShowJobs={(batch) => {
              showBatchJobs(batch);
              showCards('queue');
            }}
          />
        ) : (
          <PrintersView settings={settings} onChange={(changes) => void changeSettings(changes)} />
        )}
      </div>
    </div>
  );
}
