import { FileText, ListChecks, Printer as PrinterIcon, Users } from 'lucide-react';
import { useEffect, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#shared/contract/values';
import { PrinterField } from '../../card-printing/printer-field.tsx';
import { batchPrinterId, loadPrinters } from '../../card-printing/printers.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { customerTypeIcons } from '../../ui/customer-type-icon.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FilePicker } from '../../ui/file-picker.tsx';
import { TextField } from '../../ui/field.tsx';
import { formatCount } from '../../ui/format.ts';
import { Switch } from '../../ui/switch.tsx';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { Batches } from './batches.tsx';
import { changeBulk, longestList, startBulk, useBulk } from './store.ts';
import { UnmatchedLines } from './unmatched-lines.tsx';
import type { PrintBatch } from '#shared/contract/printing';

interface BulkCardsProps {
  readonly settings: Settings;
  readonly onShowJobs: (batch: PrintBatch) => void;
  readonly onChoose: () => void;
}

/** Cards for many customers at once, and how those that were ordered are coming along. */
export function BulkCardsView({ settings, onShowJobs, onChoose }: BulkCardsProps) {
  const { t } = useTranslation();
  useEffect(() => void loadPrinters(), []);
  return (
    <div className="flex flex-col gap-8">
      <BulkForm settings={settings} onChoose={onChoose} />
      <section aria-labelledby="batches-title">
        <h2 id="batches-title" className="pb-3 text-xl font-semibold tracking-tight">
          {t('bulk.batches')}
        </h2>
        <Batches onShowJobs={onShowJobs} />
      </section>
    </div>
  );
}

function BulkForm({ settings, onChoose }: Pick<BulkCardsProps, 'settings' | 'onChoose'>) {
  const { t } = useTranslation();
  const { source, printer, count, counting, starting, error } = useBulk();
  const total = count?.total ?? 0;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (total === 0) return;
    const batch = await startBulk();
    if (batch) {
      document.querySelector('#batches-title')?.scrollIntoView({ block: 'start' });
      tellDone(
        t('bulk.started', { count: total, formatted: formatCount(total), printer: batch.printerName }),
      );
    }
  };

  return (
    <form
      aria-labelledby="bulk-title"
      onSubmit={(event) => void submit(event)}
      className="rounded-2xl border border-line bg-surface"
    >
      <div className="p-5">
        <h2 id="bulk-title" className="pb-3 text-xl font-semibold tracking-tight">
          {t('bulk.title')}
        </h2>
        <Choice
          label={t('bulk.source')}
          value={source}
          onChange={(value) => changeBulk({ source: value })}
          options={[
            { value: 'list', label: t('bulk.sources.list'), icon: FileText },
            { value: 'chosen', label: t('bulk.sources.chosen'), icon: ListChecks },
            { value: 'all', label: t('bulk.sources.all'), icon: Users },
          ]}
          className="mb-4"
        />
        {source === 'list' && <ListSource />}
        {source === 'chosen' && <ChosenSource onChoose={onChoose} />}
        {source === 'all' && <AllSource />}
      </div>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3 border-t border-line bg-paper px-5 py-4 rounded-b-2xl">
        <PrinterField
          label={t('card.printer')}
          value={printer}
          onChange={(value) => changeBulk({ printer: value })}
          usualId={batchPrinterId(settings)}
          compact
          className="w-72"
        />
        <output className="min-w-40 flex-1 self-center pt-5 text-soft">
          {counting && <span className="appear-late">{t('bulk.counting')}</span>}
          {count && (
            <span className="font-semibold text-ink">
              {t('bulk.count', { count: total, formatted: formatCount(total) })}
            </span>
          )}
        </output>
        <Button look="primary" type="submit" icon={PrinterIcon} busy={starting} disabled={total === 0}>
          {total === 0
            ? t('bulk.print')
            : t('bulk.printCount', { count: total, formatted: formatCount(total) })}
        </Button>
        {error && <ErrorNotice error={error} className="basis-full" />}
      </div>
    </form>
  );
}

function ListSource() {
  const { t } = useTranslation();
  const { text, fileName, count } = useBulk();

  const read = async (file: File) => {
    if (file.size > longestList) tellProblem(t('bulk.fileTooLarge'));
    else changeBulk({ text: await file.text(), fileName: file.name });
  };

  return (
    <>
      <TextField
        label={t('bulk.lines')}
        value={text}
        onChange={(value) => changeBulk({ text: value, fileName: '' })}
        lines={6}
        maxLength={longestList}
        note={{
          kind: fileName ? 'reads-as' : 'hint',
          words: fileName ? t('bulk.fromFile', { file: fileName }) : t('bulk.linesHint'),
        }}
      />
      <div className="flex flex-wrap items-center gap-4">
        <FilePicker accept=".txt,.csv,text/plain,text/csv" onPick={(file) => void read(file)}>
          {t('bulk.openFile')}
        </FilePicker>
        {(count?.repeated ?? 0) > 0 && (
          <p className="text-sm text-soft">{t('bulk.repeated', { count: count?.repeated ?? 0 })}</p>
        )}
      </div>
      {count?.unmatched && (count.unmatchedTotal ?? 0) > 0 && (
        <UnmatchedLines lines={count.unmatched} total={count.unmatchedTotal ?? 0} />
      )}
    </>
  );
}

function ChosenSource({ onChoose }: { onChoose: () => void }) {
  const { t } = useTranslation();
  const chosen = useBulk((state) => state.chosen);
  const shown = 30;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p className="max-w-2xl min-w-0 flex-1 basis-80 text-pretty">
        {chosen.length === 0 ? (
          <span className="text-soft">{t('bulk.noneChosen')}</span>
        ) : (
          <>
            {chosen
              .slice(0, shown)
              .map(({ displayName }) => displayName)
              .join(' · ')}
            {chosen.length > shown && ` · ${t('bulk.andMore', { count: chosen.length - shown })}`}
          </>
        )}
      </p>
      <Button icon={ListChecks} onClick={onChoose}>
        {t('bulk.choose')}
      </Button>
    </div>
  );
}

const types = ['PERSON', 'COMPANY', 'B2B'] as const;

function AllSource() {
  const { t } = useTranslation();
  const { types: chosen, withoutCard } = useBulk();
  return (
    <div className="flex flex-col gap-3">
      <fieldset className="flex flex-wrap gap-2">
        <legend className="pb-1 text-sm font-medium text-soft">{t('bulk.types')}</legend>
        {types.map((type) => {
          const Icon = customerTypeIcons[type];
          const isChosen = chosen.includes(type);
          return (
            <label
              key={type}
              className="flex h-11 items-center gap-2 rounded-lg border border-field/60 px-4 font-medium has-checked:border-accent has-checked:bg-accent-tint has-focus-visible:outline-3 has-focus-visible:outline-accent"
            >
              <input
                type="checkbox"
                checked={isChosen}
                onChange={() =>
                  changeBulk({
                    types: isChosen ? chosen.filter((other) => other !== type) : [...chosen, type],
                  })
                }
                className="size-5 accent-accent"
              />
              <Icon aria-hidden="true" size={18} />
              {t(`customerType.${type}`)}
            </label>
          );
        })}
      </fieldset>
      <p className="text-sm text-soft">{t(chosen.length === 0 ? 'bulk.typesAll' : 'bulk.typesSome')}</p>
      <Switch
        label={t('bulk.withoutCard')}
        detail={t('bulk.withoutCardDetail')}
        checked={withoutCard}
        onChange={(value) => changeBulk({ withoutCard: value })}
      />
    </div>
  );
}
