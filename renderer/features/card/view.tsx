import { CircleCheck, Download, IdCard, Printer as PrinterIcon } from 'lucide-react';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PrintJob } from '#shared/contract/values';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { errorLine } from '../../ui/error-words.ts';
import { SelectField } from '../../ui/field.tsx';
import { focusAtStart } from '../../ui/focus-at-start.ts';
import { formatAge } from '../../ui/format.ts';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { useNow } from '../../ui/use-now.ts';
import {
  forgetPicture,
  loadCardPicture,
  loadJobs,
  printCard,
  saveCard,
  settleJob,
  showCard,
  useCard,
} from './store.ts';

interface CardOf {
  readonly customerUid: string;
  readonly name: string;
  readonly loyaltyId: string | undefined;
}

/** The customer's card as a small picture that opens the large one. */
export function CardPicture({ customerUid, name, loyaltyId }: CardOf) {
  const { t } = useTranslation();
  const picture = useCard((state) => (state.customerUid === customerUid ? state.picture : null));

  useEffect(() => {
    if (loyaltyId) void loadCardPicture(customerUid, `${name} ${loyaltyId}`);
    else forgetPicture(customerUid);
  }, [customerUid, name, loyaltyId]);

  if (!loyaltyId) return null;
  return (
    <button
      type="button"
      onClick={() => showCard(true)}
      aria-label={t('card.show', { name })}
      className="aspect-[1.586] w-32 shrink-0 self-start @min-[36rem]:w-40 @2xl:w-48 overflow-hidden rounded-xl border border-line bg-white shadow-lift hover:shadow-float @5xl:w-60"
    >
      {picture ? (
        <img src={picture} alt="" className="size-full object-contain" />
      ) : (
        <span className="flex size-full items-center justify-center bg-sunken text-faint">
          <IdCard aria-hidden="true" size={32} strokeWidth={1.5} />
        </span>
      )}
    </button>
  );
}

/** The card, large: look at it, print it, save it, and say whether it came out. */
export function CardDialog({
  name,
  hasCard,
  canHaveCard,
}: {
  name: string;
  hasCard: boolean;
  /** Printing may give a customer a loyalty id, where the service has a place for it. */
  canHaveCard: boolean;
}) {
  const { t } = useTranslation();
  const { picture, pictureError, printers, jobs, printing, error } = useCard();
  const hasPrinter = printers?.length !== 0;
  const canPrint = hasPrinter && canHaveCard;
  const [printer, setPrinter] = useState('');

  const print = async () => {
    const job = await printCard(printer || undefined);
    if (job) tellDone(t('card.handedOver', { printer: job.printerName }));
  };
  const printOnKey = (event: KeyboardEvent) => {
    if (event.key !== 'F4' || event.repeat || !canPrint) return;
    event.preventDefault();
    void print();
  };

  return (
    <Dialog
      title={t('card.title', { name })}
      width="medium"
      onClose={() => showCard(false)}
      onKeyDown={printOnKey}
      actions={
        <>
          {(['pdf', 'png', 'svg'] as const).map((format) => (
            <Button key={format} icon={Download} disabled={!picture} onClick={() => void saveCard(format)}>
              {format.toUpperCase()}
            </Button>
          ))}
          <Button
            look="primary"
            icon={PrinterIcon}
            keys="F4"
            busy={printing}
            disabled={pictureError !== null || !canPrint}
            onClick={() => void print()}
            className="ml-auto"
            ref={focusAtStart}
          >
            {t('card.print')}
          </Button>
        </>
      }
    >
      <div className="flex aspect-[1.9] items-center justify-center rounded-xl bg-sunken p-6">
        {picture && (
          <img
            src={picture}
            alt={t('card.alt', { name })}
            className="max-h-full max-w-full rounded-lg bg-white shadow-float"
          />
        )}
        {pictureError && <ErrorNotice error={pictureError} />}
        {!hasCard && (
          <p className="flex max-w-sm flex-col items-center gap-3 text-center text-soft text-pretty">
            <IdCard aria-hidden="true" size={44} strokeWidth={1.5} className="text-faint" />
            {t(canHaveCard ? 'card.noneYet' : 'card.noPlace', { name })}
          </p>
        )}
      </div>
      {error && <ErrorNotice error={error} className="mt-4" />}
      <div className="mt-4 flex flex-wrap items-end gap-4">
        <SelectField
          label={t('card.printer')}
          value={printer}
          onChange={setPrinter}
          options={[
            { value: '', label: t('card.usualPrinter') },
            ...(printers ?? []).map(({ printerId, name: label }) => ({ value: printerId, label })),
          ]}
          compact
          className="w-72"
        />
        {!hasPrinter && <p className="max-w-sm flex-1 text-sm text-soft">{t('card.noPrinter')}</p>}
      </div>
      {jobs.length > 0 && (
        <ul aria-label={t('card.jobs')} className="mt-4 border-t border-line">
          {jobs.map((job) => (
            <JobRow key={job.jobId} job={job} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function JobRow({ job }: { job: PrintJob }) {
  const { t } = useTranslation();
  const nowMs = useNow();
  return (
    <li className="border-b border-line/60 py-2 last:border-b-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <span className="font-medium">{t(`card.jobState.${job.state}`)}</span>
        <span className="text-sm text-soft">
          {job.printerName} · {formatAge(t, job.createdAt, nowMs)}
        </span>
      </div>
      {job.error && <p className="text-sm text-danger">{errorLine(t, job.error)}</p>}
      {job.state === 'needs-attention' && (
        <div className="pt-2">
          <SettleButtons job={job} />
        </div>
      )}
    </li>
  );
}

function SettleButtons({ job }: { job: PrintJob }) {
  const { t } = useTranslation();
  const settle = async (outcome: 'came-out' | 'print-again' | 'cancel') => {
    const failure = await settleJob(job.jobId, outcome);
    if (failure) tellProblem(errorLine(t, failure));
  };
  return (
    <div className="flex flex-wrap gap-2">
      <Button look="primary" icon={CircleCheck} onClick={() => void settle('came-out')}>
        {t('card.cameOut')}
      </Button>
      <Button icon={PrinterIcon} onClick={() => void settle('print-again')}>
        {t('card.printAgain')}
      </Button>
      <Button look="quiet" onClick={() => void settle('cancel')}>
        {t('card.cancelJob')}
      </Button>
    </div>
  );
}

/** A printer went silent: the till never guesses whether paper came out, it asks. */
export function UnsettledJobs() {
  const { t } = useTranslation();
  const unsettled = useCard((state) => state.unsettled);
  const shown = useCard((state) => state.shown);
  const job = unsettled[0];

  useEffect(() => void loadJobs(), []);

  if (!job || shown) return null;
  return (
    <div
      role="alert"
      className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-warn-tint px-5 py-2"
    >
      <PrinterIcon aria-hidden="true" size={22} className="text-warn" />
      <p className="min-w-0 flex-1 basis-64 leading-5">
        <span className="block font-semibold">{t('card.didItComeOut', { name: job.displayName })}</span>
        <span className="block truncate text-sm text-soft">
          {[job.printerName, unsettled.length > 1 && t('card.moreUnsettled', { count: unsettled.length - 1 })]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </p>
      <SettleButtons job={job} />
    </div>
  );
}
