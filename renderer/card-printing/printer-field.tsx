import { useTranslation } from 'react-i18next';
import { SelectField, type FieldNote } from '../ui/field.tsx';
import { usePrinters, usualPrinter } from './printers.ts';

interface PrinterFieldProps {
  readonly label: string;
  /** Empty: the usual printer. */
  readonly value: string;
  readonly onChange: (printerId: string) => void;
  /** The printer chosen for such jobs in the settings; empty where nobody has chosen. */
  readonly usualId: string;
  readonly note?: FieldNote | undefined;
  readonly compact?: boolean;
  readonly className?: string;
}

/** Which printer a card goes to; the usual one is named. */
export function PrinterField({ usualId, ...field }: PrinterFieldProps) {
  const { t } = useTranslation();
  const printers = usePrinters((state) => state.printers) ?? [];
  const usual = usualPrinter(printers, usualId);
  return (
    <SelectField
      {...field}
      options={[
        {
          value: '',
          label: usual ? t('card.usualPrinterNamed', { name: usual.name }) : t('card.usualPrinter'),
        },
        ...printers.map(({ printerId, name }) => ({ value: printerId, label: name })),
      ]}
    />
  );
}
