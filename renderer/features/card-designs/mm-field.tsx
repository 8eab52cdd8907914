import { useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { FieldFrame, inputLook } from '../../ui/field.tsx';

interface MmFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly step?: number;
  readonly min?: number;
  readonly max?: number;
}

/** A length in millimetres, or a count; arrow keys step it. What is no number yet stays in the field and changes nothing. */
export function MmField({ label, value, onChange, step = 0.5, min = 0, max = 300 }: MmFieldProps) {
  const [typed, setTyped] = useState(String(value));
  const typedNumber = typed.trim() === '' ? Number.NaN : Number(typed);
  const isNumber = typedNumber >= min && typedNumber <= max;
  // Changed elsewhere: reset, import, another part of the form.
  const shown = isNumber && typedNumber !== value ? String(value) : typed;
  return (
    <FieldFrame label={label} compact>
      {({ inputId }) => (
        <input
          id={inputId}
          type="number"
          inputMode="decimal"
          value={shown}
          step={step}
          min={min}
          max={max}
          aria-invalid={!isNumber || undefined}
          onChange={(event) => {
            setTyped(event.target.value);
            const length = event.target.valueAsNumber;
            if (length >= min && length <= max) onChange(length);
          }}
          onBlur={() => setTyped(String(value))}
          className={classNames(inputLook, 'tabular', isNumber ? 'border-field' : 'border-danger')}
        />
      )}
    </FieldFrame>
  );
}
