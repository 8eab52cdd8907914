import { Clock3, Database, GitCompareArrows, TriangleAlert, UserX, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#shared/contract/values';
import { classNames } from '../../ui/class-names.ts';
import { formatCount } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import { coverageWords } from './coverage-words.ts';
import { ProgressBar } from './progress-bar.tsx';
import { Reach } from './reach.tsx';
import { useSync } from './store.ts';

interface StatusBarProps {
  readonly onShowSync: () => void;
  readonly onShowOutbox: () => void;
  readonly onShowConflicts: () => void;
  /** What stands at the right end. */
  readonly children: ReactNode;
}

/** Always in sight: is the service there, how much of the base is here, and does anything need a person. */
export function StatusBar({ onShowSync, onShowOutbox, onShowConflicts, children }: StatusBarProps) {
  const pages = { sync: onShowSync, outbox: onShowOutbox, conflicts: onShowConflicts };
  const { t } = useTranslation();
  const nowMs = useNow();
  const status = useSync((state) => state.status);
  return (
    <footer className="@container relative flex min-h-12 shrink-0 items-center gap-1 border-t small:flex-wrap border-line bg-surface px-2 text-sm">
      {status && (
        <>
          <ProgressBar status={status} className="absolute inset-x-0 -top-1" />
          <BarButton onClick={onShowSync}>
            <Reach reach={status.reach} />
          </BarButton>
          <BarButton onClick={onShowSync}>
            <Database aria-hidden="true" size={18} className="text-faint" />
            <span className="tabular">
              {status.activity === 'pulling' && status.progress
                ? t('sync.loading', {
                    done: formatCount(status.progress.done),
                    total: status.progress.total === null ? '…' : formatCount(status.progress.total),
                  })
                : coverageWords(t, status.coverage, nowMs)}
            </span>
          </BarButton>
          {countsOf(status).map((count) => (
            <Count key={count.words} {...count} onClick={pages[count.page]} />
          ))}
        </>
      )}
      <span className="ml-auto flex items-center">{children}</span>
    </footer>
  );
}

function BarButton({
  onClick,
  className,
  children,
}: {
  onClick: () => void;
  className?: string;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      className={classNames(
        'inline-flex h-11 items-center gap-2 rounded-lg px-3 font-medium whitespace-nowrap hover:bg-hover focus-visible:outline-offset-[-3px]',
        className,
      )}
    >
      {children}
    </button>
  );
}

const tones = { none: '', warn: 'text-warn font-semibold', danger: 'text-danger font-semibold' } as const;

interface CountLook {
  readonly words: 'sync.heldBack' | 'sync.pending' | 'sync.parked' | 'sync.conflicts';
  readonly icon: LucideIcon;
  readonly count: number;
  readonly tone: keyof typeof tones;
  /** Where its list is. */
  readonly page: 'sync' | 'outbox' | 'conflicts';
}

function countsOf({ heldBack, pending, parked, conflicts }: SyncStatus): readonly CountLook[] {
  return [
    { words: 'sync.heldBack', icon: UserX, count: heldBack, tone: 'warn', page: 'sync' },
    { words: 'sync.pending', icon: Clock3, count: pending, tone: 'none', page: 'outbox' },
    { words: 'sync.parked', icon: TriangleAlert, count: parked, tone: 'warn', page: 'outbox' },
    { words: 'sync.conflicts', icon: GitCompareArrows, count: conflicts, tone: 'danger', page: 'conflicts' },
  ];
}

/** A number that leads to its list; nothing to count, nothing to see. */
function Count({ icon: Icon, count, words, tone, onClick }: CountLook & { readonly onClick: () => void }) {
  const { t } = useTranslation();
  if (count === 0) return null;
  const formatted = formatCount(count);
  return (
    <BarButton onClick={onClick} className={tones[tone]}>
      <Icon aria-hidden="true" size={18} />
      <span className="tabular @max-[58rem]:sr-only">{t(words, { count, formatted })}</span>
      <span aria-hidden="true" className="tabular hidden @max-[58rem]:inline">
        {formatted}
      </span>
    </BarButton>
  );
}
