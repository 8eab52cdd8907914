import { Download, IdCard, Printer as PrinterIcon } from 'lucide-react';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { designIdOf } from '#shared/cards/printer-design';
import { PrinterField } from '../../card-printing/printer-field.tsx';
import { usePrinters, usualPrinter } from '../../card-printing/printers.ts';
import { useVerify } from '../../card-printing/verify.ts';
import { VerifyPanel } from '../../card-printing/verify-panel.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { focusAtStart } from '../../ui/focus-at-start.ts';
import { tellDone } from '../../ui/toasts.tsx';
import { CardJobs } from './jobs.tsx';
import {
  forgetPicture,
  loadCardPicture,
  loadPreview,
  printCard,
  saveCard,
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

interface CardDialogProps {
  readonly name: string;
  /** The printer chosen for single cards; empty where nobody has chosen. */
  readonly usualPrinterId: string;
  readonly hasCard: boolean;
  /** Printing may give a customer a loyalty id, where the service has a place for it. */
  readonly canHaveCard: boolean;
}

/** The card as the chosen printer prints it: look at it, print it, save it, and check it by scanning. */
export function CardDialog({ name, usualPrinterId, hasCard, canHaveCard }: CardDialogProps) {
  const { t } = useTranslation();
  const { preview, pictureError, printing, error } = useCard();
  const content = useCard((state) => state.content);
  const printers = usePrinters((state) => state.printers);
  const verifying = useVerify((state) => state.waiting);
  const [printerId, setPrinterId] = useState('');
  const hasPrinter = printers?.length !== 0;
  const canPrint = hasPrinter && canHaveCard;
  const printer = usualPrinter(printers ?? [], printerId || usualPrinterId);
  const designId = printer ? designIdOf(printer) : 'card';

  useEffect(() => {
    // What is written on it has changed: it is drawn anew.
    if (hasCard && content !== '') void loadPreview(designId);
  }, [hasCard, designId, content]);

  const print = async () => {
    const job = await printCard(printerId || undefined);
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
            <Button
              key={format}
              icon={Download}
              disabled={!preview}
              onClick={() => void saveCard(format, designId)}
            >
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
      {verifying && <VerifyPanel className="pb-4" />}
      <div className="flex h-80 items-center justify-center rounded-xl bg-sunken p-5">
        {preview && (
          <img
            src={preview.picture}
            alt={t('card.alt', { name })}
            className="max-h-full max-w-full rounded-md bg-white shadow-float"
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
      <div className="mt-4 flex flex-wrap items-end gap-x-4 gap-y-1">
        <PrinterField
          label={t('card.printer')}
          value={printerId}
          onChange={setPrinterId}
          usualId={usualPrinterId}
          compact
          className="w-72"
        />
        <p className="max-w-sm min-w-48 flex-1 text-sm text-soft">
          {hasPrinter ? (
            <>
              {printer?.kind === 'service'
                ? t('designs.trouble.service-decides')
                : t('card.printedAs', { design: t(`designs.names.${designId}`) })}
              {preview &&
                ` ${t('card.codeIs', { symbology: t(`designs.symbologies.${preview.symbology}`) })}`}
            </>
          ) : (
            t('card.noPrinter')
          )}
        </p>
      </div>
      <CardJobs />
    </Dialog>
  );
}
