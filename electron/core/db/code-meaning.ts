import { otherSpellings, readCode } from '#shared/cards/code-readings';
import type { CodeField } from '#shared/contract/values';
import { ownersOfCode, type CodeOwner, type KeyOwners } from '../lookup/code-owners.ts';
import type { RecordReader, StoredRecord } from '../lookup/records.ts';
import { findCustomer, followAllMerges } from './customers.ts';
import { findReplaced, type ReplacedOf } from './replaced-codes.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

/** What a scanned text means to this till, before anybody is described. */
export type FoundCode =
  | { readonly outcome: 'customer'; readonly record: StoredRecord; readonly foundBy: CodeField }
  | { readonly outcome: 'replaced'; readonly record: StoredRecord; readonly replaced: ReplacedOf }
  | { readonly outcome: 'several'; readonly code: string; readonly records: readonly StoredRecord[] }
  | {
      readonly outcome: 'unknown';
      /** The code as it would be kept. */
      readonly code: string;
      /** It is an address or a record, and no single part of it looks like a number. */
      readonly isUnclear: boolean;
    };

/**
 * Whose a scanned code is. By exact values only, the surest first: the loyalty
 * id of a customer, a code that was one, the service's own id, the shop's other
 * numbers. A phone number counts only with its country in front: a mobile number
 * of eight digits may be the EAN-8 of an article just as well.
 */
export function findMeaning(
  db: Store,
  ownersOf: KeyOwners,
  records: Pick<RecordReader, 'some'>,
  scanned: string,
): FoundCode {
  const { text, isWrapped, values } = readCode(scanned);
  const code = isWrapped && values.length === 1 ? values[0]! : text;

  const owners = (field: CodeField, value: string): CodeOwner[] =>
    ownersOfCode(ownersOf, records.some, field, value);
  /** Of every value, the first spelling that says something. */
  const bySpelling = <Found>(find: (value: string) => readonly Found[]): Found[] =>
    values.flatMap(
      (value) =>
        [value, ...otherSpellings(value)]
          .map((spelling) => find(spelling))
          .find((found) => found.length > 0) ?? [],
    );
  const answer = (found: readonly StoredRecord[], foundBy: CodeField): FoundCode | undefined => {
    const distinct = [...new Map(found.map((record) => [record['customerUid'], record])).values()];
    const [only] = distinct;
    if (only === undefined) return undefined;
    return distinct.length === 1
      ? { outcome: 'customer', record: only, foundBy }
      : { outcome: 'several', code, records: distinct.slice(0, 20) };
  };
  const answerBy = (foundBy: CodeField, find: (value: string) => readonly StoredRecord[]) =>
    answer(bySpelling(find), foundBy);
  const recordsBy = (field: CodeField) => (value: string) => owners(field, value).map(({ record }) => record);

  return (
    answerBy('loyaltyId', recordsBy('loyaltyId')) ??
    answerReplaced(
      db,
      code,
      bySpelling((value) => [...findReplaced(db, value), ...findMergedAway(db, value)]),
    ) ??
    answerBy('customerUid', (uid) => {
      const record = recordOf(db, uid);
      return record === undefined ? [] : [record];
    }) ??
    answerBy('externalId', recordsBy('externalId')) ??
    (isWrapped ? undefined : answer(recordsBy('vatNumber')(text), 'vatNumber')) ??
    (isPhone(text) ? answer(recordsBy('mobile')(withoutScheme(text)), 'mobile') : undefined) ?? {
      outcome: 'unknown',
      code,
      isUnclear: isWrapped && values.length !== 1,
    }
  );
}

/** The one who had the code last, as the customer stands today. */
function answerReplaced(db: Store, code: string, former: readonly ReplacedOf[]): FoundCode | undefined {
  const known = former.flatMap((replaced) => {
    const record = recordOf(db, replaced.customerUid);
    return record === undefined ? [] : [{ record, replaced }];
  });
  const latest = known.toSorted((left, right) =>
    right.replaced.replacedAt.localeCompare(left.replaced.replacedAt),
  )[0];
  if (latest === undefined) return undefined;
  const codes = new Set(known.map(({ replaced }) => replaced.code));
  // An address or a record that holds the former codes of several customers says nothing.
  if (codes.size > 1) {
    const all = new Map(known.map(({ record }) => [record['customerUid'], record]));
    if (all.size > 1) return { outcome: 'several', code, records: [...all.values()].slice(0, 20) };
  }
  return { outcome: 'replaced', ...latest };
}

/** Customers with this code whom a merge that is still waiting has taken out of sight. */
function findMergedAway(db: Store, code: string): ReplacedOf[] {
  return statement<{ customer_uid: string; created_at_ms: number; actor: string }>(
    db,
    `SELECT customer.customer_uid, mutation.created_at_ms, mutation.actor FROM customer
     JOIN mutation ON mutation.other_uid = customer.customer_uid
     WHERE customer.hidden = 1 AND customer.record ->> '$.loyaltyId' = ?
       AND mutation.kind = 'merge' AND mutation.state <> 'acked' AND mutation.other_uid IS NOT NULL`,
  )
    .all(code)
    .map((row) => ({
      customerUid: row.customer_uid,
      code,
      replacedAt: new Date(row.created_at_ms).toISOString(),
      by: row.actor,
    }));
}

/** The customer of this uid, or whom it has become by merges; undefined when nobody in sight. */
function recordOf(db: Store, customerUid: string): StoredRecord | undefined {
  const stored = findCustomer(db, followAllMerges(db, customerUid));
  return stored === undefined || stored.hidden ? undefined : stored.record;
}

function isPhone(text: string): boolean {
  return /^(?:tel:)?(?:\+|00)[\d ()-]{7,20}$/i.test(text);
}

function withoutScheme(phone: string): string {
  return phone.replace(/^tel:/i, '');
}
