import { plainValue } from './field-values.ts';
import { preparedOnce, type SimTill } from './sim-till.ts';

/** Plain questions to a till's store, asked past the code that is tried. */

export function uidsInSight({ store }: SimTill): string[] {
  const sql = `SELECT customer_uid FROM customer WHERE hidden = 0 ORDER BY customer_uid`;
  return preparedOnce(store, sql).pluck().all() as string[];
}

/** A till that dies right after its commit tells nobody, and has saved it all the same. */
export function isWritten({ store }: SimTill, mutationId: string): boolean {
  return preparedOnce(store, `SELECT 1 FROM mutation WHERE mutation_id = ?`).get(mutationId) !== undefined;
}

export function isUnsettled({ store }: SimTill, mutationId: string): boolean {
  const sql = `SELECT 1 FROM mutation WHERE mutation_id = ? AND state <> 'acked'`;
  return preparedOnce(store, sql).get(mutationId) !== undefined;
}

export function hasUnsettledCreate({ store }: SimTill, customerUid: string): boolean {
  const sql = `SELECT 1 FROM mutation WHERE customer_uid = ? AND kind = 'create' AND state <> 'acked'`;
  return preparedOnce(store, sql).get(customerUid) !== undefined;
}

interface WaitingRow {
  readonly mutationId: string;
  readonly payload: string;
}

/** Of one customer, newest first. */
export function waitingRows({ store }: SimTill, customerUid: string): WaitingRow[] {
  const sql = `SELECT mutation_id AS mutationId, payload FROM mutation
    WHERE customer_uid = ? AND state <> 'acked' ORDER BY sequence DESC`;
  return preparedOnce(store, sql).all(customerUid) as WaitingRow[];
}

/** The mutation that holds this value; undefined when it was not saved. */
export function carrierOf(
  till: SimTill,
  customerUid: string,
  field: string,
  value: string,
): string | undefined {
  const holds = ({ payload }: WaitingRow) =>
    plainValue((JSON.parse(payload) as Record<string, unknown>)[field]) === value;
  return waitingRows(till, customerUid).find(holds)?.mutationId;
}
