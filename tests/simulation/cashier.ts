import type { Authorship } from '../../electron/core/db/customer-changes.ts';
import { changesOf, type LedgerField } from './field-values.ts';
import type { Ledger } from './ledger.ts';
import type { ModelService, Sender } from './model-service.ts';
import type { Network } from './network.ts';
import type { Person } from './person.ts';
import type { Schedule } from './schedule.ts';
import type { SimTill } from './sim-till.ts';
import { carrierOf, hasUnsettledCreate, isWritten, uidsInSight } from './till-rows.ts';

type Step = Schedule['steps'][number];

const extension = { extensionCode: 'TWO_INVOICE', storeUid: 'store' };
/** A small shop may lose this many at the service in a day before a till asks a person. */
const maxVanished = 5;
const elsewhere: Sender = { name: 'somebody', mutationId: null, isStray: () => false };
/** Carries the steps of a schedule out on one till, and writes down what was acknowledged. */
export class Cashier {
  readonly #till: SimTill;
  readonly #tills: readonly SimTill[];
  readonly #model: ModelService;
  readonly #ledger: Ledger;
  readonly #person: Person;
  readonly #trace: (line: string) => void;

  constructor(deps: {
    readonly till: SimTill;
    readonly tills: readonly SimTill[];
    readonly model: ModelService;
    readonly ledger: Ledger;
    readonly person: Person;
    readonly trace: (line: string) => void;
  }) {
    this.#till = deps.till;
    this.#tills = deps.tills;
    this.#model = deps.model;
    this.#ledger = deps.ledger;
    this.#person = deps.person;
    this.#trace = deps.trace;
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
      case 'move':
      case 'register-again':
        this.#work(step);
        return;
      case 'decide':
        this.#person.decide(step.which, step.how, 0);
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

  #work(
    step: Extract<
      Step,
      {
        do:
          | 'register'
          | 'update'
          | 'delete'
          | 'print'
          | 'extend'
          | 'unextend'
          | 'merge'
          | 'move'
          | 'register-again';
      }
    >,
  ): void {
    const till = this.#till;
    const value = `v${step.number}`;
    if (step.do === 'register') {
      const isNarrow = this.#model.habits.kind === 'emporix';
      const pick = (share: number) => (step.stale === true ? this.#pickMerged(share) : this.#pick(share));
      const parent = step.parent === null ? undefined : pick(step.parent);
      const draft = {
        customerUid: `c${step.number}`,
        customerType: 'PERSON' as const,
        firstname: value,
        lastname: 'Åse',
        ...(isNarrow ? { companyName: value } : { city: value }),
        ...(isNarrow ? {} : { countryCode: 'NO' }),
        ...(step.invalid ? { mobile: `x${step.number}` } : {}),
        ...(parent === undefined ? {} : { customerParentUid: parent }),
        ...(step.consents ? { consents: [{ consentUid: 'news', status: true, source: 'till' }] } : {}),
      };
      const card = step.card ? till.cardOrder() : undefined;
      const loyaltyIds = isNarrow ? null : [`29${step.number}`];
      const spare = { loyaltyIds, ...(card === undefined ? {} : { card }) };
      const author = till.author();
      const made = till.work((writer) => writer.createCustomer(draft, author, spare));
      const { customerUid } = draft;
      if (made === undefined && !isWritten(till, author.mutationId)) return;
      const {
        consents: _consents,
        customerType: _type,
        countryCode: _country,
        lastname: _name,
        customerUid: _uid,
        ...fields
      } = draft;
      this.#ledger.add(till, { customerUid, kind: 'create', mutationId: author.mutationId, fields });
      if (card !== undefined)
        this.#ledger.add(till, { customerUid, kind: 'print-card', mutationId: card.mutationId });
      return;
    }
    const customerUid = this.#pick(step.who);
    if (customerUid === undefined) return;
    this.#trace(`   ${customerUid}`);
    const author = till.author();
    const { mutationId } = author;
    switch (step.do) {
      case 'update': {
        const by = { ...author, actor: step.actor };
        const [field, wanted] = step.invalid ? (['mobile', `x${step.number}`] as const) : [step.field, value];
        changeField(till, this.#ledger, customerUid, field, wanted, by);
        return;
      }
      case 'move': {
        const parent = step.stale ? this.#pickMerged(step.under) : this.#pick(step.under);
        if (parent === undefined || parent === customerUid) return;
        changeField(till, this.#ledger, customerUid, 'customerParentUid', parent, author);
        return;
      }
      case 'register-again': {
        const draft = { customerUid, customerType: 'PERSON' as const, internalNote: value };
        till.work((writer) => writer.createCustomer(draft, author, { loyaltyIds: [] }));
        const carrier = carrierOf(till, customerUid, 'internalNote', value);
        if (carrier !== undefined) {
          this.#ledger.add(till, {
            customerUid,
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
        if (isWritten(till, mutationId)) this.#ledger.add(till, { customerUid, kind: 'delete', mutationId });
        return;
      case 'merge': {
        const otherUid = this.#pick(step.from);
        if (otherUid === undefined || this.#isNewElsewhere(otherUid) || this.#vanished() >= maxVanished)
          return;
        till.work((writer) => writer.mergeCustomers(customerUid, otherUid, author));
        if (isWritten(till, mutationId))
          this.#ledger.add(till, { customerUid, kind: 'merge', mutationId, otherUid });
        return;
      }
      case 'print': {
        const card = till.cardOrder();
        const loyaltyId = `28${step.number}`;
        till.work((writer) => writer.printCard(customerUid, card, author, [loyaltyId]));
        const carrier = carrierOf(till, customerUid, 'loyaltyId', loyaltyId);
        if (carrier !== undefined) {
          this.#ledger.add(till, { customerUid, kind: 'update', mutationId: carrier, fields: { loyaltyId } });
        }
        if (isWritten(till, card.mutationId)) {
          this.#ledger.add(till, { customerUid, kind: 'print-card', mutationId: card.mutationId });
        }
        return;
      }
      default: {
        const kind = step.do === 'extend' ? 'add-extension' : 'remove-extension';
        till.work((writer) => writer.changeExtension(customerUid, kind, extension, author));
        if (isWritten(till, mutationId)) this.#ledger.add(till, { customerUid, kind, mutationId });
      }
    }
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

  #pick(share: number): string | undefined {
    const uids = uidsInSight(this.#till);
    return uids[Math.floor(share * uids.length)];
  }

  #pickMerged(share: number): string | undefined {
    const uids = [...this.#model.merged.keys()];
    return uids[Math.floor(share * uids.length)];
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

/** A new value of a field; what the till accepted is written down, whether it can still say so or not. */
export function changeField(
  till: SimTill,
  ledger: Ledger,
  customerUid: string,
  field: LedgerField,
  value: string,
  author: Authorship,
): void {
  const accepted = till.work((writer) => writer.updateCustomer(customerUid, changesOf(field, value), author));
  const mutationId = accepted?.mutationId ?? carrierOf(till, customerUid, field, value);
  if (mutationId === undefined) return;
  ledger.add(till, { kind: 'update', customerUid, mutationId, fields: { [field]: value } });
}

function wordsOf({ number: _number, atMs: _at, till: _till, do: what, ...details }: Step): string {
  return `${what} ${JSON.stringify(details)}`;
}
