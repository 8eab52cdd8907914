import type { AuditReason } from '#shared/contract/audit';
import type { Draft } from '#shared/contract/drafts';
import type { OperationOutput } from '#shared/contract/operations';
import type { FieldIssue, TillError } from '#shared/contract/errors';
import { createPrivate, forgetTypedOf } from '../../bridge/private-store.ts';
import { till } from '../../bridge/till.ts';
import { createLatestAsker } from '../../bridge/ask-latest.ts';
import {
  buildChanges,
  buildDraft,
  findUnreadable,
  readFieldValues,
  type FieldName,
  type FieldValues,
} from '../../customer-form/fields.ts';

import { places, type PlaceId } from './places.ts';

export type CustomerView = OperationOutput<'customers.get'>;
export type StoreDetails = OperationOutput<'customers.storeDetails'>;

/** What was typed into a customer's fields and is not saved yet: changed fields only. */
export interface EditDraft {
  readonly changes: FieldValues;
  readonly left: readonly FieldName[];
  readonly submitted: boolean;
  /** The part of the page it is typed in; null in the form of all fields. */
  readonly place: PlaceId | null;
}

/** A saved change that one press takes back. */
export interface TakeBack {
  readonly customerUid: string;
  /** Fields by their names in the form: as they were, and as they are since. */
  readonly before: FieldValues;
  readonly after: FieldValues;
}

interface CustomerState {
  readonly openUid: string | null;
  readonly view: CustomerView | null;
  readonly error: TillError | null;
  /** The service is being asked about the open customer. */
  readonly fetching: boolean;
  readonly editing: boolean;
  /** Unsaved changes by customer: opening another one loses none. */
  readonly drafts: Readonly<Record<string, EditDraft>>;
  readonly issues: readonly FieldIssue[];
  readonly normalized: Readonly<Record<string, string>>;
  readonly saving: boolean;
  readonly saveError: TillError | null;
  readonly storeDetails: StoreDetails | null;
  readonly storeDetailsError: TillError | null;
  readonly askingStore: boolean;
  /** When the store was asked, in milliseconds since the epoch. */
  readonly askedStoreAtMs: number | null;
  /** What was changed last; of this customer or of one opened before. */
  readonly takeBack: TakeBack | null;
}

const nothingOpen = {
  view: null,
  error: null,
  fetching: false,
  editing: false,
  issues: [],
  normalized: {},
  saving: false,
  saveError: null,
  storeDetails: null,
  storeDetailsError: null,
  askingStore: false,
  askedStoreAtMs: null,
} as const;

export const emptyDraft: EditDraft = { changes: {}, left: [], submitted: false, place: null };

export const useCustomer = createPrivate<CustomerState>(
  () => ({
    openUid: null,
    drafts: {},
    takeBack: null,
    ...nothingOpen,
  }),
  {
    keep: ({ openUid, editing, drafts }) => ({ openUid, editing, drafts }),
    isUnsaved: ({ drafts }) => Object.values(drafts ?? {}).some(hasChanges),
    forget: ({ openUid, drafts, takeBack }, customerUid) => ({
      drafts: without(drafts ?? {}, customerUid),
      ...(openUid === customerUid && { editing: false }),
      ...(takeBack?.customerUid === customerUid && { takeBack: null }),
    }),
  },
);

const checker = createLatestAsker(120);

/** @param askService for a customer the service knows and this till may not have yet */
export async function openCustomer(customerUid: string, { askService = false } = {}): Promise<void> {
  const { openUid, view, drafts } = useCustomer.getState();
  // The same customer again keeps what is shown until the answer is there.
  const shown = openUid === customerUid ? view : null;
  checker.cancel();
  useCustomer.setState({
    ...nothingOpen,
    openUid: customerUid,
    view: shown,
    editing: hasChanges(drafts[customerUid]),
  });
  const isHere = await load(customerUid);
  if (!isHere && askService && useCustomer.getState().openUid === customerUid) await fetchCustomer();
}

/**
 * Takes in what the service says of the open customer now.
 *
 * @returns what went wrong, if anything; shown where there is no customer to show
 */
export async function fetchCustomer(): Promise<TillError | null> {
  const { openUid, fetching } = useCustomer.getState();
  if (!openUid || fetching) return null;
  useCustomer.setState({ fetching: true });
  const answer = await till.customers.fetch({ customerUid: openUid });
  if (useCustomer.getState().openUid !== openUid) return null;
  useCustomer.setState(({ view }) => ({
    fetching: false,
    ...(!answer.ok && view === null && { error: answer.error }),
  }));
  if (!answer.ok) return answer.error;
  await load(openUid);
  return null;
}

/** @returns whether the till has the customer */
async function load(customerUid: string): Promise<boolean> {
  const answer = await till.customers.get({ customerUid });
  if (answer.ok ? answer.customer.customerUid !== customerUid : isGone(answer.error))
    forgetTypedOf(customerUid);
  if (useCustomer.getState().openUid !== customerUid) return answer.ok;
  if (!answer.ok) {
    useCustomer.setState({ error: answer.error, view: null });
    return false;
  }
  // A merged customer answers as the one that stayed.
  useCustomer.setState({ openUid: answer.customer.customerUid, view: answer, error: null });
  return true;
}

function isGone({ code }: TillError): boolean {
  return code === 'customer.deleted' || code === 'customer.not-found';
}

/** Something about customers changed on this till: what is open is read again, with typed changes kept. */
export function refreshCustomer(customerUids?: readonly string[]): void {
  const { openUid } = useCustomer.getState();
  if (openUid && (!customerUids || customerUids.includes(openUid))) void load(openUid);
}

export function closeCustomer(): void {
  checker.cancel();
  useCustomer.setState({ openUid: null, ...nothingOpen });
}

type ChangeDraft = Extract<Draft, { kind: 'change' }>;

/** What a crash must not lose of what was typed into customers' fields. */
export function changesTyped(): ChangeDraft[] {
  return Object.entries(useCustomer.getState().drafts)
    .filter(([, draft]) => hasChanges(draft))
    .map(([customerUid, { changes }]) => ({ kind: 'change', customerUid, values: changes }));
}

/** Has changes again that a crash broke off, under what was typed since: opening the customer shows them in the form. */
export function resumeChanges({ customerUid, values }: ChangeDraft): void {
  useCustomer.setState(({ drafts }) => ({
    drafts: {
      ...drafts,
      [customerUid]: { ...emptyDraft, changes: { ...values, ...drafts[customerUid]?.changes } },
    },
  }));
}

export function hasChanges(draft: EditDraft | undefined): boolean {
  return draft !== undefined && Object.keys(draft.changes).length > 0;
}

/** All fields at once. */
export function startEditing(): void {
  if (!useCustomer.getState().view) return;
  updateDraft((draft) => ({ ...draft, place: null }));
  useCustomer.setState({ editing: true, saveError: null });
}

/** One part of the page, where it stands; with changes of other fields unsaved, all of them. */
export function startPlace(place: PlaceId): void {
  const { openUid, drafts } = useCustomer.getState();
  const typed = (openUid && drafts[openUid]) || emptyDraft;
  const names = new Set<string>(places[place].map(([name]) => name));
  const hasOthers = Object.keys(typed.changes).some((name) => !names.has(name));
  updateDraft((draft) => ({ ...draft, place: hasOthers ? null : place }));
  useCustomer.setState({ editing: true, saveError: null });
}

/** Leaves the form; `discard` also forgets what was typed. */
export function stopEditing(discard: boolean): void {
  checker.cancel();
  useCustomer.setState(({ openUid, drafts }) => ({
    editing: false,
    issues: [],
    normalized: {},
    saveError: null,
    drafts: discard && openUid ? without(drafts, openUid) : drafts,
  }));
}

function without<Value>(record: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== key));
}

export function changeField(name: FieldName, value: string): void {
  updateDraft((draft, original) => {
    const changes = { ...draft.changes, [name]: value };
    // Typed back to what it was: not a change.
    if ((original[name] ?? '') === value) delete changes[name];
    return { ...draft, changes };
  });
  checkSoon();
}

export function leaveField(name: FieldName): void {
  updateDraft((draft) => (draft.left.includes(name) ? draft : { ...draft, left: [...draft.left, name] }));
}

function updateDraft(change: (draft: EditDraft, original: FieldValues) => EditDraft): void {
  useCustomer.setState(({ openUid, view, drafts }) => {
    if (!openUid || !view) return {};
    const draft = change(drafts[openUid] ?? emptyDraft, readFieldValues(view.customer));
    return { drafts: { ...drafts, [openUid]: draft } };
  });
}

/** Only changed fields are looked at: what was wrong before is not this cashier's matter now. */
function checkSoon(): void {
  const { view, openUid, drafts } = useCustomer.getState();
  const changes = (openUid && drafts[openUid]?.changes) || {};
  if (!view) return;
  const unreadable = findUnreadable(changes);
  const draft = buildDraft(view.customer.customerType, { ...readFieldValues(view.customer), ...changes });
  checker.ask(
    () => till.customers.check({ draft }),
    (answer) => {
      if (!answer.ok) return;
      const { issues, normalized } = answer;
      useCustomer.setState({
        issues: [...unreadable, ...issues.filter(({ field }) => Object.hasOwn(changes, field))],
        normalized: Object.fromEntries(
          Object.entries(normalized).filter(([field]) => Object.hasOwn(changes, field)),
        ),
      });
    },
  );
}

/** Saves the changed fields alone. Answers whether it worked; a failed save keeps every field as typed. */
export async function saveChanges(): Promise<boolean> {
  const { openUid, drafts, saving } = useCustomer.getState();
  const draft = openUid ? drafts[openUid] : undefined;
  if (!openUid || saving) return false;
  if (!draft || !hasChanges(draft)) {
    stopEditing(true);
    return true;
  }
  // What the save finds out is the last word: a check that answers after it knows less.
  checker.cancel();
  updateDraft((typed) => ({ ...typed, submitted: true }));
  const unreadable = findUnreadable(draft.changes);
  if (unreadable.length > 0) {
    useCustomer.setState({ issues: unreadable });
    return false;
  }
  useCustomer.setState({ saving: true, saveError: null });
  const before = valuesOf(readFieldValues(useCustomer.getState().view?.customer ?? {}), draft.changes);
  const answer = await till.customers.update({
    customerUid: openUid,
    changes: buildChanges(draft.changes),
  });
  useCustomer.setState({ saving: false });
  if (!answer.ok) {
    useCustomer.setState({ saveError: answer.error, issues: answer.error.issues ?? [] });
    return false;
  }
  const after = valuesOf(readFieldValues(answer.customer), draft.changes);
  useCustomer.setState(({ drafts: others, openUid: nowOpen }) => ({
    drafts: without(others, openUid),
    ...(nowOpen === openUid && { editing: false, issues: [], normalized: {} }),
    takeBack: { customerUid: openUid, before, after },
  }));
  await load(openUid);
  return true;
}

/** These fields as a form has them, the empty ones too. */
function valuesOf(values: FieldValues, wanted: FieldValues): FieldValues {
  return Object.fromEntries((Object.keys(wanted) as FieldName[]).map((name) => [name, values[name] ?? '']));
}

/** What became of taking the last change back: `changed-since` when one of its fields is another by now. */
export type TakenBack = 'done' | 'changed-since' | TillError;

/** Puts the fields of the last saved change back as they were before it. */
export async function takeBackChange(): Promise<TakenBack> {
  const { takeBack } = useCustomer.getState();
  if (!takeBack) return 'changed-since';
  const { customerUid, before, after } = takeBack;
  useCustomer.setState({ takeBack: null });
  const now = await till.customers.get({ customerUid });
  if (!now.ok) return now.error;
  const values = valuesOf(readFieldValues(now.customer), after);
  const isAsSaved = (Object.keys(after) as FieldName[]).every((name) => values[name] === after[name]);
  if (!isAsSaved) return 'changed-since';
  const answer = await till.customers.update({ customerUid, changes: buildChanges(before) });
  await load(customerUid);
  return answer.ok ? 'done' : answer.error;
}

/** Credit is only true now, so it is asked for by a person, not on every opening. */
export async function askStore(): Promise<void> {
  const { openUid, askingStore } = useCustomer.getState();
  if (!openUid || askingStore) return;
  useCustomer.setState({ askingStore: true, storeDetailsError: null });
  const answer = await till.customers.storeDetails({ customerUid: openUid });
  if (useCustomer.getState().openUid !== openUid) return;
  useCustomer.setState(
    answer.ok
      ? { askingStore: false, storeDetails: answer, askedStoreAtMs: Date.now() }
      : { askingStore: false, storeDetailsError: answer.error },
  );
}

/** Adds or removes the Two Invoice extension; answers what went wrong, if anything. */
export async function setTwoInvoices(on: boolean): Promise<TillError | null> {
  const { openUid } = useCustomer.getState();
  if (!openUid) return null;
  const request = { customerUid: openUid, extensionCode: 'TWO_INVOICE' } as const;
  const answer = await (on ? till.customers.addExtension(request) : till.customers.removeExtension(request));
  await load(openUid);
  return answer.ok ? null : answer.error;
}

/**
 * The card is lost: a new number, and a new card where there is a printer. One press takes the number back.
 *
 * @returns what went wrong, if anything
 */
export async function replaceLostCard(print: boolean): Promise<TillError | null> {
  const { openUid } = useCustomer.getState();
  if (!openUid) return null;
  const answer = await till.codes.replace({ customerUid: openUid, print });
  if (!answer.ok) return answer.error;
  const { replaced, customer } = answer;
  useCustomer.setState({
    takeBack: {
      customerUid: openUid,
      before: { loyaltyId: replaced ?? '' },
      after: { loyaltyId: customer.loyaltyId ?? '' },
    },
  });
  await load(openUid);
  return null;
}

/** @param reason a request under data protection law takes all of the customer out of the till at once */
export async function deleteCustomer(reason: AuditReason): Promise<TillError | null> {
  const { openUid } = useCustomer.getState();
  if (!openUid) return null;
  const request = { customerUid: openUid, reason };
  const answer = await (reason === 'data-request'
    ? till.customers.erase(request)
    : till.customers.delete(request));
  if (!answer.ok) return answer.error;
  for (const customerUid of 'erased' in answer ? answer.erased : [openUid]) forgetTypedOf(customerUid);
  return null;
}
