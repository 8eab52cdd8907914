import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OperationOutput } from '#shared/contract/operations';
import { csvOf } from '#shared/export/csv';
import { Button } from '../../ui/button.tsx';
import { downloadFile } from '../../ui/download.ts';
import { formatCount } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';

interface UnmatchedLinesProps {
  readonly lines: OperationOutput<'cards.printList'>['unmatched'];
  /** All of them; `lines` are the first. */
  readonly total: number;
}

const shown = 5;

/** Lines of a list that are nobody, with the first of them in words and all of them as a file. */
export function UnmatchedLines({ lines, total }: UnmatchedLinesProps) {
  const { t } = useTranslation();
  const save = () => {
    const rows = lines.map(({ line, text, reason }) => [line, t(`bulk.reasons.${reason}`), text]);
    downloadFile('not-found.csv', new Blob([csvOf(['line', 'reason', 'text'], rows)], { type: 'text/csv' }));
  };
  return (
    <Notice
      tone="warn"
      title={t('bulk.unmatched', { count: total, formatted: formatCount(total) })}
      className="mt-4"
      actions={
        <Button icon={Download} onClick={save}>
          {t('bulk.saveUnmatched')}
        </Button>
      }
    >
      <ul className="selectable tabular pt-1">
        {lines.slice(0, shown).map(({ line, text, reason }) => (
          <li key={line} className="truncate">
            {t('bulk.unmatchedLine', { line, text, reason: t(`bulk.reasons.${reason}`) })}
          </li>
        ))}
        {total > shown && <li>{t('bulk.andMore', { count: total - shown })}</li>}
      </ul>
    </Notice>
  );
}
