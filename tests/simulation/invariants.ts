import type { CustomerRecord } from '#shared/customer/model';
import { plainValue } from './field-values.ts';
import type { Entry, Ledger } from './ledger.ts';
import { extensionsOf, type ModelService } from './model-service.ts';
import { preparedOnce, type SimTill } from './sim-till.ts';

const maxReported = 5;
/** What changes no customer's row. */
const harmless = new Set([
  'recoverClaims',
  'claimMutations',
  'claimBatch',
  'getSyncCursor',
  'setSyncCursor',
  'settleKeys',
  'compareWithService',
  'lastCustomerId',
  'listChangeTimes',
  'listUids',
  'listUnseen',
]);

interface Row {
  customer_uid: string;
  record: string;
  hidden: 0 | 1;
}

/** The invariants of the sync, by their numbers in tests/simulation/README.md, asked of stores and service alone. */
export class Invariants {
  readonly violations: string[] = [];
  readonly #model: ModelService;
  readonly #ledger: Ledger;
  readonly #trace: (line: string) => void;

  readonly #isAlone: boolean;

  /** @param isAlone whether one till is the only one that changes anything */
  constructor(model: ModelService, ledger: Ledger, trace: (line: string) => void, isAlone: boolean) {
    this.#model = model;
    this.#ledger = ledger;
    this.#trace = trace;
    this.#isAlone = isAlone;
  }

  report(violation: string): void {
    if (this.violations.length >= maxReported || this.violations.includes(violation)) return;
    this.violations.push(violation);
    this.#trace(`!! ${violation}`);
  }

  /** While it runs, after a write: what waits is in sight, who is gone is not. */
  look(till: SimTill, method: string): void {
    if (harmless.has(method)) return;
    const back = preparedOnce(
      till.store,
      `SELECT customer_uid FROM tombstone JOIN customer USING (customer_uid)`,
    )
      .pluck()
      .all() as string[];
    for (const uid of back) this.report(`7: ${uid} is back on ${till.name} after ${method}`);

    if (this.#isAlone) this.#lookForConflicts(till, method);
    this.#lookForLeftBehind(till, method);

    for (const entry of this.#ledger.entries) {
      if ((entry.kind !== 'delete' && entry.kind !== 'merge') || entry.settledBy !== null) continue;
      const goneUid = entry.otherUid ?? entry.customerUid;
      if (this.#isAcked(till, entry) && this.#row(till, goneUid) !== undefined) {
        this.report(`7: ${goneUid} is back on ${till.name} after ${method}`);
      }
    }

    const unsettled = new Set(
      preparedOnce(till.store, `SELECT mutation_id FROM mutation WHERE state <> 'acked'`)
        .pluck()
        .all() as string[],
    );
    if (unsettled.size === 0) return;
    const wanted = new Map<string, { value: string; field: string; uid: string }>();
    for (const entry of this.#ledger.entries) {
      if (entry.settledBy !== null || !unsettled.has(entry.mutationId)) continue;
      const { customerUid: uid } = entry;
      if (entry.kind === 'delete' || entry.kind === 'merge') {
        const goneUid = entry.otherUid ?? uid;
        if (this.#row(till, goneUid)?.hidden === 0)
          this.report(`7: ${goneUid} is in sight on ${till.name} after ${method}`);
      }
      for (const [field, value] of entry.fields) wanted.set(`${uid} ${field}`, { uid, field, value });
    }
    for (const { uid, field, value } of wanted.values()) {
      const row = this.#row(till, uid);
      const shown =
        row === undefined ? undefined : plainValue((JSON.parse(row.record) as CustomerRecord)[field]);
      if (!this.#says(uid, field, shown, value))
        this.report(
          `4: ${field} of ${uid} on ${till.name} is ${String(shown)}, not ${value}, after ${method}`,
        );
    }
  }

  /** 9: who is alone is never asked about somebody else's change. */
  #lookForConflicts(till: SimTill, method: string): void {
    const rows = preparedOnce(till.store, `SELECT customer_uid, field FROM conflict`).all() as {
      customer_uid: string;
      field: string;
    }[];
    const { strayed, touched } = this.#model;
    for (const { customer_uid: uid, field } of rows) {
      if (strayed.has(uid) || touched.has(uid)) continue;
      this.report(`9: ${till.name} is in conflict with itself over ${field} of ${uid} after ${method}`);
    }
  }

  /** 10: what waits to be sent goes under no company that this till has merged into another. */
  #lookForLeftBehind(till: SimTill, method: string): void {
    const sql = `SELECT mutation.customer_uid FROM mutation JOIN tombstone ON tombstone.customer_uid = other_uid
      WHERE merged_into_uid IS NOT NULL AND kind IN ('create', 'update')
        AND state NOT IN ('acked', 'claimed', 'unknown')`;
    for (const uid of preparedOnce(till.store, sql).pluck().all() as string[]) {
      this.report(`10: ${uid} waits under a company that is gone on ${till.name} after ${method}`);
    }
  }

  /** Mutations that wait for nobody but the sync. */
  waiting(tills: readonly SimTill[]): string[] {
    return tills.flatMap((till) =>
      (
        preparedOnce(
          till.store,
          `WITH RECURSIVE held (sequence, customer_uid, other_uid, kind) AS (
             SELECT sequence, customer_uid, other_uid, kind FROM mutation WHERE state IN ('parked', 'conflicted')
             UNION
             SELECT later.sequence, later.customer_uid, later.other_uid, later.kind FROM mutation AS later JOIN held
             ON (held.customer_uid IN (later.customer_uid, later.other_uid)
                 OR (later.kind = 'merge' AND held.other_uid = later.other_uid))
               AND (later.sequence > held.sequence
                 -- A department waits for its parent's create wherever that stands.
                 OR (held.kind = 'create' AND later.kind <> 'merge' AND later.other_uid = held.customer_uid))
             WHERE later.state <> 'acked')
           SELECT kind || ' ' || state || ' ' || customer_uid || ' ' || mutation_id FROM mutation
           WHERE state <> 'acked' AND superseded = 0
             -- What is under way is waited for, whatever stands before it by now.
             AND (state = 'claimed' OR sequence NOT IN (SELECT sequence FROM held))`,
        )
          .pluck()
          .all() as string[]
      ).map((words) => `${till.name} ${words}`),
    );
  }

  /** Customers of the service that a till lacks or has otherwise. */
  missingRows(tills: readonly SimTill[]): string[] {
    return tills.flatMap((till) => {
      const rows = this.#rows(till);
      return [...this.#model.customers.values()].flatMap((record) => {
        if (this.#isBackAsStray(till, record.customerUid)) return [];
        const here = rows.get(record.customerUid);
        const there = JSON.stringify(record);
        if (here === there || (here !== undefined && here === withoutVersion(record))) return [];
        return [`${record.customerUid} on ${till.name} is ${here ?? 'missing'}, at the service ${there}`];
      });
    });
  }

  /** As well as customers the service no longer has. */
  differences(tills: readonly SimTill[]): string[] {
    const surplus = tills.flatMap((till) =>
      [...this.#rows(till).keys()]
        .filter((uid) => !this.#model.customers.has(uid))
        .map((uid) => `${uid} is on ${till.name} and not at the service`),
    );
    return [...this.missingRows(tills), ...surplus];
  }

  lookAtEnd(tills: readonly SimTill[]): void {
    for (const entry of this.#ledger.entries) {
      if (entry.settledBy === null && !this.#isDone(entry)) {
        const wanted = JSON.stringify(Object.fromEntries(entry.fields));
        this.report(
          `1: lost: ${entry.kind} ${entry.customerUid} ${wanted} of ${entry.till} (${entry.mutationId})`,
        );
      }
    }
    this.#lookAtEffects();
    this.#lookAtOrder();
    this.#lookAtErased();
    if (this.violations.length > 0) for (const till of tills) this.#traceOutbox(till);
    for (const till of tills) {
      if (till.store.db.inTransaction) this.report(`${till.name} has a transaction open`);
    }
  }

  #traceOutbox(till: SimTill): void {
    const sql = `SELECT mutation_id, kind, state, customer_uid, other_uid, attempts, payload, error FROM mutation ORDER BY sequence`;
    for (const row of preparedOnce(till.store, sql).raw().all() as (string | number | null)[][]) {
      this.#trace(`   ${till.name} outbox: ${row.map((value) => value ?? '-').join(' ')}`);
    }
  }

  #isDone(entry: Entry): boolean {
    const { kind, customerUid, atMs } = entry;
    const { customers, versions, effects, strayed } = this.#model;
    const since = (versions.get(customerUid) ?? []).filter(
      (version, at, all) => version.atMs >= atMs || (all[at + 1]?.atMs ?? Infinity) >= atMs,
    );
    switch (kind) {
      case 'create':
      case 'update':
        return (
          this.#isErasedAfter(entry) ||
          ((kind === 'update' || versions.has(customerUid)) &&
            [...entry.fields].every(
              ([field, value]) =>
                entry.overruled.has(field) ||
                versions
                  .get(customerUid)
                  ?.some(({ record }) => this.#says(customerUid, field, plainValue(record?.[field]), value)),
            ))
        );
      case 'delete':
        return !customers.has(customerUid) || strayed.has(customerUid);
      case 'merge':
        return !customers.has(entry.otherUid!) || strayed.has(entry.otherUid!) || this.#isErasedAfter(entry);
      case 'print-card':
        return (
          this.#isErasedAfter(entry) || effects.some(({ sender }) => sender.mutationId === entry.mutationId)
        );
      default:
        return (
          this.#isErasedAfter(entry) ||
          since.some(
            ({ record }) =>
              record !== undefined &&
              extensionsOf(record).includes('TWO_INVOICE') === (kind === 'add-extension'),
          )
        );
    }
  }

  /** A department may follow its company into another one; it belongs to nobody when the company became it. */
  #says(customerUid: string, field: string, held: unknown, wanted: string): boolean {
    if (held === wanted) return true;
    if (field !== 'customerParentUid') return false;
    const companies = this.#successorsOf(wanted);
    return companies.has(held) || (companies.has(customerUid) && !held);
  }

  /** Whom a customer may have become: by merges at the service, and by those a till wanted and found done. */
  #successorsOf(uid: string): ReadonlySet<unknown> {
    const successors = new Set([uid]);
    for (const one of successors) {
      const there = this.#model.merged.get(one);
      if (there !== undefined) successors.add(there);
      for (const { otherUid, customerUid } of this.#ledger.entries) {
        if (otherUid === one) successors.add(customerUid);
      }
    }
    return successors;
  }

  /** A delete of the same till makes what waits before it pointless. */
  #isErasedAfter(entry: Entry): boolean {
    return this.#ledger.entries.some(
      (later) =>
        later.number > entry.number &&
        later.till === entry.till &&
        later.kind === 'delete' &&
        later.customerUid === entry.customerUid,
    );
  }

  /** 2: one effect a mutation, and one more for each time a person wanted it tried again. */
  #lookAtEffects(): void {
    const counts = new Map<string, number>();
    for (const { kind, customerUid, sender } of this.#model.effects) {
      if (sender.name === 'somebody' || this.#model.strayed.has(customerUid)) continue;
      if (sender.mutationId === null) {
        this.report(`2: ${kind} ${customerUid} was sent by ${sender.name} without a claim`);
        continue;
      }
      counts.set(sender.mutationId, (counts.get(sender.mutationId) ?? 0) + 1);
    }
    for (const [mutationId, count] of counts) {
      const entries = this.#ledger.ofMutation(mutationId);
      if (entries.some(({ otherUid }) => otherUid !== null && this.#model.strayed.has(otherUid))) continue;
      const retries = entries.reduce((sum, entry) => sum + entry.retries, 0);
      if (count > 1 + retries) this.report(`2: ${mutationId} had ${count} effects`);
    }
  }

  /** 3: what one till wants a field to be comes in its order, and nothing comes back. */
  #lookAtOrder(): void {
    const givenUp = new Set(
      this.#ledger.entries
        .filter(({ kind, settledBy }) => kind === 'delete' || (kind === 'create' && settledBy !== null))
        .map(({ customerUid }) => customerUid),
    );
    const early = this.#model.early.filter((uid) => !givenUp.has(uid));
    for (const uid of early) this.report(`3: something of ${uid} came before its create`);
    const meant = new Map<string, Entry>();
    for (const entry of this.#ledger.entries) {
      for (const [field, value] of entry.fields) meant.set(`${entry.customerUid} ${field} ${value}`, entry);
    }
    for (const [uid, versions] of this.#model.versions) {
      if (this.#model.strayed.has(uid)) continue;
      const last = new Map<string, number>();
      const overruled = new Set<string>();
      let previous: CustomerRecord | undefined;
      for (const { record } of versions) {
        for (const [field, held] of Object.entries(record ?? {})) {
          // Companies are few: a department may come back to one.
          if (field === 'customerParentUid') continue;
          const value = plainValue(held);
          if (value === plainValue(previous?.[field])) continue;
          const entry = meant.get(`${uid} ${field} ${String(value)}`);
          if (entry === undefined) continue;
          const key = `${entry.till} ${field}`;
          // A word that was overruled before it was done may come late, as long as the last word follows it.
          if (entry.overruled.has(field)) {
            overruled.add(key);
            continue;
          }
          const before = last.get(key) ?? 0;
          const isAgain = entry.number === before && entry.retries === 0 && !overruled.delete(key);
          if (entry.number < before || isAgain) {
            this.report(`3: ${field} of ${uid} went back to ${String(value)}`);
          }
          last.set(key, Math.max(before, entry.number));
        }
        previous = record;
      }
    }
  }

  /** 7: a uid that is gone at the service never lives again. */
  #lookAtErased(): void {
    for (const [uid, versions] of this.#model.versions) {
      if (this.#model.strayed.has(uid)) continue;
      const gone = versions.findIndex(({ record }) => record === undefined);
      if (gone !== -1 && versions.slice(gone).some(({ record }) => record !== undefined)) {
        this.report(`7: ${uid} was brought back to the service`);
      }
    }
  }

  #isAcked(till: SimTill, entry: Entry): boolean {
    const sql = `SELECT 1 FROM mutation WHERE mutation_id = ? AND state = 'acked'`;
    return entry.till === till.name && preparedOnce(till.store, sql).get(entry.mutationId) !== undefined;
  }

  /** A till keeps out whom it erased, whatever a stray create made of it at the service. */
  #isBackAsStray(till: SimTill, uid: string): boolean {
    if (!this.#model.strayed.has(uid)) return false;
    return preparedOnce(till.store, `SELECT 1 FROM tombstone WHERE customer_uid = ?`).get(uid) !== undefined;
  }

  #row(till: SimTill, uid: string): Row | undefined {
    return preparedOnce(
      till.store,
      `SELECT customer_uid, record, hidden FROM customer WHERE customer_uid = ?`,
    ).get(uid) as Row | undefined;
  }

  #rows(till: SimTill): Map<string, string> {
    const rows = preparedOnce(till.store, `SELECT customer_uid, record, hidden FROM customer`).all() as Row[];
    return new Map(rows.map((row) => [row.customer_uid, row.record]));
  }
}

/** Of a change that the service answered without a record, a till cannot know when it was, or which. */
function withoutVersion({ lastModifiedAt: _date, revision: _count, ...record }: CustomerRecord): string {
  return JSON.stringify(record);
}
