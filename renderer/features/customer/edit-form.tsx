import { Save } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Customer } from '#shared/customer/model';
import type { CustomerField } from '#shared/sync/customer-field';
import { CustomerFields, furtherFields, mainFields } from '../../customer-form/customer-fields.tsx';
import { fieldNote } from '../../customer-form/draft-check.ts';
import { readFieldValues, withRoom, type FieldName } from '../../customer-form/fields.ts';
import { Button } from '../../ui/button.tsx';
import { displayName } from '../../ui/display-name.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { changeField, emptyDraft, leaveField, stopEditing, useCustomer } from './store.ts';

/** The customer's fields, ready to type in; only what is changed is saved. */
export function EditForm({
  customer,
  held,
  isNew,
  onSave,
}: {
  customer: Customer;
  /** Fields that the connected service has room for. */
  held: readonly CustomerField[];
  /** The service has never had the customer: what it has no room for can still be emptied. */
  isNew: boolean;
  onSave: () => void;
}) {
  const { t } = useTranslation();
  const draft = useCustomer((state) => state.drafts[customer.customerUid] ?? emptyDraft);
  const issues = useCustomer((state) => state.issues);
  const normalized = useCustomer((state) => state.normalized);
  const saving = useCustomer((state) => state.saving);
  const saveError = useCustomer((state) => state.saveError);

  const changed = Object.keys(draft.changes).length;
  const type = customer.customerType;
  const original = readFieldValues(customer);
  const all = [...mainFields(type), ...furtherFields(type)];
  const roomy = withRoom(all, held);
  const fields = all.filter((field) => roomy.includes(field) || (isNew && original[field[0]]));
  const values = { ...original, ...draft.changes };
  const noteOf = (name: FieldName) =>
    fieldNote(t, name, {
      issues,
      normalized,
      filledIn: {},
      mayScold: draft.submitted || draft.left.includes(name),
    });

  return (
    <form
      aria-label={t('customer.editTitle', { name: displayName(customer) })}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
      className="@container flex min-h-0 flex-1 flex-col"
    >
      <header className="px-6 pt-5 pb-3">
        <h1 className="truncate text-2xl font-semibold tracking-tight">
          {t('customer.editTitle', { name: displayName(customer) })}
        </h1>
      </header>
      <div className="scroll-steady min-h-0 flex-1 pr-4 pl-6">
        <div className="max-w-4xl pb-4">
          {saveError && <ErrorNotice error={saveError} className="mb-4" />}
          <CustomerFields
            type={type}
            fields={fields}
            values={values}
            onChange={changeField}
            onBlur={leaveField}
            noteOf={noteOf}
            focusOn={fields[0]?.[0]}
          />
        </div>
      </div>
      <footer className="flex min-h-18 shrink-0 flex-wrap items-center justify-end gap-x-3 gap-y-1 border-t border-line px-6 py-2 @max-[32rem]:[&_kbd]:hidden">
        <span className="tabular mr-auto text-sm text-soft">
          {changed > 0 ? t('customer.changedCount', { count: changed }) : t('customer.nothingChanged')}
        </span>
        <Button onClick={() => stopEditing(true)}>
          {changed > 0 ? t('customer.discardChanges') : t('common.cancel')}
        </Button>
        <Button look="primary" type="submit" icon={Save} keys="Ctrl+↵" busy={saving}>
          {t('common.save')}
        </Button>
      </footer>
    </form>
  );
}
