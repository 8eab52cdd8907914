import { because } from '#shared/contract/error-reasons';
import { TillFailure, type ErrorCode } from '#shared/contract/errors';
import { displayNameOf, readCustomer } from '#shared/customer/model';
import { createRecordReader, type StoredRecord } from '../lookup/records.ts';
import { findMeaning } from './code-meaning.ts';
import type { WriterContext } from './writer-context.ts';

/**
 * Sees to it that a loyalty id is nobody else's. What was another customer's
 * once is given to this one only when a person has said so.
 *
 * @throws TillFailure `code.taken`, `code.replaced`
 */
export function requireFreeCode(
  { db, lookup }: WriterContext,
  customerUid: string,
  code: string,
  takeOver: boolean,
): void {
  const found = findMeaning(db, (key) => lookup.ownersOf(key), createRecordReader(db), code);
  if (found.outcome === 'several') throw new TillFailure('code.taken');
  if (found.outcome === 'unknown' || found.record['customerUid'] === customerUid) return;
  if (found.outcome === 'replaced') {
    if (!takeOver) throw ofSomebodyElse('code.replaced', found.record);
    return;
  }
  // Another kind of number may well be the same.
  if (found.foundBy === 'loyaltyId') throw ofSomebodyElse('code.taken', found.record);
}

/**
 * The same for a form, which says it beside the field.
 *
 * @throws TillFailure `customer.invalid`
 */
export function requireFreeCodeInForm(
  context: WriterContext,
  customerUid: string,
  code: string | undefined,
  takeOver: boolean,
): void {
  if (!code) return;
  try {
    requireFreeCode(context, customerUid, code, takeOver);
  } catch (cause) {
    if (!(cause instanceof TillFailure)) throw cause;
    const { code: issue, message } = cause.error;
    throw new TillFailure('customer.invalid', { issues: [{ field: 'loyaltyId', code: issue, message }] });
  }
}

function ofSomebodyElse(code: Extract<ErrorCode, `code.${string}`>, record: StoredRecord): TillFailure {
  const customer = readCustomer(record);
  const name = customer === undefined ? 'another customer' : displayNameOf(customer);
  return new TillFailure(
    code,
    because(code === 'code.taken' ? 'code.taken-by' : 'code.replaced-of', { name }),
  );
}
