import { FileDown, RefreshCw, ShieldCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { downloadFile } from '../../ui/download.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatMoment } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { tellDone } from '../../ui/toasts.tsx';
import { AuditFilterBar } from './filter-bar.tsx';
import { checkTrail, exportTrail, loadEntries, openAudit, useAudit } from './store.ts';
import { actionWords, checkWords, detailWords, outcomeWords } from './words.ts';

/** Who did what, newest first. Ids only: the trail holds no personal data of customers. */
export function AuditView() {
  const { t } = useTranslation();
  const { entries, isComplete, check, error } = useAudit();
  const [busy, setBusy] = useState<'check' | 'csv' | 'json-lines' | null>(null);

  useEffect(() => void openAudit(), []);

  const save = async (format: 'csv' | 'json-lines') => {
    setBusy(format);
    const file = await exportTrail(format);
    setBusy(null);
    if (file === null) return;
    downloadFile(file.fileName, file.content);
    tellDone(t('customer.exported', { file: file.fileName }));
  };
  const verify = async () => {
    setBusy('check');
    await checkTrail();
    setBusy(null);
  };

  return (
    <>
      <p className="pb-3 text-soft">{t('settings.auditWords')}</p>
      <div className="flex flex-wrap gap-2 pb-4">
        <Button icon={RefreshCw} onClick={() => void openAudit()}>
          {t('settings.auditRefresh')}
        </Button>
        <Button icon={ShieldCheck} busy={busy === 'check'} onClick={() => void verify()}>
          {t('auditPage.verify')}
        </Button>
        <Button icon={FileDown} busy={busy === 'csv'} onClick={() => void save('csv')}>
          {t('auditPage.saveCsv')}
        </Button>
        <Button icon={FileDown} busy={busy === 'json-lines'} onClick={() => void save('json-lines')}>
          {t('auditPage.saveLines')}
        </Button>
      </div>
      {error && <ErrorNotice error={error} className="mb-4" />}
      {check && (
        <Notice
          tone={check.fault === null ? 'good' : 'danger'}
          live
          title={t(check.fault === null ? 'auditPage.isWhole' : 'auditPage.isBroken')}
          className="mb-4"
        >
          <span className="selectable break-all">{checkWords(t, check)}</span>
        </Notice>
      )}
      <AuditFilterBar />
      <table className="w-full table-fixed border-collapse text-left text-sm">
        <thead>
          <tr className="border-b border-line text-faint">
            <th scope="col" className="w-42 py-2 pr-3 font-medium">
              {t('settings.auditAt')}
            </th>
            <th scope="col" className="w-24 py-2 pr-3 font-medium">
              {t('settings.auditActor')}
            </th>
            <th scope="col" className="py-2 pr-3 font-medium">
              {t('settings.auditAction')}
            </th>
            <th scope="col" className="w-28 py-2 font-medium">
              {t('settings.auditOutcome')}
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.sequence} className="border-b border-line/60 align-top">
              <td className="tabular py-2 pr-3 whitespace-nowrap">{formatMoment(entry.at)}</td>
              <td className="py-2 pr-3 break-words">
                {entry.actor === 'till' ? t('codes.thisTill') : entry.actor}
              </td>
              <td className="selectable py-2 pr-3">
                <span className="block font-medium break-words">{actionWords(t, entry.action)}</span>
                <span className="block text-xs break-words text-soft">{detailWords(t, entry)}</span>
                {entry.customerUid && (
                  <span className="block text-xs break-all text-faint">{entry.customerUid}</span>
                )}
              </td>
              <td
                className={
                  entry.outcome === 'ok' ? 'py-2 text-soft' : 'py-2 font-medium break-words text-warn'
                }
              >
                {outcomeWords(t, entry.outcome)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {entries.length === 0 && <p className="py-6 text-soft">{t('auditPage.nothing')}</p>}
      {!isComplete && (
        <Button onClick={() => void loadEntries(true)} className="mt-4">
          {t('settings.auditFurther')}
        </Button>
      )}
    </>
  );
}
