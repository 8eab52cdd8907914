import type { Draft } from '#shared/contract/drafts';
import type { FieldIssue, TillError } from '#shared/contract/errors';
import type { Duplicate, Settings } from '#shared/contract/values';
import type { Holdings } from '#shared/customer/holdings';
import { askedAtTill } from '#shared/customer/consent-source';
import type { Customer, CustomerDraft, CustomerType } from '#shared/customer/model';
import { createPrivate } from '../../bridge/private-store.ts';
import { createLatestAsker } from '../../bridge/ask-latest.ts';
import { till } from '../../bridge/till.ts';
import {
  buildDraft,
  findUnreadable,
  readFieldValues,
  withRoom,
  type FieldName,
  type FieldValues,
} from '../../customer-form/fields.ts';

/**
 * A registration that is not saved yet. It lives in the window's memory, apart
 * from the form that shows it: leaving the form, a failed save or a fault in
 * the interface loses nothing. Against a crash the core keeps it in the encrypted
 * store; the browser's own storage, which lies on the disk in the clear, never has it.
 */
export interface Registration {
  /** Made when the form opens: saving twice makes one customer. */
  readonly customerUid: string;
  readonly type: CustomerType;
  readonly values: FieldValues;
  /** What was filled in for the cashier (the city of a postal code); typing over it makes it theirs. */
  readonly filledIn: Readonly<Partial<Record<FieldName, string>>>;
  readonly left: readonly FieldName[];
  readonly submitted: boolean;
  /** The cashier has typed in the form, so it is worth keeping. */
  readonly touched: boolean;
  readonly consents: Readonly<Record<string, boolean>>;
  readonly printCard: boolean;
  /** The card the customer was given, by its code; `takeOver` when it was somebody else's and is not to be any more. */
  readonly scanned: { readonly code: string; readonly takeOver: boolean } | null;
}

/** What the company registry says. */
type RegistryAnswer =
  | { readonly state: 'not-asked' | 'asking' | 'nothing' | 'filled' }
  | { readonly state: 'choose'; readonly found: readonly Customer[] }
  | { readonly state: 'failed'; readonly error: TillError };

interface RegisterState {
  readonly registration: Registration | null;
  readonly issues: readonly FieldIssue[];
  readonly normalized: Readonly<Record<string, string>>;
  readonly duplicates: readonly Duplicate[];
  readonly saving: boolean;
  readonly error: TillError | null;
  readonly registry: RegistryAnswer;
}

const nothingAsked = {
  issues: [],
  normalized: {},
  duplicates: [],
  saving: false,
  error: null,
  registry: { state: 'not-asked' },
} as const;

export const useRegister = createPrivate<RegisterState>(() => ({ registration: null, ...nothingAsked }), {
  keep: ({ registration }) => ({ registration }),
  isUnsaved: ({ registration }) => registration?.touched ?? false,
});

/** Whom to name at all: below one in a hundred it is a namesake, and naming it wastes a look. */
const leastAlike = 0.01;

const checker = createLatestAsker(100);
const duplicateFinder = createLatestAsker(60);

/** Starts a registration, or goes on with the one that was left unfinished. */
export function beginRegistration(prefill: Partial<CustomerDraft>, settings: Settings): void {
  const { registration } = useRegister.getState();
  if (registration?.touched) return;
  const type = prefill.customerType ?? settings.defaultCustomerType;
  useRegister.setState({
    ...nothingAsked,
    registration: {
      customerUid: crypto.randomUUID(),
      type,
      values: { countryCode: settings.defaultCountry, ...readFieldValues(prefill) },
      filledIn: {},
      left: [],
      submitted: false,
      touched: false,
      consents: {},
      printCard: settings.printCardOnCreate,
      scanned: null,
    },
  });
  askSoon();
}

type RegistrationDraft = Extract<Draft, { kind: 'registration' }>;

/** What a crash must not lose of the registration; null while there is none that somebody has typed in. */
export function registrationTyped(): RegistrationDraft | null {
  const { registration } = useRegister.getState();
  if (!registration?.touched) return null;
  const { customerUid, type, values, filledIn, consents, printCard, scanned } = registration;
  const typed = Object.entries(values).filter(([name]) => !Object.hasOwn(filledIn, name));
  return {
    kind: 'registration',
    customerUid,
    customerType: type,
    values: Object.fromEntries(typed),
    consents,
    printCard,
    scanned,
  };
}

/** Goes on with a registration that a crash broke off. */
export function resumeRegistration(draft: RegistrationDraft): void {
  const { customerUid, customerType: type, values, consents, printCard, scanned } = draft;
  useRegister.setState({
    ...nothingAsked,
    registration: {
      customerUid,
      type,
      values,
      consents,
      printCard,
      scanned,
      filledIn: {},
      left: [],
      submitted: false,
      touched: true,
    },
  });
  askSoon();
}

/** Forgets the registration for good. */
export function discardRegistration(): void {
  checker.cancel();
  duplicateFinder.cancel();
  useRegister.setState({ registration: null, ...nothingAsked });
}

function change(update: (registration: Registration) => Partial<Registration>): void {
  useRegister.setState(({ registration }) =>
    registration ? { registration: { ...registration, touched: true, ...update(registration) } } : {},
  );
}

export function changeField(name: FieldName, value: string): void {
  change(({ values, filledIn }) => {
    const nowFilledIn = { ...filledIn };
    delete nowFilledIn[name];
    if (name === 'loyaltyId')
      return { scanned: null, values: { ...values, [name]: value }, filledIn: nowFilledIn };
    return { values: { ...values, [name]: value }, filledIn: nowFilledIn };
  });
  askSoon();
}

/** The new customer gets the card that was scanned. */
export function takeCode(code: string, takeOver: boolean): void {
  change(({ values }) => ({ scanned: { code, takeOver }, values: { ...values, loyaltyId: code } }));
  askSoon();
}

/** The new customer gets a number of the till's own after all. */
export function dropCode(): void {
  change(({ values: { loyaltyId: _dropped, ...values } }) => ({ scanned: null, values }));
  askSoon();
}

export function leaveField(name: FieldName): void {
  useRegister.setState(({ registration }) =>
    registration && !registration.left.includes(name)
      ? { registration: { ...registration, left: [...registration.left, name] } }
      : {},
  );
}

export function changeType(type: CustomerType): void {
  change(() => ({ type }));
  askSoon();
}

export function setConsent(consentUid: string, given: boolean): void {
  change(({ consents }) => ({ consents: { ...consents, [consentUid]: given } }));
}

export function setPrintCard(printCard: boolean): void {
  change(() => ({ printCard }));
}

/** What is shown is what is saved: a field that went with another type, or that the service has no room for, is not. */
function draftOf({ type, values, customerUid }: Registration, holds: Holdings): CustomerDraft {
  const shown = withRoom(Object.entries(values) as [FieldName, string][], holds.fields[type]);
  return { ...buildDraft(type, Object.fromEntries(shown)), customerUid };
}

/** While typing: are the fields as the service wants them, and is this customer here already? */
function askSoon(): void {
  const { registration } = useRegister.getState();
  if (!registration) return;
  const { customerUid, type, values, filledIn } = registration;
  const draft = buildDraft(type, values);
  // What was filled in is asked for anew: it follows the field it came from.
  const typed = Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(filledIn, name)));
  const typedDraft = buildDraft(type, typed);
  const unreadable = findUnreadable(registration.values);
  checker.ask(
    () => till.customers.check({ draft: typedDraft }),
    (answer) => {
      if (!answer.ok) return;
      useRegister.setState({
        issues: [...unreadable, ...answer.issues],
        normalized: answer.normalized,
      });
      fillIn(customerUid, answer.suggestions);
    },
  );
  duplicateFinder.ask(
    () => till.customers.duplicates({ draft, limit: 6 }),
    (answer) => {
      if (!answer.ok) return;
      useRegister.setState({
        duplicates: answer.candidates.filter((other) => other.probability >= leastAlike),
      });
    },
  );
}

/** Fills empty fields, and those it has filled before anew; what a person typed is theirs. */
function fillIn(customerUid: string, suggestions: Readonly<Record<string, string>>): void {
  useRegister.setState(({ registration }) => {
    if (registration?.customerUid !== customerUid) return {};
    const values: Partial<Record<FieldName, string>> = { ...registration.values };
    const filledIn: Partial<Record<FieldName, string>> = {};
    for (const name of Object.keys(registration.filledIn) as FieldName[]) values[name] = '';
    for (const [name, value] of Object.entries(suggestions) as [FieldName, string][]) {
      if (values[name]) continue;
      values[name] = value;
      filledIn[name] = value;
    }
    return { registration: { ...registration, values, filledIn } };
  });
}

interface SaveOptions {
  readonly asksConsents: boolean;
  readonly canPrintCards: boolean;
  /** What the connected service has room for. */
  readonly holds: Holdings;
}

/**
 * Saves the registration; answers the new customer, or null when it was not
 * saved and everything typed is still there. Pressing again while it runs, or
 * after an answer that got lost, never makes a second customer: the id is the
 * form's.
 */
export async function saveRegistration(
  settings: Settings,
  { asksConsents, canPrintCards, holds }: SaveOptions,
): Promise<string | null> {
  const { registration, saving } = useRegister.getState();
  if (!registration || saving) return null;
  const unreadable = findUnreadable(registration.values);
  useRegister.setState({ registration: { ...registration, submitted: true, touched: true } });
  if (unreadable.length > 0) {
    useRegister.setState({ issues: unreadable });
    return null;
  }
  // What the save finds out is the last word: a check that answers after it knows less.
  checker.cancel();
  useRegister.setState({ saving: true, error: null });
  const { customerUid, printCard, scanned, values } = registration;
  const consents = asksConsents
    ? settings.consents.map(({ consentUid }) => ({
        consentUid,
        status: registration.consents[consentUid] ?? false,
        source: askedAtTill,
      }))
    : [];
  const answer = await till.customers.create({
    customer: { ...draftOf(registration, holds), ...(consents.length > 0 && { consents }) },
    ...(scanned?.takeOver === true && scanned.code === values.loyaltyId && { takeOverCode: true }),
    card: printCard && canPrintCards && holds.fields[registration.type].includes('loyaltyId'),
  });
  // Saved before, its answer lost on the way: this very customer is there.
  const saved = answer.ok || answer.error.code === 'customer.exists';
  if (saved) {
    discardRegistration();
    return customerUid;
  }
  useRegister.setState({ saving: false, error: answer.error, issues: answer.error.issues ?? [] });
  return null;
}

/** A customer the registry found, as the start of a registration. */
export function prefillFrom(found: Customer): Partial<CustomerDraft> {
  const { customerType, firstname, lastname, companyName, address, postalCode, city } = found;
  const { countryCode, mobile, email, vatNumber, externalId } = found;
  const fields = { firstname, lastname, companyName, address, postalCode, city, countryCode, mobile, email };
  const filled = Object.entries({ ...fields, vatNumber, externalId }).filter(([, value]) => value);
  return { customerType, ...Object.fromEntries(filled) };
}

/** More of them than one looks through at a counter. */
const registryShown = 5;

/** What the registry is asked for: the number, which is one company's alone, else the name. */
export function registryQuery({ vatNumber, companyName }: FieldValues): string {
  return (vatNumber?.trim() || companyName?.trim()) ?? '';
}

/** Asks the company registry for the company on the form; one that it is sure of fills the form at once. */
export async function askRegistry(): Promise<void> {
  const { registration, registry } = useRegister.getState();
  const query = registration ? registryQuery(registration.values) : '';
  if (!registration || query === '' || registry.state === 'asking') return;
  useRegister.setState({ registry: { state: 'asking' } });
  const answer = await till.customers.searchExternal({ query: query.slice(0, 200) });
  if (useRegister.getState().registration?.customerUid !== registration.customerUid) return;
  if (!answer.ok) {
    useRegister.setState({ registry: { state: 'failed', error: answer.error } });
    return;
  }
  const companies = answer.items.filter(({ customerType }) => customerType !== 'PERSON');
  const [only] = companies;
  if (only && companies.length === 1) fillFromRegistry(only);
  else {
    const found = companies.slice(0, registryShown);
    useRegister.setState({ registry: only ? { state: 'choose', found } : { state: 'nothing' } });
  }
}

/** The registry's values go where nothing was typed; its name and number stand for what was looked for by them. */
export function fillFromRegistry(found: Customer): void {
  change(({ values, filledIn }) => {
    const { companyName, vatNumber, ...others } = readFieldValues(prefillFrom(found));
    const own = Object.fromEntries(
      Object.entries(values).filter(([name, value]) => value && !Object.hasOwn(filledIn, name)),
    );
    const named = { ...(companyName && { companyName }), ...(vatNumber && { vatNumber }) };
    return { values: { ...others, ...own, ...named }, filledIn: {} };
  });
  useRegister.setState({ registry: { state: 'filled' } });
  askSoon();
}
