import { Eye, FileDown, Printer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditReason } from '#shared/contract/audit';
import type { TillError } from '#shared/contract/errors';
import type { OperationOutput } from '#shared/contract/operations';
import type { Customer } from '#shared/customer/model';
import { till } from '../../bridge/till.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { displayName } from '../../ui/display-name.ts';
import { downloadFile, downloadJson } from '../../ui/download.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { SelectField } from '../../ui/field.tsx';
import { focusAtStart } from '../../ui/focus-at-start.ts';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { tellDone } from '../../ui/toasts.tsx';
import { Reading } from '../../ui/reading.tsx';
import { PrintedSummary, SummaryPage } from './summary-page.tsx';
import { printedPageAsFile } from './summary-file.ts';
import { summarize } from './summary.ts';

const reasonsToExport = [
  'data-request',
  'customer-asked',
  'inspection',
  'other',
] as const satisfies AuditReason[];

type Exported = OperationOutput<'customers.export'>;

interface ExportDialogProps {
  readonly customer: Customer;
  readonly shopName: string;
  /** The service hands its part out. */
  readonly offersExport: boolean;
  readonly onClose: () => void;
}

/** Everything that is known of a customer: to be read, printed, and handed over as a file. Why is asked first, and noted. */
export function ExportDialog({ customer, shopName, offersExport, onClose }: ExportDialogProps) {
  const { t } = useTranslation();
  const { customerUid } = customer;
  const [reason, setReason] = useState<AuditReason>('data-request');
  const [isAsked, setIsAsked] = useState(false);
  const [exported, setExported] = useState<Exported | null>(null);
  const [error, setError] = useState<TillError | null>(null);
  const [withoutService, setWithoutService] = useState(!offersExport);

  useEffect(() => {
    if (!isAsked) return undefined;
    let isShown = true;
    const ask = async () => {
      const answer = await till.customers.export({
        customerUid,
        withoutService,
        reason,
      });
      if (!isShown) return;
      setExported(answer.ok ? answer : null);
      setError(answer.ok ? null : answer.error);
    };
    void ask();
    return () => {
      isShown = false;
    };
  }, [customerUid, withoutService, reason, isAsked]);

  const summary = exported && summarize(t, exported.export, shopName);
  const saved = (file: string) => tellDone(t('customer.exported', { file }));
  return (
    <Dialog
      title={t('export.title', { name: displayName(customer) })}
      width="wide"
      onClose={onClose}
      actions={
        <>
          <Button
            icon={FileDown}
            disabled={!exported}
            onClick={() => {
              if (!exported) return;
              downloadJson(exported.fileName, exported.export);
              saved(exported.fileName);
            }}
          >
            {t('export.saveData')}
          </Button>
          <Button
            icon={FileDown}
            disabled={!exported}
            onClick={() => {
              if (!exported) return;
              const fileName = exported.fileName.replace(/json$/, 'html');
              downloadFile(fileName, printedPageAsFile());
              saved(fileName);
            }}
          >
            {t('export.saveSummary')}
          </Button>
          {isAsked ? (
            <Button look="primary" icon={Printer} disabled={!exported} onClick={() => window.print()}>
              {t('export.print')}
            </Button>
          ) : (
            <Button look="primary" icon={Eye} ref={focusAtStart} onClick={() => setIsAsked(true)}>
              {t('export.show')}
            </Button>
          )}
        </>
      }
    >
      <p className="pb-3 text-soft">{t('export.words')}</p>
      {!isAsked && (
        <SelectField
          label={t('export.why')}
          value={reason}
          onChange={(value) => setReason(value as AuditReason)}
          options={reasonsToExport.map((value) => ({ value, label: t(`auditPage.reason.${value}`) }))}
          compact
        />
      )}
      {error && (
        <>
          <ErrorNotice error={error} className="mb-3" />
          {!withoutService && (
            <Button onClick={() => setWithoutService(true)}>{t('export.withoutService')}</Button>
          )}
        </>
      )}
      {isAsked && !exported && !error && (
        <output className="flex items-center gap-2 py-6 text-soft">
          <Spinner size={18} />
          {t('export.asking')}
        </output>
      )}
      {exported && withoutService && (
        <Notice title={t('export.tillOnly')} className="mb-4">
          {offersExport ? t('export.tillOnlyUnreachable') : t('export.tillOnlyService')}
        </Notice>
      )}
      {summary && (
        <>
          <Reading label={summary.title} className="rounded-xl border border-line bg-raised px-6 py-5">
            <SummaryPage summary={summary} />
          </Reading>
          <PrintedSummary summary={summary} />
        </>
      )}
    </Dialog>
  );
}
