import { Plus, Printer as PrinterIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Printer } from '#shared/contract/printing';
import type { Settings } from '#shared/contract/values';
import { batchPrinterId, loadPrinters, usePrinters, usualPrinter } from '../../card-printing/printers.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Managed, SetByIt, useIsManaged } from '../../ui/managed.tsx';
import { draftOf, newDraft, type PrinterDraft } from './printer-draft.ts';
import { PrinterDialog } from './printer-dialog.tsx';
import { PrinterRow } from './printer-row.tsx';
import { askPrinter, loadDesigns } from './store.ts';

interface PrintersViewProps {
  readonly settings: Settings;
  readonly onChange: (changes: Partial<Settings>) => void;
}

/** Where membership cards come out: which printers there are, how they are, and which is for what. */
export function PrintersView({ settings, onChange }: PrintersViewProps) {
  const { t } = useTranslation();
  const { printers, error } = usePrinters();
  const [editing, setEditing] = useState<{ draft: PrinterDraft; known: boolean } | null>(null);

  useEffect(() => void openPage(), []);

  const areManaged = useIsManaged('printers');
  const single = usualPrinter(printers ?? [], settings.cardPrinterId);
  const batch = usualPrinter(printers ?? [], batchPrinterId(settings));
  const usedFor = ({ printerId }: Printer) => [
    ...(single?.printerId === printerId ? [t('printers.forSingle')] : []),
    ...(batch?.printerId === printerId ? [t('printers.forBatches')] : []),
  ];

  return (
    <>
      <div className="flex flex-wrap items-start gap-x-4">
        {(['cardPrinterId', 'batchPrinterId'] as const).map((setting) => (
          <div key={setting} className="flex-1 basis-64">
            <Managed name={setting}>
              <SelectField
                label={t(`printers.default.${setting}`)}
                value={settings[setting]}
                onChange={(printerId) => onChange({ [setting]: printerId })}
                options={[
                  { value: '', label: t(`printers.defaultNone.${setting}`) },
                  ...(printers ?? []).map(({ printerId, name }) => ({ value: printerId, label: name })),
                ]}
                note={{ kind: 'hint', words: t(`printers.defaultHint.${setting}`) }}
              />
            </Managed>
          </div>
        ))}
        {!areManaged && (
          <Button
            look="primary"
            icon={Plus}
            onClick={() => setEditing({ draft: newDraft(), known: false })}
            className="mt-5.5"
          >
            {t('printers.add')}
          </Button>
        )}
      </div>
      {areManaged && <SetByIt />}
      {error && <ErrorNotice error={error} className="mt-2" />}
      {printers?.length === 0 && (
        <EmptyState icon={PrinterIcon} title={t('printers.emptyTitle')}>
          {t('printers.empty')}
        </EmptyState>
      )}
      <ul aria-label={t('cards.sections.printers')} className="flex flex-col gap-3 pt-2">
        {printers?.map((printer) => (
          <PrinterRow
            key={printer.printerId}
            printer={printer}
            usedFor={usedFor(printer)}
            onEdit={areManaged ? undefined : () => setEditing({ draft: draftOf(printer), known: true })}
          />
        ))}
      </ul>
      {editing && (
        <PrinterDialog
          draft={editing.draft}
          known={editing.known}
          servicePrints={printers?.some(({ kind }) => kind === 'service') ?? false}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

/** Every printer is asked how it is when the page opens; nothing is printed by that. */
async function openPage(): Promise<void> {
  void loadDesigns();
  await loadPrinters();
  for (const printer of usePrinters.getState().printers ?? []) void askPrinter(printer, 'check');
}
