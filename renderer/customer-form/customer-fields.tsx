import { useTranslation } from 'react-i18next';
import type { CustomerType } from '#shared/customer/model';
import { classNames } from '../ui/class-names.ts';
import { SelectField, TextField, type FieldNote } from '../ui/field.tsx';
import { fieldLabel } from '../ui/field-label.ts';
import { Switch } from '../ui/switch.tsx';
import { CompanyField } from './company-field.tsx';
import { countryOptions } from './countries.ts';
import { requiredFields, specOf, type FieldName, type FieldValues } from './fields.ts';

/** Columns of six that a field takes. */
type Span = 2 | 3 | 4 | 6;
const spanClasses = { 2: 'col-span-2', 3: 'col-span-3', 4: 'col-span-4', 6: 'col-span-6' } as const;
const inputModes = { phone: 'tel', email: 'email', whole: 'numeric', money: 'decimal' } as const;

/** A field and the room it takes. */
export type FieldPlace = readonly [FieldName, Span];

const person: readonly FieldPlace[] = [
  ['firstname', 3],
  ['lastname', 3],
];
const company: readonly FieldPlace[] = [
  ['companyName', 4],
  ['vatNumber', 2],
];
const reach: readonly FieldPlace[] = [
  ['mobile', 3],
  ['email', 3],
  ['address', 6],
  ['postalCode', 2],
  ['city', 2],
  ['countryCode', 2],
];

/** The fields a registration asks for. */
export function mainFields(type: CustomerType) {
  return [...(type === 'PERSON' ? person : company), ...reach];
}

/** All other fields a till may write. */
export function furtherFields(type: CustomerType): readonly FieldPlace[] {
  const money: readonly FieldPlace[] = [
    ['paymentTerms', 3],
    ['credit.limit', 3],
  ];
  return [
    ['loyaltyId', 3],
    ['externalId', 3],
    ['internalNote', 6],
    ...(type === 'PERSON'
      ? ([
          ['companyName', 4],
          ['vatNumber', 2],
        ] as const)
      : person),
    ...money,
    ['ehf.enabled', 3],
    ['ehf.address', 3],
    ['origin', 3],
    ['ledgerNumber', 3],
    ['customerParentUid', 6],
    ['defaultStoreUid', 3],
    ['accountManager.tenantUserUid', 3],
    ['pricelistUid', 3],
    ['customerGroupUids', 6],
  ];
}

interface CustomerFieldsProps {
  /** Marks what such a customer cannot do without. */
  readonly type?: CustomerType;
  readonly fields: readonly FieldPlace[];
  readonly values: FieldValues;
  readonly onChange: (name: FieldName, value: string) => void;
  readonly onBlur?: (name: FieldName) => void;
  readonly noteOf: (name: FieldName) => FieldNote | undefined;
  /** The field the cursor stands in when the form opens. */
  readonly focusOn?: FieldName | undefined;
}

/** Fields of a customer on a grid of six columns; the same in registration and editing. */
export function CustomerFields({
  type,
  fields,
  values,
  onChange,
  onBlur,
  noteOf,
  focusOn,
}: CustomerFieldsProps) {
  const { t } = useTranslation();
  const required = type ? requiredFields(type) : [];
  return (
    <div className="grid grid-cols-6 gap-x-4 gap-y-0.5">
      {fields.map(([name, span]) => {
        const { kind, maxLength } = specOf(name);
        const label = fieldLabel(t, name);
        const frame = {
          label,
          name,
          value: values[name] ?? '',
          note: noteOf(name),
          required: required.includes(name),
          onChange: (value: string) => onChange(name, value),
          onBlur: () => onBlur?.(name),
          className: spanClasses[span],
        };
        if (kind === 'country') {
          return (
            <SelectField key={name} {...frame} options={[{ value: '', label: '—' }, ...countryOptions()]} />
          );
        }
        if (kind === 'flag') {
          return (
            <Switch
              key={name}
              name={name}
              label={label}
              checked={values[name] === 'true'}
              onChange={(checked) => onChange(name, String(checked))}
              className={classNames(spanClasses[span], 'self-center')}
            />
          );
        }
        if (kind === 'company') {
          return <CompanyField key={name} {...frame} startsHere={name === focusOn} />;
        }
        return (
          <TextField
            key={name}
            {...frame}
            maxLength={maxLength}
            lines={kind === 'note' ? 3 : undefined}
            inputMode={kind in inputModes ? inputModes[kind as keyof typeof inputModes] : undefined}
            startsHere={name === focusOn}
          />
        );
      })}
    </div>
  );
}
