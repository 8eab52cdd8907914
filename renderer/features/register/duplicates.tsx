import { ShieldCheck } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Duplicate } from '#shared/contract/values';
import { formatPhone } from '#shared/customer/format-phone';
import { classNames } from '../../ui/class-names.ts';
import { CustomerTypeIcon } from '../../ui/customer-type-icon.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { useRegister } from './store.ts';

/** From here on it is said loudly that somebody is probably here already. */
const likely = 0.8;

/** Beside the form: who might be this customer already, while there is still time not to make a second one. */
export function Duplicates({ onOpen }: { onOpen: (customerUid: string) => void }) {
  const { t } = useTranslation();
  const duplicates = useRegister((state) => state.duplicates);
  return (
    <section aria-labelledby="duplicates-title" className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-11 shrink-0 items-center px-5">
        <output>
          <h2 id="duplicates-title" className="text-sm font-semibold text-soft">
            {duplicates.length > 0
              ? t('duplicates.title', { count: duplicates.length })
              : t('duplicates.none')}
          </h2>
        </output>
      </header>
      <div className="scroll-steady min-h-0 flex-1 pl-2">
        {duplicates.length > 0 ? (
          <ul className="flex flex-col gap-1 pb-2">
            {duplicates.map((duplicate, index) => (
              <li key={duplicate.customerUid}>
                <DuplicateButton
                  duplicate={duplicate}
                  keys={index === 0 ? 'Alt+O' : undefined}
                  onOpen={() => onOpen(duplicate.customerUid)}
                />
              </li>
            ))}
          </ul>
        ) : (
          <EmptyState icon={ShieldCheck} title={t('duplicates.emptyTitle')}>
            {t('duplicates.empty')}
          </EmptyState>
        )}
      </div>
    </section>
  );
}

function DuplicateButton({
  duplicate,
  keys,
  onOpen,
}: {
  duplicate: Duplicate;
  keys: string | undefined;
  onOpen: () => void;
}) {
  const { t } = useTranslation();
  const isLikely = duplicate.probability >= likely;
  const place = [duplicate.postalCode, duplicate.city].filter(Boolean).join(' ');
  return (
    <button
      type="button"
      onClick={onOpen}
      className={classNames(
        'flex w-full items-start gap-3 rounded-xl px-3 py-2.5 text-left',
        isLikely ? 'bg-warn-tint' : 'hover:bg-hover',
      )}
    >
      <span className="flex size-10 shrink-0 items-center justify-center rounded-full bg-sunken text-soft">
        <CustomerTypeIcon type={duplicate.customerType} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate text-lg font-semibold tracking-tight">
            {duplicate.displayName}
          </span>
          {keys && <Kbd keys={keys} />}
        </span>
        <span className="tabular block truncate text-sm text-soft">
          {[place, duplicate.mobile && formatPhone(duplicate.mobile)].filter(Boolean).join(' · ')}
        </span>
        <span className="block text-sm">
          <span className={classNames('tabular font-semibold', isLikely ? 'text-warn' : 'text-soft')}>
            {t('duplicates.probability', { percent: percentOf(duplicate.probability) })}
          </span>
          <span className="text-soft"> · {reasonWords(t, duplicate)}</span>
        </span>
      </span>
    </button>
  );
}

/** Never 100: only a person can be certain. */
function percentOf(probability: number): number {
  return Math.min(99, Math.round(probability * 100));
}

function reasonWords(t: TFunction, { reasons }: Duplicate): string {
  const words = reasons.map(({ field, how }) => t(`duplicates.${how}`, { field: t(`why.field.${field}`) }));
  return [...new Set(words)].slice(0, 3).join(', ');
}
