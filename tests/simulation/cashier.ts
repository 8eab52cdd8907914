import { TillFailure } from '#shared/contract/errors';
import type { CustomerChanges } from '#shared/customer/model';
import type { Random } from '../../electron/practice/seed/random.ts';
import type { Ledger } from './ledger.ts';
import type { ModelService, Sender } from './model-service.ts';
import type { Network } from './network.ts';
import type { Schedule, UpdatedField } from './schedule.ts';
import { preparedOnce, type SimTill } from './sim-till.ts';
import type { VirtualTime } from './virtual-time.ts';

type Step = Schedule['steps'][number];

const extension = { extensionCode: 'TWO_INVOICE', storeUid: 'store' };
/** A small shop may lose this many at the service in a day before a till asks a person. */
const maxVanished = 5;
const elsewhere: Sender = { name: 'somebody', mutationId: null, isStray: () => false };
/** From this round on a person gives up what is still refused. */
const patientRounds = 3;

/** A mutation that was refused, or that nobody knows the outcome of. */
interface Parked {
  readonly mutationId: string;
  readonly kind: string;
  readonly customerUid: string;
  readonly payload: string;
  readonly code: string | null;
  readonly jobId: string | null;
}

/** Carries the steps of a schedule out on one till, and writes down what was acknowledged. */
export class Cashier {
  readonly #till: SimTill;
  readonly #tills: readonly SimTill[];
  readonly #model: ModelService;
  readonly #ledger: Ledger;
  readonly #time: VirtualTime;
  readonly #trace: (line: string) => void;
  #typed = 0;

  constructor(
    till: SimTill,
    tills: readonly SimTill[],
    model: ModelService,
    ledger: Ledger,
    time: VirtualTime,
    trace: (line: string) => void,
  ) {
    this.#till = till;
    this.#tills = tills;
    this.#model = model;
    this.#ledger = ledger;
    this.#time = time;
    this.#trace = trace;
  }

  /** @throws TillFailure what the cashier is told */
  take(step: Step, network: Network): void {
    const till = this.#till;
    this.#trace(`[${step.number}] ${till.name} ${wordsOf(step)}`);
    switch (step.do) {
      case 'register':
      case 'update':
      case 'delete':
      case 'print':
      case 'extend':
      case 'unextend':
      case 'merge':
      case 'register-again':
        this.#work(step);
        return;
      case 'decide':
        this.#decide(step.which, step.how, 0);
        return;
      case 'fault':
        till.armFault({ on: step.on, fault: step.fault, left: step.count });
        return;
      case 'crash':
        if (step.after === null) till.crash(step.downMs);
        else till.crashAfter(step.after, step.downMs);
        return;
      case 'disk-full':
        till.fillDisk(step.afterWrites, step.count);
        return;
      case 'restart':
        till.restart();
        return;
      case 'clock':
        till.jumpClock(step.jumpMs);
        return;
      case 'run-now':
        till.engine?.runNow();
        return;
      case 'service-restart':
        network.restartService(step.ms);
        return;
      default:
        this.#happenElsewhere(step);
    }
  }

  /** A person decides everything that waits for one. @returns whether there was anything */
  decideAll(random: Random, round: number): boolean {
    let some = false;
    for (let at = this.#undecided().length; at > 0; at -= 1) {
      some = true;
      try {
        this.#decide(random.next(), random.next(), round);
      } catch (cause) {
        if (!(cause instanceof TillFailure)) throw cause;
        this.#trace(`   refused: ${cause.error.code}`);
      }
    }
    return some;
  }

  #work(
    step: Extract<
      Step,
      { do: 'register' | 'update' | 'delete' | 'print' | 'extend' | 'unextend' | 'merge' | 'register-again' }
    >,
  ): void {
    const till = this.#till;
    const value = `v${step.number}`;
    const about = { till: till.name, atMs: this.#time.nowMs() };
    if (step.do === 'register') {
      const parent = step.parent === null ? undefined : this.#pick(step.parent);
      const draft = {
        customerUid: `c${step.number}`,
        customerType: 'PERSON' as const,
        firstname: value,
        lastname: 'Åse',
        countryCode: 'NO',
        city: value,
        ...(step.invalid ? { mobile: `x${step.number}` } : {}),
        ...(parent === undefined ? {} : { customerParentUid: parent }),
        ...(step.consents ? { consents: [{ consentUid: 'news', status: true, source: 'till' }] } : {}),
      };
      const card = step.card ? till.cardOrder() : undefined;
      const spare = { loyaltyIds: [`29${step.number}`], ...(card === undefined ? {} : { card }) };
      const author = till.author();
      const made = till.work((writer) => writer.createCustomer(draft, author, spare));
      const done = { ...about, customerUid: draft.customerUid };
      if (made === undefined && !this.#isWritten(author.mutationId)) return;
      const {
        consents: _consents,
        customerType: _type,
        countryCode: _country,
        lastname: _name,
        customerUid: _uid,
        ...fields
      } = draft;
      this.#acknowledge({ ...done, kind: 'create', mutationId: author.mutationId, fields });
      if (card !== undefined) this.#acknowledge({ ...done, kind: 'print-card', mutationId: card.mutationId });
      return;
    }
    const customerUid = this.#pick(step.who);
    if (customerUid === undefined) return;
    this.#trace(`   ${customerUid}`);
    const done = { ...about, customerUid };
    const author = till.author();
    const { mutationId } = author;
    switch (step.do) {
      case 'update': {
        const by = { ...author, actor: step.actor };
        this.#update(
          customerUid,
          step.invalid ? 'mobile' : step.field,
          step.invalid ? `x${step.number}` : value,
          by,
        );
        return;
      }
      case 'register-again': {
        const draft = { customerUid, customerType: 'PERSON' as const, internalNote: value };
        till.work((writer) => writer.createCustomer(draft, author, { loyaltyIds: [] }));
        const carrier = this.#carrierOf(customerUid, 'internalNote', value);
        if (carrier !== undefined) {
          this.#acknowledge({
            ...done,
            kind: 'update',
            mutationId: carrier,
            fields: { internalNote: value },
          });
        }
        return;
      }
      case 'delete':
        if (this.#isNewElsewhere(customerUid) || this.#vanished() >= maxVanished) return;
        till.work((writer) => writer.deleteCustomer(customerUid, author));
        if (this.#isWritten(mutationId)) this.#acknowledge({ ...done, kind: 'delete', mutationId });
        return;
      case 'merge': {
        const otherUid = this.#pick(step.from);
        if (otherUid === undefined || this.#isNewElsewhere(otherUid) || this.#vanished() >= maxVanished)
          return;
        till.work((writer) => writer.mergeCustomers(customerUid, otherUid, author));
        if (this.#isWritten(mutationId)) this.#acknowledge({ ...done, kind: 'merge', mutationId, otherUid });
        return;
      }
      case 'print': {
        const card = till.cardOrder();
        const loyaltyId = `28${step.number}`;
        till.work((writer) => writer.printCard(customerUid, card, author, [loyaltyId]));
        const carrier = this.#carrierOf(customerUid, 'loyaltyId', loyaltyId);
        if (carrier !== undefined) {
          this.#acknowledge({ ...done, kind: 'update', mutationId: carrier, fields: { loyaltyId } });
        }
        if (this.#isWritten(card.mutationId)) {
          this.#acknowledge({ ...done, kind: 'print-card', mutationId: card.mutationId });
        }
        return;
      }
      default: {
        const kind = step.do === 'extend' ? 'add-extension' : 'remove-extension';
        till.work((writer) => writer.changeExtension(customerUid, kind, extension, author));
        if (this.#isWritten(mutationId)) this.#acknowledge({ ...done, kind, mutationId });
      }
    }
  }

  #update(
    customerUid: string,
    field: UpdatedField | 'mobile',
    value: string,
    author: ReturnType<SimTill['author']>,
  ): void {
    this.#till.work((writer) => writer.updateCustomer(customerUid, changesOf(field, value), author));
    const mutationId = this.#carrierOf(customerUid, field, value);
    if (mutationId === undefined) return;
    const about = { till: this.#till.name, atMs: this.#time.nowMs(), customerUid, mutationId };
    this.#acknowledge({ ...about, kind: 'update', fields: { [field]: value } });
  }

  #acknowledge(entry: Parameters<Ledger['add']>[0]): void {
    this.#ledger.add(entry, (mutationId) => this.#isUnsettled(mutationId));
  }

  #happenElsewhere(step: Extract<Step, { do: `other-${string}` }>): void {
    const model = this.#model;
    const value = `o${step.number}`;
    if (step.do === 'other-create') {
      model.create({ customerUid: value, customerType: 'PERSON', firstname: value, city: value }, elsewhere);
      return;
    }
    const uids = [...model.customers.keys()].sort();
    const customerUid = uids[Math.floor(step.who * uids.length)];
    if (customerUid === undefined) return;
    this.#trace(`   ${customerUid}`);
    switch (step.do) {
      case 'other-update':
        model.update(customerUid, changesOf(step.field, value), elsewhere);
        return;
      case 'other-revoke':
        model.revokeConsents(customerUid, elsewhere);
        return;
      case 'other-delete':
        if (this.#isNewAnywhere(customerUid) || this.#vanished() >= maxVanished) return;
        model.delete(customerUid, elsewhere);
        return;
      default: {
        const fromUid = uids[Math.floor(step.from * uids.length)];
        if (fromUid === undefined || fromUid === customerUid) return;
        if (this.#isNewAnywhere(fromUid) || this.#vanished() >= maxVanished) return;
        model.merge(customerUid, fromUid, elsewhere);
      }
    }
  }

  /** What waits for a person: conflicts, then mutations, each oldest first. */
  #undecided(): ({ readonly conflictId: string } | Parked)[] {
    const { store } = this.#till;
    const sql = `SELECT mutation_id AS mutationId, kind, customer_uid AS customerUid, payload,
      error ->> '$.code' AS code, print_job_id AS jobId FROM mutation WHERE state = 'parked' ORDER BY sequence`;
    return [...store.reader.listConflicts(), ...(preparedOnce(store, sql).all() as Parked[])];
  }

  #decide(which: number, how: number, round: number): void {
    const till = this.#till;
    const open = this.#undecided();
    const one = open[Math.floor(which * open.length)];
    if (one === undefined || !till.isUp) return;
    if ('conflictId' in one) {
      this.#resolve(one.conflictId, how);
      return;
    }
    const { mutationId, customerUid, code, jobId } = one;
    const about = `${one.kind} ${customerUid} ${mutationId}`;
    if (code === 'printer.unknown-outcome' && jobId !== null && how < 0.7) {
      const outcome = how < 0.25 ? 'came-out' : how < 0.5 ? 'cancel' : 'print-again';
      const card = till.cardOrder();
      this.#trace(`   ${till.name} ${outcome}: ${about}`);
      till.work((writer) => writer.settlePrintJob(jobId, outcome, card, till.author()));
      if (this.#isUnsettled(mutationId)) return;
      this.#giveUp(mutationId, outcome);
      if (!this.#isWritten(card.mutationId)) return;
      this.#acknowledge({
        till: till.name,
        atMs: this.#time.nowMs(),
        kind: 'print-card',
        customerUid,
        mutationId: card.mutationId,
      });
      return;
    }
    if (
      code === 'service.rejected' &&
      one.payload.includes('mobile') &&
      how < 0.7 &&
      this.#isInSight(customerUid)
    ) {
      this.#trace(`   ${till.name} corrects: ${about}`);
      this.#update(customerUid, 'mobile', `+47${this.#till.newId('').replaceAll(/\D/g, '')}`, till.author());
      return;
    }
    if (round < patientRounds && how > 0.5) {
      this.#trace(`   ${till.name} retries: ${about}`);
      for (const entry of this.#ledger.ofMutation(mutationId)) entry.retries += 1;
      till.work((writer) => writer.retryMutation(mutationId, till.author()));
      return;
    }
    this.#trace(`   ${till.name} discards: ${about}`);
    const ids = preparedOnce(
      till.store,
      `SELECT mutation_id FROM mutation WHERE customer_uid = ? AND state <> 'acked'`,
    )
      .pluck()
      .all(customerUid) as string[];
    till.work((writer) => writer.discardMutation(mutationId, till.author()));
    for (const id of ids) if (!this.#isWritten(id)) this.#giveUp(id, 'discarded');
  }

  #resolve(conflictId: string, how: number): void {
    const till = this.#till;
    const conflict = till.store.reader.listConflicts().find((each) => each.conflictId === conflictId);
    if (conflict === undefined) return;
    const { customerUid } = conflict;
    const field = conflict.field as UpdatedField;
    const take = how < 0.4 ? 'ours' : how < 0.7 ? 'theirs' : 'typed';
    const value = `p${till.name}${(this.#typed += 1)}`;
    this.#trace(`   ${till.name} takes ${take} for ${field} of ${customerUid}`);
    const writers = this.#ledger.entries.filter(
      (entry) =>
        entry.customerUid === customerUid && entry.fields.has(field) && this.#isUnsettled(entry.mutationId),
    );
    const resolution =
      take === 'typed' ? ({ take, value: changesOf(field, value)[field] } as const) : ({ take } as const);
    till.work((writer) => writer.resolveConflict(conflictId, resolution, till.author()));
    if (till.store.reader.listConflicts().some((each) => each.conflictId === conflictId)) return;
    for (const entry of writers) {
      entry.retries += 1;
      if (take !== 'ours') entry.fields.delete(field);
    }
    const mutationId = this.#carrierOf(customerUid, field, value);
    if (take !== 'typed' || mutationId === undefined) return;
    this.#acknowledge({
      till: till.name,
      atMs: this.#time.nowMs(),
      kind: 'update',
      customerUid,
      mutationId,
      fields: { [field]: value },
    });
    this.#ledger.entries.at(-1)!.retries += writers.length;
  }

  #giveUp(mutationId: string, why: string): void {
    for (const entry of this.#ledger.ofMutation(mutationId)) entry.settledBy = why;
  }

  #pick(share: number): string | undefined {
    const uids = preparedOnce(
      this.#till.store,
      `SELECT customer_uid FROM customer WHERE hidden = 0 ORDER BY customer_uid`,
    )
      .pluck()
      .all() as string[];
    return uids[Math.floor(share * uids.length)];
  }

  #isInSight(customerUid: string): boolean {
    const sql = `SELECT 1 FROM customer WHERE customer_uid = ? AND hidden = 0`;
    return preparedOnce(this.#till.store, sql).get(customerUid) !== undefined;
  }

  /** A till that dies right after its commit tells nobody, and has saved it all the same. */
  #isWritten(mutationId: string): boolean {
    return (
      preparedOnce(this.#till.store, `SELECT 1 FROM mutation WHERE mutation_id = ?`).get(mutationId) !==
      undefined
    );
  }

  #isUnsettled(mutationId: string): boolean {
    const sql = `SELECT 1 FROM mutation WHERE mutation_id = ? AND state <> 'acked'`;
    return preparedOnce(this.#till.store, sql).get(mutationId) !== undefined;
  }

  /** The mutation that holds this value; undefined when it was not saved. */
  #carrierOf(customerUid: string, field: string, value: string): string | undefined {
    const rows = preparedOnce(
      this.#till.store,
      `SELECT mutation_id, payload FROM mutation WHERE customer_uid = ? AND state <> 'acked' ORDER BY sequence DESC`,
    ).all(customerUid) as { mutation_id: string; payload: string }[];
    return rows.find(({ payload }) => {
      const held = (JSON.parse(payload) as Record<string, unknown>)[field];
      return plainValue(held) === value;
    })?.mutation_id;
  }

  /** Its create may be at the service without its till knowing: deleted before it asks, it would be created again. */
  #isNewElsewhere(customerUid: string): boolean {
    return this.#tills.some((till) => till !== this.#till && hasUnsettledCreate(till, customerUid));
  }

  #isNewAnywhere(customerUid: string): boolean {
    return this.#tills.some((till) => hasUnsettledCreate(till, customerUid));
  }

  #vanished(): number {
    const effects = this.#model.effects.filter(
      ({ kind, sender }) => (kind === 'delete' || kind === 'merge') && sender.mutationId === null,
    );
    const asked = this.#ledger.entries.filter(({ kind }) => kind === 'delete' || kind === 'merge');
    return effects.length + asked.length;
  }
}

function hasUnsettledCreate(till: SimTill, customerUid: string): boolean {
  const sql = `SELECT 1 FROM mutation WHERE customer_uid = ? AND kind = 'create' AND state <> 'acked'`;
  return preparedOnce(till.store, sql).get(customerUid) !== undefined;
}

function changesOf(field: UpdatedField | 'mobile', value: string): CustomerChanges {
  return field === 'ehf' ? { ehf: { address: value } } : { [field]: value };
}

/** A field's value as the ledger writes it down. */
export function plainValue(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'address' in value ? value.address : value;
}

function wordsOf({ number: _number, atMs: _at, till: _till, do: what, ...details }: Step): string {
  return `${what} ${JSON.stringify(details)}`;
}
