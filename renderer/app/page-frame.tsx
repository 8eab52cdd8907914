import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { goBack } from './actions.ts';
import { goTo, type Page } from './navigation.ts';

const pages: readonly Exclude<Page, 'customers'>[] = [
  'sync',
  'outbox',
  'conflicts',
  'duplicates',
  'cards',
  'settings',
];

interface PageFrameProps {
  readonly page: Exclude<Page, 'customers'>;
  /** What needs a person, by page. */
  readonly counts: Readonly<Partial<Record<Page, number>>>;
  readonly children: ReactNode;
}

/** The pages behind the counter: a way back to the customers, and to each other. */
export function PageFrame({ page, counts, children }: PageFrameProps) {
  const { t } = useTranslation();
  return (
    <main className="flex min-h-0 flex-1 flex-col bg-surface">
      <nav aria-label={t('pages.label')} className="@container shrink-0 border-b border-line bg-paper px-4">
        {/* What does not fit beside the others goes into a second line: no page is ever out of sight. */}
        <div className="flex flex-wrap items-center gap-x-1 py-1 @6xl:py-1.5">
          <Button look="quiet" icon={ArrowLeft} keys="Esc" onClick={goBack} className="@6xl:mr-3">
            <span className="sr-only @4xl:not-sr-only">{t('pages.back')}</span>
          </Button>
          {pages.map((other) => (
            <button
              key={other}
              type="button"
              aria-current={other === page ? 'page' : undefined}
              onClick={() => goTo(other)}
              className={classNames(
                'relative flex h-13 items-center gap-2 px-2.5 font-medium whitespace-nowrap @6xl:px-4 focus-visible:outline-offset-[-3px]',
                other === page
                  ? 'text-ink after:absolute after:inset-x-3 after:bottom-0 after:h-1 after:rounded-t-full after:bg-accent'
                  : 'text-soft hover:text-ink',
              )}
            >
              {t(`pages.${other}`)}
              {Boolean(counts[other]) && (
                <span className="tabular rounded-full bg-warn-tint px-2 text-sm font-semibold text-warn">
                  {counts[other]}
                </span>
              )}
            </button>
          ))}
        </div>
      </nav>
      <h1 className="sr-only">{t(`pages.${page}`)}</h1>
      {page === 'outbox' || page === 'cards' ? (
        children
      ) : page === 'settings' ? (
        <div className="mx-auto flex min-h-0 w-full max-w-6xl flex-1 px-6 pt-5 small:px-4">{children}</div>
      ) : (
        <div className="scroll-steady min-h-0 flex-1 px-6 py-6">
          <div className="@container mx-auto max-w-5xl">{children}</div>
        </div>
      )}
    </main>
  );
}
