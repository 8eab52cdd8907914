import { CloudDownload, Keyboard, Monitor, type LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '#shared/contract/values';
import { CustomerFields } from '../../customer-form/customer-fields.tsx';
import { pathsOf, readFieldValues, type FieldName } from '../../customer-form/fields.ts';
import { valueParts, valueWords } from '../../customer-form/value-words.ts';
import { classNames } from '../../ui/class-names.ts';
import { errorLine, issueWords } from '../../ui/error-words.ts';
import type { FieldNote } from '../../ui/field.tsx';
import { fieldLabel } from '../../ui/field-label.ts';
import { formatAge } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import { choose, typeValue, useConflicts } from './store.ts';

/** One field, what either side made of it, and room for a third answer: radio buttons underneath. */
export function FieldConflict({ conflict }: { conflict: Conflict }) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const group = useId();
  const { conflictId, field, base, ours, theirs } = conflict;
  const choice = useConflicts((state) => state.choices[conflictId]);
  const failure = useConflicts((state) => state.failures[conflictId]);
  const label = fieldLabel(t, field);
  // A type is one of three: here or elsewhere is right.
  const paths = field === 'customerType' ? [] : pathsOf(field);
  const issues = failure?.issues ?? [];
  const noteOf = (name: FieldName): FieldNote | undefined => {
    const issue = issues.find((one) => one.field === name) ?? (name === paths[0] ? issues[0] : undefined);
    return issue && { kind: 'issue', words: issueWords(t, issue) };
  };
  const startTyping = () =>
    choose(conflictId, { take: 'typed', values: readFieldValues({ [field]: ours ?? theirs }) });

  return (
    <fieldset className="border-t border-line px-5 pt-3 pb-4">
      <legend className="float-left w-full pb-2 font-semibold">
        {label}
        <span className="block text-sm font-normal text-soft">
          {t('conflicts.before', { value: valueWords(t, field, base) || t('conflicts.nothing') })}
        </span>
      </legend>
      <div className="clear-both grid grid-cols-2 gap-3 @3xl:grid-cols-3">
        <Side
          group={group}
          icon={Monitor}
          title={t('conflicts.ours')}
          field={field}
          value={ours}
          detail={[conflict.actor, formatAge(t, conflict.changedAt, nowMs)].filter(Boolean).join(' · ')}
          checked={choice?.take === 'ours'}
          onChoose={() => choose(conflictId, { take: 'ours' })}
        />
        <Side
          group={group}
          icon={CloudDownload}
          title={t('conflicts.theirs')}
          field={field}
          value={theirs}
          detail={conflict.theirsModifiedAt === null ? '' : formatAge(t, conflict.theirsModifiedAt, nowMs)}
          checked={choice?.take === 'theirs'}
          onChoose={() => choose(conflictId, { take: 'theirs' })}
        />
        {paths.length > 0 && (
          <Side
            group={group}
            icon={Keyboard}
            title={t('conflicts.typed')}
            checked={choice?.take === 'typed'}
            onChoose={startTyping}
            className="@max-3xl:col-span-2"
          />
        )}
      </div>
      {choice?.take === 'typed' && (
        <div className="max-w-md pt-3">
          <CustomerFields
            fields={paths.map((path) => [path, 6] as const)}
            values={choice.values}
            onChange={(name, value) => typeValue(conflictId, name, value)}
            noteOf={noteOf}
          />
        </div>
      )}
      {failure && (choice?.take !== 'typed' || issues.length === 0) && (
        <p role="alert" className="pt-2 font-medium text-danger">
          {errorLine(t, failure)}
        </p>
      )}
    </fieldset>
  );
}

interface SideProps {
  readonly group: string;
  readonly icon: LucideIcon;
  readonly title: string;
  /** What this side has; absent for the answer that is typed. */
  readonly field?: string;
  readonly value?: unknown;
  readonly detail?: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
  readonly className?: string;
}

/** One answer, as large as it needs to be to be read and touched. */
function Side({ group, icon: Icon, title, field, value, detail, checked, onChoose, className }: SideProps) {
  return (
    <label
      className={classNames(
        'flex min-h-16 min-w-0 flex-col gap-0.5 rounded-xl border-2 bg-surface px-4 py-2.5 has-[input[type=radio]:focus-visible]:outline-3 has-[input[type=radio]:focus-visible]:outline-offset-2 has-[input[type=radio]:focus-visible]:outline-accent',
        checked ? 'border-accent' : 'border-line hover:border-field',
        className,
      )}
    >
      <span className="flex items-center gap-2 text-sm text-soft">
        <Icon aria-hidden="true" size={16} className="shrink-0" />
        <span className="min-w-0 flex-1">{title}</span>
        <input
          type="radio"
          name={group}
          checked={checked}
          onChange={onChoose}
          className="size-5 shrink-0 accent-accent outline-none"
        />
      </span>
      {field !== undefined && <SideValue field={field} value={value} />}
      {detail && <span className="tabular text-sm text-soft">{detail}</span>}
    </label>
  );
}

function SideValue({ field, value }: { field: string; value: unknown }) {
  const { t } = useTranslation();
  const parts = valueParts(t, field, value);
  if (parts.length === 0) return <span className="text-lg text-faint">{t('conflicts.nothing')}</span>;
  return parts.map(({ label, words }) => (
    <span key={label} className="tabular text-lg font-semibold wrap-anywhere">
      {label && <span className="block text-sm font-normal text-soft">{label}</span>}
      {words}
    </span>
  ));
}
