import { Check, ChevronDown, CircleAlert, Sparkles } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { focusAtStart } from './focus-at-start.ts';

/** What stands under a field: what is wrong with it, else what happens with it. The room is always kept. */
export interface FieldNote {
  readonly kind: 'issue' | 'filled-in' | 'reads-as' | 'hint';
  readonly words: string;
}

const noteLooks = {
  issue: { icon: CircleAlert, className: 'text-danger font-medium' },
  'filled-in': { icon: Sparkles, className: 'text-accent' },
  'reads-as': { icon: Check, className: 'text-soft' },
  hint: { icon: null, className: 'text-faint' },
} as const;

interface FieldFrameProps {
  readonly label: string;
  readonly required?: boolean | undefined;
  readonly note?: FieldNote | undefined;
  /** Leave no room for a note: for fields that never have one. */
  readonly compact?: boolean | undefined;
  readonly className?: string | undefined;
  readonly children: (ids: { inputId: string; noteId: string }) => ReactNode;
}

/** Label, input and one line under it whose room is always kept, so that nothing jumps. */
export function FieldFrame({ label, required, note, compact, className, children }: FieldFrameProps) {
  const inputId = useId();
  const noteId = useId();
  const look = note && noteLooks[note.kind];
  const Icon = look?.icon;
  return (
    <div className={classNames('flex min-w-0 flex-col', className)}>
      <label htmlFor={inputId} className="pb-0.5 text-sm leading-5 font-medium text-soft">
        {label}
        {required && (
          <span aria-hidden="true" className="text-danger">
            {' *'}
          </span>
        )}
      </label>
      {children({ inputId, noteId })}
      {!compact && (
        <p
          id={noteId}
          className={classNames('flex min-h-6 items-start gap-1 pt-0.5 pb-1 text-xs', look?.className)}
        >
          {Icon && <Icon aria-hidden="true" size={14} className="mt-0.5 shrink-0" />}
          {note?.words}
        </p>
      )}
    </div>
  );
}

/** How everything looks that takes text. */
export const inputLook =
  'h-11 w-full min-w-0 rounded-lg border bg-raised px-3 text-md text-ink focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent disabled:bg-sunken disabled:text-faint';

interface TextFieldProps extends Omit<FieldFrameProps, 'children'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: (() => void) | undefined;
  readonly name?: string | undefined;
  readonly inputMode?: 'text' | 'tel' | 'email' | 'numeric' | 'decimal' | 'url' | undefined;
  readonly type?: 'text' | 'password';
  readonly lines?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly placeholder?: string | undefined;
  /** The cursor stands here when the field appears. */
  readonly startsHere?: boolean | undefined;
  readonly disabled?: boolean | undefined;
}

export function TextField({
  value,
  onChange,
  onBlur,
  name,
  inputMode,
  type = 'text',
  lines,
  maxLength,
  placeholder,
  startsHere,
  disabled,
  ...frame
}: TextFieldProps) {
  const invalid = frame.note?.kind === 'issue';
  return (
    <FieldFrame {...frame}>
      {({ inputId, noteId }) => {
        const shared = {
          id: inputId,
          name,
          value,
          maxLength,
          placeholder,
          disabled,
          ref: startsHere ? focusAtStart : undefined,
          onBlur,
          'aria-invalid': invalid || undefined,
          'aria-required': frame.required || undefined,
          'aria-describedby': frame.note ? noteId : undefined,
        };
        const border = invalid ? 'border-danger' : 'border-field';
        return lines ? (
          <textarea
            {...shared}
            rows={lines}
            onChange={(event) => onChange(event.target.value)}
            className={classNames(inputLook, border, 'h-auto resize-none py-2')}
          />
        ) : (
          <input
            {...shared}
            type={type}
            inputMode={inputMode}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => onChange(event.target.value)}
            className={classNames(inputLook, border)}
          />
        );
      }}
    </FieldFrame>
  );
}

interface SelectFieldProps extends Omit<FieldFrameProps, 'children'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: (() => void) | undefined;
  readonly name?: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export function SelectField({ value, onChange, onBlur, name, options, ...frame }: SelectFieldProps) {
  const invalid = frame.note?.kind === 'issue';
  return (
    <FieldFrame {...frame}>
      {({ inputId, noteId }) => (
        <span className="relative">
          <select
            id={inputId}
            name={name}
            value={value}
            onBlur={onBlur}
            aria-invalid={invalid || undefined}
            aria-describedby={frame.note ? noteId : undefined}
            onChange={(event) => onChange(event.target.value)}
            className={classNames(
              inputLook,
              'appearance-none pr-10',
              invalid ? 'border-danger' : 'border-field',
            )}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown
            aria-hidden="true"
            size={18}
            className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-soft"
          />
        </span>
      )}
    </FieldFrame>
  );
}
