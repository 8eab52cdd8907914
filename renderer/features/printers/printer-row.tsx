import {
  Activity,
  CircleHelp,
  CircleX,
  FlaskConical,
  Pencil,
  Printer as PrinterIcon,
  Square,
  Trash2,
  TriangleAlert,
  CircleCheck,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { designIdOf } from '#shared/cards/printer-design';
import type { Printer, PrinterCondition } from '#shared/contract/printing';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { errorLine, errorWords } from '../../ui/error-words.ts';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { printerAdvice } from '../../card-printing/printer-advice.ts';
import { kindIcons, whereabouts } from './kinds.ts';
import { askPrinter, removePrinter, standingOf, stopAsking, usePrintersPage } from './store.ts';

/** One printer: where it is, how it is, and its test page. */
export function PrinterRow({
  printer,
  usedFor,
  onEdit,
}: {
  printer: Printer;
  /** Jobs that go here when nobody says otherwise. */
  usedFor: readonly string[];
  /** Undefined where IT says which printers there are. */
  onEdit: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const standing = usePrintersPage((state) => standingOf(state.standings, printer));
  const [removing, setRemoving] = useState(false);
  const Icon = kindIcons[printer.kind];
  const { asking } = standing;
  // What every till has where its service prints is not the till's to remove or change.
  const isOwn = printer.printerId !== 'service';

  const remove = async () => {
    setRemoving(false);
    const failure = await removePrinter(printer.printerId);
    if (failure) tellProblem(errorLine(t, failure));
    else tellDone(t('printers.removed', { name: printer.name }));
  };

  return (
    <li aria-label={printer.name} className="rounded-2xl border border-line bg-surface px-5 py-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <Icon aria-hidden="true" size={24} className="shrink-0 text-soft" />
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="flex flex-wrap items-center gap-x-2 text-md font-semibold">
            <span className="min-w-0 truncate">{printer.name}</span>
            {usedFor.map((words) => (
              <span
                key={words}
                className="rounded-full bg-accent-tint px-2.5 text-xs leading-6 font-semibold text-accent"
              >
                {words}
              </span>
            ))}
          </h2>
          <p className="selectable tabular truncate text-sm text-soft">
            {whereabouts(t, printer)}
            {printer.kind !== 'service' && ` · ${t(`designs.names.${designIdOf(printer)}`)}`}
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {asking ? (
            <Button icon={Square} onClick={() => void stopAsking(printer)}>
              {t('printers.stop')}
            </Button>
          ) : (
            <>
              <Button icon={Activity} onClick={() => void askPrinter(printer, 'check')}>
                {t('printers.check')}
              </Button>
              <Button icon={FlaskConical} onClick={() => void askPrinter(printer, 'test')}>
                {t('printers.test')}
              </Button>
            </>
          )}
          {isOwn && onEdit && (
            <>
              <IconButton icon={Pencil} label={t('printers.edit', { name: printer.name })} onClick={onEdit} />
              <IconButton
                icon={Trash2}
                label={t('printers.remove', { name: printer.name })}
                onClick={() => setRemoving(true)}
              />
            </>
          )}
        </div>
      </div>
      <Standing printer={printer} />
      {removing && (
        <Dialog
          title={t('printers.removeTitle', { name: printer.name })}
          onClose={() => setRemoving(false)}
          actions={
            <>
              <Button onClick={() => setRemoving(false)}>{t('common.keep')}</Button>
              <Button look="danger" icon={Trash2} onClick={() => void remove()}>
                {t('printers.removeConfirm')}
              </Button>
            </>
          }
        >
          <p className="text-soft">{t('printers.removeWords')}</p>
        </Dialog>
      )}
    </li>
  );
}

/** What somebody has to do something about. */
type PrinterTrouble = Exclude<PrinterCondition, 'ready' | 'silent'>;

function isTrouble(condition: PrinterCondition): condition is PrinterTrouble {
  return condition !== 'ready' && condition !== 'silent';
}

function Standing({ printer }: { printer: Printer }) {
  const { t } = useTranslation();
  const { asking, report, testCode, error } = usePrintersPage((state) =>
    standingOf(state.standings, printer),
  );
  return (
    <output className="block pt-2 pl-10">
      {asking && (
        <p className="flex items-center gap-2 text-sm text-soft">
          <Spinner size={16} />
          {t(`printers.asking.${asking}`)}
        </p>
      )}
      {!asking && !report && !error && (
        <p className="flex items-center gap-2 text-sm text-faint">
          <CircleHelp aria-hidden="true" size={18} />
          {t('printers.notAsked')}
        </p>
      )}
      {!asking && error && (
        <Notice tone="danger" icon={CircleX} title={errorWords(t, error).title}>
          {[errorWords(t, error).detail, printerAdvice(t, error)].filter(Boolean).join(' ')}
        </Notice>
      )}
      {!asking && report?.error && (
        <Notice tone="danger" icon={CircleX} title={errorWords(t, report.error).title}>
          {[
            errorWords(t, report.error).detail,
            printer.kind === 'network' && t('printerAdvice.printer.unreachable'),
          ]
            .filter(Boolean)
            .join(' ')}
        </Notice>
      )}
      {!asking && report?.reachable && <Conditions conditions={report.conditions} kind={printer.kind} />}
      {!asking && testCode !== null && (
        <p className="flex items-center gap-2 pt-1 text-sm">
          <PrinterIcon aria-hidden="true" size={18} className="shrink-0 text-soft" />
          {t('printers.testSent', { code: testCode })}
        </p>
      )}
    </output>
  );
}

function Conditions({
  conditions,
  kind,
}: {
  conditions: readonly PrinterCondition[];
  kind: Printer['kind'];
}) {
  const { t } = useTranslation();
  const troubles = conditions.filter(isTrouble);
  if (troubles.length === 0) {
    const isSilent = conditions.includes('silent');
    // Who says nothing of itself is told of by what is known otherwise.
    const about = isSilent && kind === 'service' ? 'service' : isSilent ? 'silent' : kind;
    return (
      <p className="flex items-center gap-2 text-sm font-medium">
        <CircleCheck aria-hidden="true" size={18} className="shrink-0 text-accent" />
        <span>
          {!isSilent && t('printers.condition.ready')}
          {about === 'file' && <span className="font-normal text-soft"> · {t('printers.answers.file')}</span>}
          {(about === 'service' || about === 'silent') && t(`printers.answers.${about}`)}
        </span>
      </p>
    );
  }
  return (
    <ul className="flex flex-col gap-1">
      {troubles.map((condition) => (
        <li key={condition} className="flex items-start gap-2 text-sm">
          <TriangleAlert aria-hidden="true" size={18} className="mt-0.5 shrink-0 text-warn" />
          <span>
            <strong className="font-semibold">{t(`printers.condition.${condition}`)}</strong>{' '}
            <span className="text-soft">{t(`printers.conditionAdvice.${condition}`)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
