import { TillFailure } from '#shared/contract/errors';
import type { Random } from '../../electron/practice/seed/random.ts';
import { changeField } from './cashier.ts';
import { changesOf, type LedgerField } from './field-values.ts';
import type { Ledger } from './ledger.ts';
import { preparedOnce, type SimTill } from './sim-till.ts';
import { carrierOf, isUnsettled, isWritten, uidsInSight, waitingRows } from './till-rows.ts';

/** From this round on what is still refused is given up. */
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

/** Decides what a till asks a person. */
export class Person {
  readonly #till: SimTill;
  readonly #ledger: Ledger;
  readonly #trace: (line: string) => void;
  #typed = 0;

  constructor(till: SimTill, ledger: Ledger, trace: (line: string) => void) {
    this.#till = till;
    this.#ledger = ledger;
    this.#trace = trace;
  }

  /** Everything that waits for a person. @returns whether there was anything */
  decideAll(random: Random, round: number): boolean {
    const open = this.#undecided().length;
    for (let at = 0; at < open; at += 1) {
      try {
        this.decide(random.next(), random.next(), round);
      } catch (cause) {
        if (!(cause instanceof TillFailure)) throw cause;
        this.#trace(`   refused: ${cause.error.code}`);
      }
    }
    return open > 0;
  }

  /** What waits for a person: conflicts, then mutations, each oldest first. */
  #undecided(): ({ readonly conflictId: string } | Parked)[] {
    const { store } = this.#till;
    const sql = `SELECT mutation_id AS mutationId, kind, customer_uid AS customerUid, payload,
      error ->> '$.code' AS code, print_job_id AS jobId FROM mutation WHERE state = 'parked' ORDER BY sequence`;
    return [...store.reader.listConflicts(), ...(preparedOnce(store, sql).all() as Parked[])];
  }

  /**
   * One of the things that wait.
   *
   * @param which a share of them, in [0, 1); `how` likewise, of what can be decided
   * @throws TillFailure what the person is told
   */
  decide(which: number, how: number, round: number): void {
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
      const loyaltyId = till.newId('card');
      till.work((writer) => writer.settlePrintJob(jobId, outcome, card, till.author(), [loyaltyId]));
      if (isUnsettled(till, mutationId)) return;
      this.#giveUp(mutationId, outcome);
      const carrier = carrierOf(till, customerUid, 'loyaltyId', loyaltyId);
      if (carrier !== undefined) {
        this.#ledger.add(till, { customerUid, kind: 'update', mutationId: carrier, fields: { loyaltyId } });
      }
      if (!isWritten(till, card.mutationId)) return;
      this.#ledger.add(till, { kind: 'print-card', customerUid, mutationId: card.mutationId });
      return;
    }
    if (
      code === 'service.rejected' &&
      one.payload.includes('mobile') &&
      how < 0.7 &&
      uidsInSight(till).includes(customerUid)
    ) {
      this.#trace(`   ${till.name} corrects: ${about}`);
      const mobile = `+47${till.newId('').replaceAll(/\D/g, '')}`;
      changeField(till, this.#ledger, customerUid, 'mobile', mobile, till.author());
      return;
    }
    if (round < patientRounds && how > 0.5) {
      this.#trace(`   ${till.name} retries: ${about}`);
      for (const entry of this.#ledger.ofMutation(mutationId)) entry.retries += 1;
      till.work((writer) => writer.retryMutation(mutationId, till.author()));
      return;
    }
    this.#trace(`   ${till.name} discards: ${about}`);
    const waiting = waitingRows(till, customerUid);
    till.work((writer) => writer.discardMutation(mutationId, till.author()));
    for (const row of waiting)
      if (!isWritten(till, row.mutationId)) this.#giveUp(row.mutationId, 'discarded');
  }

  #resolve(conflictId: string, how: number): void {
    const till = this.#till;
    const conflict = till.store.reader.listConflicts().find((each) => each.conflictId === conflictId);
    if (conflict === undefined) return;
    const { customerUid } = conflict;
    const field = conflict.field as LedgerField;
    // No company has a name that somebody makes up.
    const mayType = field !== 'customerParentUid';
    const take = how < 0.4 ? 'ours' : how < 0.7 || !mayType ? 'theirs' : 'typed';
    const value = `p${till.name}${(this.#typed += 1)}`;
    this.#trace(`   ${till.name} takes ${take} for ${field} of ${customerUid}`);
    const writers = this.#ledger.entries.filter(
      (entry) =>
        entry.customerUid === customerUid && entry.fields.has(field) && isUnsettled(till, entry.mutationId),
    );
    const resolution =
      take === 'typed' ? ({ take, value: changesOf(field, value)[field] } as const) : ({ take } as const);
    till.work((writer) => writer.resolveConflict(conflictId, resolution, till.author()));
    if (till.store.reader.listConflicts().some((each) => each.conflictId === conflictId)) return;
    for (const entry of writers) {
      entry.retries += 1;
      if (take !== 'ours') entry.fields.delete(field);
    }
    const mutationId = carrierOf(till, customerUid, field, value);
    if (take !== 'typed' || mutationId === undefined) return;
    this.#ledger.add(till, { kind: 'update', customerUid, mutationId, fields: { [field]: value } });
    this.#ledger.entries.at(-1)!.retries += writers.length;
  }

  #giveUp(mutationId: string, why: string): void {
    for (const entry of this.#ledger.ofMutation(mutationId)) entry.settledBy = why;
  }
}
