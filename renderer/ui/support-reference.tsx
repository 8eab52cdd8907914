import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TillError } from '#shared/contract/errors';
import { copyText } from './copy-text.ts';
import { tellDone } from './toasts.tsx';

/** The service's own reference of a failure, ready to be handed to its support. Nothing where there is none. */
export function SupportReference({ error, at }: { error: TillError; at?: string | undefined }) {
  const { t } = useTranslation();
  const { logId, code, message } = error;
  if (logId === undefined) return null;
  const copy = () => {
    const lines = [`logId: ${logId}`, `code: ${code}`, message, ...(at === undefined ? [] : [at])];
    if (copyText(lines.join('\n'))) tellDone(t('common.copied'));
  };
  return (
    <span className="inline-flex max-w-full items-center gap-1 text-sm text-soft">
      <span className="selectable min-w-0 wrap-anywhere">{t('errors.reference', { logId })}</span>
      <button
        type="button"
        onClick={copy}
        aria-label={t('errors.copyReference', { logId })}
        title={t('errors.copy')}
        className="-my-2 inline-flex size-11 shrink-0 items-center justify-center rounded-lg hover:bg-hover hover:text-ink"
      >
        <Copy aria-hidden="true" size={18} />
      </button>
    </span>
  );
}
