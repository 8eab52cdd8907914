import { CloudCog, FlaskConical, Network, Plus, Printer as PrinterIcon, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Printer, Settings } from '#shared/contract/values';
import { till } from '../../bridge/till.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { errorLine } from '../../ui/error-words.ts';
import { SelectField } from '../../ui/field.tsx';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { AddPrinter } from './add-printer.tsx';
import { changeSettings, loadPrinters, removePrinter, useSettings } from './store.ts';

/** Where membership cards come out. */
export function PrinterSettings({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const printers = useSettings((state) => state.printers);
  const [adding, setAdding] = useState(false);

  useEffect(() => void loadPrinters(), []);

  return (
    <div className="flex flex-col gap-6">
      <SelectField
        label={t('settings.cardPrinter')}
        value={settings.cardPrinterId}
        onChange={(cardPrinterId) => void changeSettings({ cardPrinterId })}
        options={[
          { value: '', label: t('settings.cardPrinterNone') },
          ...printers.map(({ printerId, name }) => ({ value: printerId, label: name })),
        ]}
        note={{ kind: 'hint', words: t('settings.cardPrinterHint') }}
        className="max-w-md"
      />
      {printers.length === 0 ? (
        <EmptyState icon={PrinterIcon} title={t('settings.printersEmptyTitle')}>
          {t('settings.printersEmpty')}
        </EmptyState>
      ) : (
        <ul>
          {printers.map((printer) => (
            <PrinterRow key={printer.printerId} printer={printer} />
          ))}
        </ul>
      )}
      {adding ? (
        <AddPrinter onDone={() => setAdding(false)} />
      ) : (
        <Button icon={Plus} onClick={() => setAdding(true)} className="self-start">
          {t('settings.addPrinter')}
        </Button>
      )}
    </div>
  );
}

function PrinterRow({ printer }: { printer: Printer }) {
  const { t } = useTranslation();
  const [testing, setTesting] = useState(false);
  const Icon = printer.kind === 'network' ? Network : CloudCog;

  const test = async () => {
    setTesting(true);
    const answer = await till.printers.test({ printerId: printer.printerId });
    setTesting(false);
    if (!answer.ok) tellProblem(errorLine(t, answer.error));
    else if (answer.reachable) tellDone(answer.detail);
    else tellProblem(answer.detail);
  };
  const remove = async () => {
    const failure = await removePrinter(printer.printerId);
    if (failure) tellProblem(errorLine(t, failure));
    else tellDone(t('settings.printerRemoved', { name: printer.name }));
  };

  return (
    <li className="flex items-center gap-3 border-b border-line py-3">
      <Icon aria-hidden="true" size={22} className="text-soft" />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-semibold">{printer.name}</span>
        <span className="tabular block truncate text-sm text-soft">
          {printer.kind === 'network'
            ? `${printer.host}:${printer.port} · ${t(`settings.languages.${printer.language}`)}`
            : t('settings.servicePrinter', { printer: printer.printerUid ?? '' })}
        </span>
      </span>
      <Button icon={FlaskConical} busy={testing} onClick={() => void test()}>
        {t('settings.testPrinter')}
      </Button>
      <IconButton
        icon={Trash2}
        label={t('settings.removePrinter', { name: printer.name })}
        onClick={() => void remove()}
      />
    </li>
  );
}
