import { useTranslation } from 'react-i18next';
import { handOverFields, type HandOverField } from '#shared/hand-over/fields';
import { fieldLabel } from '../../ui/field-label.ts';
import { Switch } from '../../ui/switch.tsx';

interface FieldChoiceProps {
  readonly label: string;
  readonly value: readonly HandOverField[];
  readonly onChange: (fields: HandOverField[]) => void;
}

/** Which fields of a customer a POS learns; in one order, whatever order they are chosen in. */
export function FieldChoice({ label, value, onChange }: FieldChoiceProps) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend className="text-sm font-medium text-soft">{label}</legend>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-x-4">
        {handOverFields.map((field) => (
          <Switch
            key={field}
            label={fieldLabel(t, field)}
            checked={value.includes(field)}
            onChange={(chosen) =>
              onChange(handOverFields.filter((other) => (other === field ? chosen : value.includes(other))))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
