import { useTranslation } from 'react-i18next';
import { classNames } from '../../ui/class-names.ts';
import { FieldFrame, inputLook, SelectField, TextField } from '../../ui/field.tsx';
import { actionWords } from './words.ts';
import { useAudit, want } from './store.ts';

/** Who, what, whom and when. */
export function AuditFilterBar() {
  const { t } = useTranslation();
  const { wanted, known } = useAudit();
  const all = { value: '', label: t('auditPage.all') };
  return (
    <search
      aria-label={t('auditPage.filter')}
      className="grid grid-cols-3 gap-x-4 gap-y-2 pb-4 small:grid-cols-1"
    >
      <SelectField
        label={t('auditPage.actor')}
        value={wanted.actor}
        onChange={(actor) => void want({ actor })}
        options={[all, ...known.actors.map((value) => ({ value, label: value }))]}
        compact
      />
      <SelectField
        label={t('auditPage.action')}
        value={wanted.action}
        onChange={(action) => void want({ action })}
        options={[all, ...known.actions.map((value) => ({ value, label: actionWords(t, value) }))]}
        compact
      />
      <TextField
        label={t('auditPage.customer')}
        value={wanted.customerUid}
        onChange={(customerUid) => void want({ customerUid })}
        maxLength={128}
        compact
      />
      <DayField
        label={t('auditPage.from')}
        value={wanted.fromDay}
        onChange={(fromDay) => void want({ fromDay })}
      />
      <DayField label={t('auditPage.to')} value={wanted.toDay} onChange={(toDay) => void want({ toDay })} />
    </search>
  );
}

interface DayFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
}

function DayField({ label, value, onChange }: DayFieldProps) {
  return (
    <FieldFrame label={label} compact>
      {({ inputId }) => (
        <input
          id={inputId}
          type="date"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={classNames(inputLook, 'border-field')}
        />
      )}
    </FieldFrame>
  );
}
