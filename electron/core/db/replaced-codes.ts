import type { CustomerRecord } from '#shared/customer/model';
import type { ReplacedCode } from '#shared/contract/values';
import { foldCode } from '../lookup/keys.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

/** Who put another code in the place of one: a cashier, or null when it came from the service. */
export interface Replacing {
  readonly actor: string | null;
  readonly nowMs: number;
}

/** A code that was on a customer's card, and whose. */
export interface ReplacedOf extends ReplacedCode {
  readonly customerUid: string;
}

interface ReplacedRow {
  customer_uid: string;
  code: string;
  replaced_at_ms: number;
  replaced_by: string | null;
}

/**
 * Remembers the code a customer had before this change of its record; the one
 * it has now is no replaced one, whatever was before. To be called in the
 * transaction of the change.
 */
export function noteCodeChange(
  db: Store,
  before: CustomerRecord,
  after: CustomerRecord,
  { actor, nowMs }: Replacing,
): void {
  const [former, current] = [codeOf(before), codeOf(after)];
  if (former === current) return;
  if (former !== '') remember(db, after.customerUid, former, nowMs, actor);
  statement(db, `DELETE FROM replaced_code WHERE customer_uid = ? AND code = ?`).run(
    after.customerUid,
    current,
  );
}

/**
 * A customer becomes another one: its codes lead there from now on.
 *
 * @param merged the customer that goes
 * @param into the customer that stays, as it is after the merge
 */
export function passCodesOn(
  db: Store,
  merged: CustomerRecord | undefined,
  into: CustomerRecord | undefined,
  { actor, nowMs }: Replacing,
): void {
  if (merged === undefined || into === undefined) return;
  const former = codeOf(merged);
  if (former !== '') remember(db, merged.customerUid, former, nowMs, actor);
  statement(
    db,
    `INSERT INTO replaced_code (customer_uid, code, folded, replaced_at_ms, replaced_by)
     SELECT ?, code, folded, replaced_at_ms, replaced_by FROM replaced_code WHERE customer_uid = ? AND code <> ?
     ON CONFLICT (customer_uid, code) DO NOTHING`,
  ).run(into.customerUid, merged.customerUid, codeOf(into));
  forgetCodes(db, merged.customerUid);
}

/** Nothing is kept of a customer who is erased. */
export function forgetCodes(db: Store, customerUid: string): void {
  statement(db, `DELETE FROM replaced_code WHERE customer_uid = ?`).run(customerUid);
}

/** The codes a customer had before, newest first. */
export function listReplacedCodes(db: Store, customerUid: string): ReplacedCode[] {
  return statement<ReplacedRow>(
    db,
    `SELECT * FROM replaced_code WHERE customer_uid = ? ORDER BY replaced_at_ms DESC, code`,
  )
    .all(customerUid)
    .map(replacedCodeOf);
}

/** Whose code this was, the one who had it last first; written as it was, or differently. */
export function findReplaced(db: Store, code: string): ReplacedOf[] {
  return statement<ReplacedRow>(
    db,
    `SELECT * FROM replaced_code WHERE folded = ? ORDER BY replaced_at_ms DESC, customer_uid LIMIT 20`,
  )
    .all(folded(code))
    .map((row) => Object.assign(replacedCodeOf(row), { customerUid: row.customer_uid }));
}

function remember(db: Store, customerUid: string, code: string, nowMs: number, actor: string | null): void {
  statement(
    db,
    `INSERT INTO replaced_code (customer_uid, code, folded, replaced_at_ms, replaced_by) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (customer_uid, code)
       DO UPDATE SET replaced_at_ms = excluded.replaced_at_ms, replaced_by = excluded.replaced_by`,
  ).run(customerUid, code, folded(code), nowMs, actor);
}

/** A code of signs alone has nothing to fold. */
function folded(code: string): string {
  return foldCode(code) || code;
}

function replacedCodeOf(row: ReplacedRow): ReplacedCode {
  return { code: row.code, replacedAt: new Date(row.replaced_at_ms).toISOString(), by: row.replaced_by };
}

function codeOf({ loyaltyId }: CustomerRecord): string {
  return typeof loyaltyId === 'string' ? loyaltyId.trim() : '';
}
