import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillError } from '#shared/contract/errors';
import { errorWords } from './error-words.ts';
import { Notice } from './notice.tsx';
import { SupportReference } from './support-reference.tsx';

/** An expected failure, told with what can be done about it. */
export function ErrorNotice({
  error,
  children,
  actions,
  className,
}: {
  error: TillError;
  /** What can be done about it, where that is known. */
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  const { t } = useTranslation();
  const { title, detail } = errorWords(t, error);
  return (
    <Notice tone="danger" title={title} actions={actions} live {...(className && { className })}>
      {(detail || children || error.logId !== undefined) && (
        <>
          {detail && <span className="selectable block">{detail}</span>}
          {children && <span className="block">{children}</span>}
          <SupportReference error={error} />
        </>
      )}
    </Notice>
  );
}
