import { CircleCheckBig, ScanBarcode, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { OperationOutput } from '#shared/contract/operations';
import { onScan } from '../scanner/scans.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { stopVerifying, useVerify, verifyScanned } from './verify.ts';

/**
 * "Scan the card now": takes a scan from anywhere in the window, or a number that is typed, and says whose
 * card it was. Whoever shows it calls `stopVerifying` when it goes.
 */
export function VerifyPanel({ className = '' }: { className?: string }) {
  const { t } = useTranslation();
  const { job, outcome, error } = useVerify();
  const [code, setCode] = useState('');

  // While a card is waited for, a scan is that card and not a customer to be opened.
  useEffect(
    () =>
      onScan((scan) => {
        void verifyScanned(scan.code);
        return true;
      }),
    [],
  );

  return (
    <section aria-label={t('verify.title')} className={className}>
      <div className="rounded-xl border-2 border-accent bg-surface p-4">
        <div className="flex items-start gap-3">
          <ScanBarcode aria-hidden="true" size={28} className="mt-1 shrink-0 text-accent" />
          <p className="min-w-0 flex-1 leading-6">
            <span className="block text-md font-semibold">
              {job ? t('verify.scanOf', { name: job.displayName }) : t('verify.scanAny')}
            </span>
            <span className="block text-sm text-soft">{t('verify.words')}</span>
          </p>
          <IconButton icon={X} label={t('verify.stop')} onClick={stopVerifying} className="-mt-1 -mr-1" />
        </div>
        <form
          aria-label={t('verify.title')}
          className="flex items-end gap-3 pt-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (code.trim() === '') return;
            void verifyScanned(code.trim());
            setCode('');
          }}
        >
          <TextField
            label={t('verify.typed')}
            value={code}
            onChange={setCode}
            maxLength={200}
            startsHere
            compact
            className="max-w-md flex-1"
          />
          <Button type="submit" disabled={code.trim() === ''}>
            {t('verify.check')}
          </Button>
        </form>
        <div className="min-h-2 pt-3 empty:hidden">
          {error && <ErrorNotice error={error} />}
          {outcome && <Outcome outcome={outcome} meant={job !== null} />}
        </div>
      </div>
    </section>
  );
}

interface OutcomeProps {
  readonly outcome: OperationOutput<'cards.verify'>;
  /** One card was meant, and no other. */
  readonly meant: boolean;
}

function Outcome({ outcome, meant }: OutcomeProps) {
  const { t } = useTranslation();
  if (outcome.outcome === 'verified') {
    return (
      <Notice
        tone="good"
        icon={CircleCheckBig}
        title={t('verify.verified', { name: outcome.job.displayName })}
        live
      >
        {t('verify.verifiedWords', { printer: outcome.job.printerName })}
      </Notice>
    );
  }
  if (outcome.outcome === 'nothing-to-verify') {
    return (
      <Notice tone="warn" title={t('verify.nothing')} live>
        {t('verify.nothingWords', { code: outcome.code })}
      </Notice>
    );
  }
  return (
    <Notice tone="danger" title={otherCardTitle(t, outcome)} live>
      {meant ? t('verify.expected', { name: outcome.expected.displayName }) : t('verify.notPrinted')}
    </Notice>
  );
}

function otherCardTitle(
  t: TFunction,
  { code, customer }: Extract<OperationOutput<'cards.verify'>, { outcome: 'other-card' }>,
): string {
  return customer
    ? t('verify.otherCard', { name: customer.displayName, code })
    : t('verify.unknownCard', { code });
}
