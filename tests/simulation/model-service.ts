import type { CustomerChanges, CustomerRecord } from '#shared/customer/model';
import type { NewCustomer } from '../../electron/core/services/customer-service.ts';

/**
 * A customer service as a handful of rules over a map, written without a look
 * at any other code that knows these rules. It remembers every version of
 * every customer and every effect a request had.
 */

/** Who a request comes from. */
export interface Sender {
  readonly name: string;
  /** The mutation the till was sending. */
  readonly mutationId: string | null;
  /** The till has given this request up, or had its answer, before it came; or it came a second time. */
  readonly isStray: () => boolean;
}

export interface Effect {
  readonly atMs: number;
  readonly kind:
    | 'create'
    | 'update'
    | 'delete'
    | 'merge'
    | 'add-extension'
    | 'remove-extension'
    | 'print-card';
  readonly customerUid: string;
  readonly sender: Sender;
}

export interface Version {
  readonly atMs: number;
  /** Undefined: deleted, or merged away. */
  readonly record: CustomerRecord | undefined;
}

export interface ServiceHabits {
  /** Which of the two services it is like: one that dates changes, or one that counts versions and has few operations. */
  readonly kind: 'flow-retail' | 'emporix';
  readonly sortHonoured: boolean;
  readonly countsCustomers: boolean;
  readonly maxPageSize: number;
  /** Precision of `lastModifiedAt`. */
  readonly clockStepMs: number;
  /** Whether an update that changes nothing is a change. */
  readonly touchesUnchanged: boolean;
  /** An error of a batch item may lack its uid; whoever is not named is then unknown. */
  readonly namesBatchItems: boolean;
}

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly why: 'not-found' | 'conflict' | 'rejected'; readonly message: string };

const epochMs = Date.UTC(2026, 0, 5, 8);

export class ModelService {
  readonly habits: ServiceHabits;
  readonly customers = new Map<string, CustomerRecord>();
  readonly versions = new Map<string, Version[]>();
  readonly effects: Effect[] = [];
  /** Customers changed by a stray request: what the service has of them is no till's doing. */
  readonly strayed = new Set<string>();
  /** Customers that a stray request gave another version and no other contents, or that the service changed by itself. */
  readonly touched = new Set<string>();
  /** Where the customers went that were merged. */
  readonly merged = new Map<string, string>();
  /** Writes to customers, or below parents, that the service never had: they came before a create. */
  readonly early: string[] = [];
  readonly #nowMs: () => number;
  #changes = 0;
  readonly #changedAs = new Map<string, number>();

  constructor(habits: ServiceHabits, nowMs: () => number) {
    this.habits = habits;
    this.#nowMs = nowMs;
  }

  /** A customer from long ago. */
  plant(customerUid: string, fields: CustomerChanges, daysAgo: number): void {
    this.#store({ ...withFields(this.#blank(customerUid), fields), createdAt: this.#time(daysAgo) }, daysAgo);
  }

  create(customer: NewCustomer, sender: Sender): Outcome<CustomerRecord> {
    const { customerUid, consents, ...fields } = customer;
    if (this.customers.has(customerUid)) return no('conflict', `There is a customer ${customerUid} already`);
    const refusal = this.#refusalOf(fields);
    if (refusal !== undefined) return refusal;
    const at = this.#time();
    const given = (consents ?? []).map((consent) =>
      Object.assign({}, consent, { name: consent.consentUid, createdAt: at }),
    );
    return this.#change('create', sender, {
      ...withFields(this.#blank(customerUid), fields),
      consents: given,
      createdAt: at,
    });
  }

  /** The whole customer as it is to be, whether it was there or not. */
  put(customer: NewCustomer, sender: Sender): Outcome<null> {
    const { customerUid, ...fields } = customer;
    const refusal = this.#refusalOf(fields);
    if (refusal !== undefined) return refusal;
    const before = this.customers.get(customerUid);
    const after: CustomerRecord = {
      ...withFields(this.#blank(customerUid), fields),
      createdAt: before?.['createdAt'] ?? this.#time(),
    };
    this.#change('create', sender, after, before !== undefined && isSame(before, after));
    return { ok: true, value: null };
  }

  /** An update that is turned down unless it was made on the version that is there. */
  patch(customerUid: string, changes: CustomerChanges, version: number, sender: Sender): Outcome<null> {
    const before = this.customers.get(customerUid);
    if (before !== undefined && before['revision'] !== version) {
      return no('conflict', `${customerUid} has another version than ${version}`);
    }
    const updated = this.update(customerUid, changes, sender);
    return updated.ok ? { ok: true, value: null } : updated;
  }

  /** As a batch has it: whoever is there already gets these fields. */
  upsert(customer: NewCustomer, sender: Sender): Outcome<CustomerRecord> {
    const { customerUid, consents: _consents, ...fields } = customer;
    return this.customers.has(customerUid)
      ? this.update(customerUid, fields, sender)
      : this.create(customer, sender);
  }

  update(customerUid: string, changes: CustomerChanges, sender: Sender): Outcome<CustomerRecord> {
    const before = this.customers.get(customerUid);
    if (before === undefined) return this.#missing(customerUid);
    const refusal = this.#refusalOf(changes);
    if (refusal !== undefined) return refusal;
    const after = withFields(before, changes);
    const isUnchanged = isSame(before, after);
    if (isUnchanged && !this.habits.touchesUnchanged) return { ok: true, value: before };
    return this.#change('update', sender, after, isUnchanged);
  }

  delete(customerUid: string, sender: Sender): Outcome<null> {
    if (!this.customers.has(customerUid)) return notFound(customerUid);
    this.#remove(customerUid);
    this.#moveDepartments(customerUid, '');
    this.#note('delete', customerUid, sender);
    return { ok: true, value: null };
  }

  merge(customerUid: string, fromUid: string, sender: Sender): Outcome<CustomerRecord> {
    const target = this.customers.get(customerUid);
    const source = this.customers.get(fromUid);
    if (target === undefined) return this.#missing(customerUid);
    if (source === undefined) return this.#missing(fromUid);
    const filled = Object.entries(source).filter(
      ([field, value]) => value !== '' && (target[field] ?? '') === '',
    );
    this.#remove(fromUid);
    this.merged.set(fromUid, customerUid);
    this.#moveDepartments(fromUid, customerUid);
    const now = this.customers.get(customerUid) ?? target;
    return this.#change('merge', sender, { ...now, ...Object.fromEntries(filled) });
  }

  setExtension(customerUid: string, code: string, present: boolean, sender: Sender): Outcome<CustomerRecord> {
    const before = this.customers.get(customerUid);
    if (before === undefined) return this.#missing(customerUid);
    if (extensionsOf(before).includes(code) === present) return { ok: true, value: before };
    const others = extensionsOf(before).filter((other) => other !== code);
    const extensions = (present ? [...others, code] : others).map((extensionCode) => ({
      extensionCode,
      organizationUid: 'org',
    }));
    const after = { ...before, extensions };
    return this.#change(present ? 'add-extension' : 'remove-extension', sender, after);
  }

  /** Somebody says no to a consent, at the service. */
  revokeConsents(customerUid: string, sender: Sender): Outcome<CustomerRecord> {
    const before = this.customers.get(customerUid);
    if (before === undefined) return notFound(customerUid);
    const consents = (before['consents'] as object[]).map((consent) =>
      Object.assign({}, consent, { status: false }),
    );
    return this.#change('update', sender, { ...before, consents });
  }

  print(customerUid: string, sender: Sender): Outcome<null> {
    if (!this.customers.has(customerUid)) return this.#missing(customerUid);
    this.#note('print-card', customerUid, sender);
    return { ok: true, value: null };
  }

  get(customerUid: string): Outcome<CustomerRecord> {
    const record = this.customers.get(customerUid);
    return record === undefined ? notFound(customerUid) : { ok: true, value: record };
  }

  list(page: number, pageSize: number, newestFirst: boolean) {
    const { kind, sortHonoured, countsCustomers, maxPageSize } = this.habits;
    const all = [...this.customers.values()];
    if (kind === 'emporix') all.sort(byCreation);
    if (newestFirst && sortHonoured) {
      const age = (record: CustomerRecord) => Date.parse(record['lastModifiedAt'] as string);
      const last = (record: CustomerRecord) => this.#changedAs.get(record.customerUid) ?? 0;
      all.sort((left, right) => age(right) - age(left) || last(right) - last(left));
    }
    const size = Math.min(pageSize, maxPageSize);
    const items = all.slice(page * size, (page + 1) * size);
    return { items, unreadable: 0, totalCount: countsCustomers ? all.length : null, pageSize: size };
  }

  #refusalOf(fields: CustomerChanges): Outcome<never> | undefined {
    if (fields.mobile !== undefined && !/^\+?\d*$/.test(fields.mobile))
      return no('rejected', 'mobile: not a number');
    const parent = fields.customerParentUid ?? '';
    if (parent === '' || this.customers.has(parent)) return undefined;
    this.#missing(parent);
    return no('rejected', 'customerParentUid: unknown');
  }

  #blank(customerUid: string): CustomerRecord {
    const common = { customerUid, customerType: 'PERSON' };
    return this.habits.kind === 'emporix'
      ? { ...common, companyName: '', email: '' }
      : { ...common, city: '', address: '', internalNote: '', extensions: [], consents: [] };
  }

  /** Gone, or not there yet. */
  #missing(customerUid: string): Outcome<never> {
    if (!this.versions.has(customerUid)) this.early.push(customerUid);
    return notFound(customerUid);
  }

  #change(
    kind: Effect['kind'],
    sender: Sender,
    record: CustomerRecord,
    isTouch = false,
  ): Outcome<CustomerRecord> {
    const value = this.#store(record);
    if (!isTouch) this.#note(kind, record.customerUid, sender);
    else if (sender.isStray()) this.touched.add(record.customerUid);
    return { ok: true, value };
  }

  /** With its version: a date, or a number. */
  #store({ customerUid, ...fields }: CustomerRecord, daysAgo = 0): CustomerRecord {
    const revision = this.customers.get(customerUid)?.['revision'] as number | undefined;
    const version =
      this.habits.kind === 'emporix'
        ? { revision: (revision ?? 0) + 1 }
        : { lastModifiedAt: this.#time(daysAgo) };
    const record = { customerUid, ...fields, ...version };
    this.customers.set(customerUid, record);
    this.#changedAs.set(customerUid, (this.#changes += 1));
    this.#remember(customerUid, record);
    return record;
  }

  /** The departments of a company that is gone go to another, or to none. */
  #moveDepartments(fromUid: string, toUid: string): void {
    const departments = [...this.customers.values()].filter(
      (record) => record['customerParentUid'] === fromUid,
    );
    for (const record of departments) {
      this.#store({ ...record, customerParentUid: record.customerUid === toUid ? '' : toUid });
      this.touched.add(record.customerUid);
    }
  }

  #remove(customerUid: string): void {
    this.customers.delete(customerUid);
    this.#remember(customerUid, undefined);
  }

  #remember(customerUid: string, record: CustomerRecord | undefined): void {
    const versions = this.versions.get(customerUid) ?? [];
    versions.push({ atMs: this.#nowMs(), record });
    this.versions.set(customerUid, versions);
  }

  #note(kind: Effect['kind'], customerUid: string, sender: Sender): void {
    if (sender.isStray()) this.strayed.add(customerUid);
    this.effects.push({ atMs: this.#nowMs(), kind, customerUid, sender });
  }

  #time(daysAgo = 0): string {
    const { clockStepMs } = this.habits;
    const atMs = epochMs + this.#nowMs() - daysAgo * 86_400_000;
    return new Date(Math.floor(atMs / clockStepMs) * clockStepMs).toISOString();
  }
}

export function extensionsOf(record: CustomerRecord): string[] {
  return ((record['extensions'] ?? []) as { extensionCode: string }[]).map(
    ({ extensionCode }) => extensionCode,
  );
}

/** Of a nested field only the parts that are named change. */
function withFields(record: CustomerRecord, { ehf, ...fields }: CustomerChanges): CustomerRecord {
  return {
    ...record,
    ...fields,
    ...(ehf === undefined ? {} : { ehf: Object.assign({}, record['ehf'], ehf) }),
  };
}

/** Newest first; nobody's creation changes. */
function byCreation(left: CustomerRecord, right: CustomerRecord): number {
  const [one, other] = [left, right].map((record) => record['createdAt'] as string) as [string, string];
  if (one !== other) return one < other ? 1 : -1;
  return left.customerUid < right.customerUid ? -1 : 1;
}

function isSame(
  { lastModifiedAt: _date, revision: _count, ...one }: CustomerRecord,
  { lastModifiedAt: _otherDate, revision: _otherCount, ...other }: CustomerRecord,
): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function notFound(customerUid: string): Outcome<never> {
  return no('not-found', `There is no customer ${customerUid}`);
}

function no(why: 'not-found' | 'conflict' | 'rejected', message: string): Outcome<never> {
  return { ok: false, why, message };
}
