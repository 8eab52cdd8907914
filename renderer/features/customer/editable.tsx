import { Check, Pencil, Plus, X } from 'lucide-react';
import { useEffect, useRef, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Customer } from '#shared/customer/model';
import type { CustomerField } from '#shared/sync/customer-field';
import { CustomerFields, type FieldPlace } from '../../customer-form/customer-fields.tsx';
import { fieldNote } from '../../customer-form/draft-check.ts';
import { readFieldValues, withRoom, type FieldName } from '../../customer-form/fields.ts';
import { IconButton } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { errorLine } from '../../ui/error-words.ts';
import { focusFirstIssue } from '../../ui/focus-first-issue.ts';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { FactRow } from './section.tsx';
import { placeButtonId, places, type PlaceId } from './places.ts';
import {
  changeField,
  emptyDraft,
  hasChanges,
  leaveField,
  saveChanges,
  startPlace,
  stopEditing,
  useCustomer,
} from './store.ts';

/** What of a customer can be changed where it stands. */
export interface Changeable {
  readonly customer: Customer;
  /** Fields that the connected service has room for. */
  readonly held: readonly CustomerField[];
}

/** Whether a place is open for typing. */
export function usePlaceOpen(place: PlaceId): boolean {
  return useCustomer(
    ({ editing, openUid, drafts }) => editing && openUid !== null && drafts[openUid]?.place === place,
  );
}

/** The fields of a place that the service has room for. */
export function placeFields(place: PlaceId, held: readonly CustomerField[]) {
  const fields: readonly FieldPlace[] = places[place];
  return withRoom(fields, held);
}

interface EditablePlaceProps extends Changeable {
  readonly place: PlaceId;
  /** What it is called. */
  readonly label: string;
  /** What stands there while nobody types; nothing when it is empty. */
  readonly children: ReactNode;
}

/** A part of the page that becomes its fields: pressed, or reached by Tab and Enter. */
export function EditablePlace({ place, label, customer, held, children }: EditablePlaceProps) {
  const { t } = useTranslation();
  const isOpen = usePlaceOpen(place);
  if (placeFields(place, held).length === 0) return <>{children}</>;
  if (isOpen) return <PlaceForm place={place} customer={customer} held={held} label={label} />;
  if (isNothing(children)) return <AddButton place={place} label={label} />;
  const open = () => {
    // Whoever marks a part of the text wants to copy it.
    if (document.getSelection()?.isCollapsed !== false) startPlace(place);
  };
  return (
    <div className="group/place flex items-start gap-1">
      {/* A larger target for hands; keys and screen readers have the button beside it, and the text can be marked. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div
        onClick={open}
        className="min-w-0 flex-1 cursor-text break-words decoration-faint decoration-dotted underline-offset-4 group-hover/place:underline"
      >
        {children}
      </div>
      <IconButton
        id={placeButtonId(place)}
        icon={Pencil}
        label={t('customer.change', { what: label })}
        onClick={() => startPlace(place)}
        className="-my-2.5 -mr-2 opacity-0 group-hover/place:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100 [&_svg]:size-4.5"
      />
    </div>
  );
}

function AddButton({ place, label }: { place: PlaceId; label: string }) {
  const { t } = useTranslation();
  return (
    <button
      id={placeButtonId(place)}
      type="button"
      aria-label={t('customer.addNamed', { what: label })}
      onClick={() => startPlace(place)}
      className="-my-2.5 -ml-2 inline-flex min-h-11 items-center gap-1 rounded-lg px-2 font-normal text-faint hover:bg-hover hover:text-ink"
    >
      <Plus aria-hidden="true" size={18} />
      {t('customer.add')}
    </button>
  );
}

function isNothing(value: ReactNode): boolean {
  return value === undefined || value === null || value === '' || value === false || value === 0;
}

interface EditableFactProps extends EditablePlaceProps {
  /** Offer it while there is nothing there, too. */
  readonly always?: boolean;
}

/** A named line of the page that can be changed; while it is, it has the whole line. */
export function EditableFact({ always = false, ...props }: EditableFactProps) {
  const isOpen = usePlaceOpen(props.place);
  const isHeld = placeFields(props.place, props.held).length > 0;
  if (isNothing(props.children) && !(isHeld && (always || isOpen))) return null;
  return (
    <FactRow label={props.label} isWide={isOpen && isHeld}>
      <EditablePlace {...props} />
    </FactRow>
  );
}

/** The fields of a place: Enter or leaving it saves, Esc puts everything back. */
function PlaceForm({ place, label, customer, held }: Changeable & { place: PlaceId; label: string }) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const draft = useCustomer((state) => state.drafts[customer.customerUid] ?? emptyDraft);
  const issues = useCustomer((state) => state.issues);
  const normalized = useCustomer((state) => state.normalized);
  const saving = useCustomer((state) => state.saving);
  const saveError = useCustomer((state) => state.saveError);
  const fields = placeFields(place, held);
  const original = readFieldValues(customer);

  useEffect(() => {
    // What is chosen from a list is marked, to be typed over; text is gone on with at its end.
    const field = form.current?.querySelector<HTMLInputElement>(
      'input:not([type=checkbox], [role=combobox]), textarea',
    );
    field?.setSelectionRange(field.value.length, field.value.length);
  }, []);

  /** To where it was, unless somebody is at work elsewhere by now. */
  const giveFocusBack = () =>
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) document.getElementById(placeButtonId(place))?.focus();
    });

  const save = async (byKey: boolean) => {
    const changed = hasChanges(draft);
    const isSaved = await saveChanges();
    if (isSaved) {
      if (changed) tellDone(t('customer.saved'));
      if (byKey) giveFocusBack();
    } else if (useCustomer.getState().editing) focusFirstIssue();
    else {
      // The next customer is on the screen already; what was typed is kept.
      const { saveError: failure } = useCustomer.getState();
      if (failure) tellProblem(errorLine(t, failure));
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    stopEditing(true);
    giveFocusBack();
  };

  /** Leaving the window is not leaving the field. */
  const onBlur = (event: FocusEvent) => {
    if (event.currentTarget.contains(event.relatedTarget) || !document.hasFocus()) return;
    if (useCustomer.getState().openUid === customer.customerUid) void save(false);
  };

  return (
    // What its fields do not take, such as Esc, and leaving all of them together, is the form's.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      ref={form}
      aria-label={t('customer.change', { what: label })}
      noValidate
      onKeyDown={onKeyDown}
      onBlur={onBlur}
      onSubmit={(event) => {
        event.preventDefault();
        void save(true);
      }}
      className="w-full rounded-xl bg-sunken px-3 pt-2 text-base font-normal tracking-normal"
    >
      {saveError && !saveError.issues && <ErrorNotice error={saveError} className="mb-2" />}
      <div className="flex items-start gap-1">
        <div className="min-w-0 flex-1">
          <CustomerFields
            type={customer.customerType}
            fields={fields}
            values={{ ...original, ...draft.changes }}
            onChange={changeField}
            onBlur={leaveField}
            noteOf={(name: FieldName) =>
              fieldNote(t, name, {
                issues,
                normalized,
                filledIn: {},
                mayScold: draft.submitted || draft.left.includes(name),
              })
            }
            focusOn={fields[0]?.[0]}
          />
        </div>
        <div className="flex shrink-0 pt-5.5">
          <IconButton
            type="submit"
            icon={Check}
            label={saving ? t('common.loading') : t('customer.savePlace')}
            className="text-accent!"
          />
          <IconButton
            icon={X}
            label={t('customer.leavePlace')}
            onClick={() => {
              stopEditing(true);
              giveFocusBack();
            }}
          />
        </div>
      </div>
    </form>
  );
}
