import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { handOverFields } from '#shared/hand-over/fields';
import { fieldLabel } from '../../ui/field-label.ts';
import { SelectField, TextField, type FieldNote } from '../../ui/field.tsx';

/** What a POS most often finds a customer by. */
const usual = ['loyaltyId', 'customerUid', 'externalId', 'ledgerNumber'] as const;

interface TemplateFieldProps {
  readonly value: string;
  readonly onChange: (template: string) => void;
  /** The cursor has left the text: time to save. */
  readonly onLeave: () => void;
  readonly note: FieldNote | undefined;
}

/** One field of the customer, or a text of the shop's own with several in it. */
export function TemplateField({ value, onChange, onLeave, note }: TemplateFieldProps) {
  const { t } = useTranslation();
  const plain = usual.find((field) => value === `{${field}}`);
  const [isOwn, setIsOwn] = useState(plain === undefined);
  return (
    <>
      <SelectField
        label={t('handOver.format')}
        value={isOwn ? 'own' : (plain ?? 'own')}
        onChange={(chosen) => {
          setIsOwn(chosen === 'own');
          if (chosen !== 'own') onChange(`{${chosen}}`);
        }}
        onBlur={onLeave}
        options={[
          ...usual.map((field) => ({ value: field, label: fieldLabel(t, field) })),
          { value: 'own', label: t('handOver.ownTemplate') },
        ]}
      />
      {isOwn && (
        <TemplateText
          value={value}
          onChange={onChange}
          onLeave={onLeave}
          note={note}
          label={t('handOver.template')}
        />
      )}
    </>
  );
}

/** A text with fields in braces, and a list to add one from. */
export function TemplateText({
  label,
  value,
  onChange,
  onLeave,
  note,
}: TemplateFieldProps & { readonly label: string }) {
  const { t } = useTranslation();
  return (
    <div className="col-span-full grid grid-cols-[minmax(0,1fr)_11rem] gap-x-4">
      <TextField
        label={label}
        value={value}
        onChange={onChange}
        onBlur={onLeave}
        maxLength={500}
        note={note}
      />
      <SelectField
        label={t('handOver.addField')}
        value=""
        onChange={(field) => onChange(`${value}{${field}}`)}
        onBlur={onLeave}
        options={[
          { value: '', label: t('handOver.chooseField') },
          ...handOverFields.map((field) => ({ value: field, label: fieldLabel(t, field) })),
        ]}
      />
    </div>
  );
}
