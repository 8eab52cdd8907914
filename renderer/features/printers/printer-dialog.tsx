import { Check } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DesignId } from '#shared/cards/card-design';
import { designIdOf, designTrouble } from '#shared/cards/printer-design';
import type { TillError } from '#shared/contract/errors';
import type { Printer } from '#shared/contract/printing';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { SelectField, TextField, type FieldNote } from '../../ui/field.tsx';
import { FoundPrinters } from './found-printers.tsx';
import { kindIcons } from './kinds.ts';
import { isComplete, isPort, printerOf, type PrinterDraft } from './printer-draft.ts';
import { savePrinter, usePrintersPage } from './store.ts';

interface PrinterDialogProps {
  readonly draft: PrinterDraft;
  /** The printer is on the till already: its kind stays what it is. */
  readonly known: boolean;
  /** The service prints cards, so that one of its printers can be named. */
  readonly servicePrints: boolean;
  readonly onClose: () => void;
}

const formId = 'printer-form';

/** Adds a printer, found or written by hand, or changes one. */
export function PrinterDialog({ draft: initial, known, servicePrints, onClose }: PrinterDialogProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(initial);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<TillError | null>(null);
  const kinds = (['network', 'system', 'file', 'service'] as const).filter(
    (kind) => kind !== 'service' || servicePrints,
  );
  const complete = isComplete(draft);

  const save = async () => {
    setSaving(true);
    const failure = await savePrinter(printerOf(draft));
    setSaving(false);
    setError(failure);
    if (!failure) onClose();
  };

  return (
    <Dialog
      title={known ? t('printers.editTitle', { name: initial.name }) : t('printers.add')}
      width="medium"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form={formId} icon={Check} busy={saving} disabled={!complete}>
            {t('printers.save')}
          </Button>
        </>
      }
    >
      {!known && (
        <FoundPrinters onPick={(found) => setDraft({ ...draft, ...found, name: found.name || draft.name })} />
      )}
      <form
        id={formId}
        aria-label={t('printers.form')}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (complete) void save();
        }}
      >
        {!known && (
          <Choice
            label={t('printers.kind')}
            value={draft.kind}
            onChange={(kind) => setDraft({ ...draft, kind })}
            options={kinds.map((kind) => ({
              value: kind,
              label: t(`printers.kinds.${kind}`),
              icon: kindIcons[kind],
            }))}
            className="mb-4 flex-wrap"
          />
        )}
        <PrinterFields draft={draft} onChange={(changes) => setDraft({ ...draft, ...changes })} />
        {error && <ErrorNotice error={error} />}
      </form>
    </Dialog>
  );
}

interface PrinterFieldsProps {
  readonly draft: PrinterDraft;
  readonly onChange: (changes: Partial<PrinterDraft>) => void;
}

function PrinterFields({ draft, onChange }: PrinterFieldsProps) {
  const { t } = useTranslation();
  return (
    <div className="grid grid-cols-6 gap-x-4">
      <TextField
        label={t('printers.name')}
        value={draft.name}
        onChange={(name) => onChange({ name })}
        maxLength={80}
        note={{ kind: 'hint', words: t('printers.nameHint') }}
        startsHere
        required
        className="col-span-3"
      />
      <KindFields draft={draft} onChange={onChange} />
      {draft.kind !== 'service' && <DesignField draft={draft} onChange={onChange} />}
    </div>
  );
}

function KindFields({ draft, onChange }: PrinterFieldsProps) {
  const { t } = useTranslation();
  switch (draft.kind) {
    case 'network':
      return (
        <>
          <SelectField
            label={t('printers.language')}
            value={draft.language}
            onChange={(value) => onChange({ language: value === 'zpl' ? 'zpl' : 'escpos' })}
            options={[
              { value: 'zpl', label: t('printers.languages.zpl') },
              { value: 'escpos', label: t('printers.languages.escpos') },
            ]}
            className="col-span-3"
          />
          <TextField
            label={t('printers.host')}
            value={draft.host}
            onChange={(host) => onChange({ host })}
            maxLength={253}
            inputMode="url"
            required
            className="col-span-3"
          />
          <TextField
            label={t('printers.port')}
            value={draft.port}
            onChange={(port) => onChange({ port })}
            inputMode="numeric"
            note={isPort(draft.port) ? undefined : { kind: 'issue', words: t('printers.portRule') }}
            className="col-span-1"
          />
          <SelectField
            label={t('printers.dots')}
            value={draft.dotsPerMm}
            onChange={(dotsPerMm) => onChange({ dotsPerMm })}
            options={[
              { value: '', label: t('printers.dotsUsual') },
              { value: '8', label: '203 dpi' },
              { value: '11.811', label: '300 dpi' },
              { value: '23.622', label: '600 dpi' },
            ].concat(
              ['', '8', '11.811', '23.622'].includes(draft.dotsPerMm)
                ? []
                : [{ value: draft.dotsPerMm, label: t('printers.dotsOther', { dots: draft.dotsPerMm }) }],
            )}
            className="col-span-2"
          />
        </>
      );
    case 'system':
      return <SystemFields draft={draft} onChange={onChange} />;
    case 'file':
      return (
        <TextField
          label={t('printers.folder')}
          value={draft.folder}
          onChange={(folder) => onChange({ folder })}
          maxLength={1000}
          note={{ kind: 'hint', words: t('printers.folderHint') }}
          required
          className="col-span-3"
        />
      );
    default:
      return (
        <TextField
          label={t('printers.printerUid')}
          value={draft.printerUid}
          onChange={(printerUid) => onChange({ printerUid })}
          maxLength={128}
          note={{ kind: 'hint', words: t('printers.printerUidHint') }}
          className="col-span-3"
        />
      );
  }
}

/** The computer's own name of a printer: chosen among those it told of, or written. */
function SystemFields({ draft, onChange }: PrinterFieldsProps) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('printers.systemName')}
      value={draft.systemName}
      onChange={(systemName) => onChange({ systemName })}
      maxLength={220}
      note={{ kind: 'hint', words: t('printers.systemNameHint') }}
      required
      className="col-span-3"
    />
  );
}

/** What the cards on it look like; says so when it cannot print that. */
function DesignField({ draft, onChange }: PrinterFieldsProps) {
  const { t } = useTranslation();
  const designs = usePrintersPage((state) => state.designs);
  const look = lookOf(draft);
  const usual = designIdOf({ ...look, designId: undefined });
  return (
    <SelectField
      label={t('printers.design')}
      value={draft.designId}
      onChange={(designId) => onChange({ designId: designId as DesignId | '' })}
      options={[
        { value: '', label: t('printers.designUsual', { design: t(`designs.names.${usual}`) }) },
        ...designs.map(({ designId }) => ({ value: designId, label: t(`designs.names.${designId}`) })),
      ]}
      note={troubleNote()}
      className="col-span-3"
    />
  );

  function troubleNote(): FieldNote | undefined {
    const design = designs.find(({ designId }) => designId === designIdOf(look));
    const trouble = design ? designTrouble(look, design) : null;
    return trouble === null
      ? { kind: 'hint', words: t('printers.designHint') }
      : { kind: 'issue', words: t(`designs.trouble.${trouble}`) };
  }
}

function lookOf({ kind, language, designId }: PrinterDraft): Pick<Printer, 'kind'> & {
  language?: 'escpos' | 'zpl';
  designId?: DesignId | undefined;
} {
  return {
    kind,
    ...(kind === 'network' && { language }),
    ...(designId !== '' && { designId }),
  };
}
