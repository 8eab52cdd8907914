import { RefreshCw } from 'lucide-react';
import { useEffect } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { formatMoment } from '../../ui/format.ts';
import { loadAudit, useSettings } from './store.ts';

/** What an operation of the contract is called by people; one nobody has named keeps its own name. */
function actionWords(t: TFunction, action: string): string {
  return t(`audit.${action}` as 'audit.customers.get', { defaultValue: action });
}

/** Anything but "ok" is the code of an expected failure. */
function outcomeWords(t: TFunction, outcome: string): string {
  return t(`errors.${outcome}` as 'errors.internal', { defaultValue: outcome });
}

/** Who did what, newest first. Ids only: the trail holds no personal data of customers. */
export function AuditTrail() {
  const { t } = useTranslation();
  const { audit, auditComplete } = useSettings();

  useEffect(() => void loadAudit(false), []);

  return (
    <>
      <div className="flex items-start justify-between gap-4 pb-3">
        <p className="text-soft">{t('settings.auditWords')}</p>
        <Button icon={RefreshCw} onClick={() => void loadAudit(false)}>
          {t('settings.auditRefresh')}
        </Button>
      </div>
      <table className="w-full table-fixed border-collapse text-left text-sm">
        <thead>
          <tr className="border-b border-line text-faint">
            <th scope="col" className="w-42 py-2 pr-3 font-medium">
              {t('settings.auditAt')}
            </th>
            <th scope="col" className="w-20 py-2 pr-3 font-medium">
              {t('settings.auditActor')}
            </th>
            <th scope="col" className="py-2 pr-3 font-medium">
              {t('settings.auditAction')}
            </th>
            <th scope="col" className="w-24 py-2 font-medium">
              {t('settings.auditOutcome')}
            </th>
          </tr>
        </thead>
        <tbody>
          {audit.map((entry) => (
            <tr key={entry.sequence} className="border-b border-line/60 align-top">
              <td className="tabular py-2 pr-3 whitespace-nowrap">{formatMoment(entry.at)}</td>
              <td className="py-2 pr-3 break-words">{entry.actor}</td>
              <td className="selectable py-2 pr-3">
                <span className="block font-medium break-words">{actionWords(t, entry.action)}</span>
                {entry.customerUid && (
                  <span className="block text-xs break-all text-faint">{entry.customerUid}</span>
                )}
              </td>
              <td
                className={
                  entry.outcome === 'ok' ? 'py-2 text-soft' : 'py-2 font-medium break-words text-warn'
                }
              >
                {entry.outcome === 'ok' ? t('settings.auditOk') : outcomeWords(t, entry.outcome)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!auditComplete && audit.length > 0 && (
        <Button onClick={() => void loadAudit(true)} className="mt-4">
          {t('settings.auditFurther')}
        </Button>
      )}
    </>
  );
}
