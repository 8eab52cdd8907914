import type { ConsentChange } from '#shared/contract/retention';
import { readCustomer, type CustomerConsent, type CustomerRecord } from '#shared/customer/model';
import type { Replacing } from './replaced-codes.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

/**
 * Keeps every yes and no that a change of a customer's record brought. Rows are
 * only ever added; they go with their customer (migration 12 has the triggers).
 * To be called in the transaction of the change.
 *
 * @param before undefined for a customer who is new to this till
 */
export function noteConsentChanges(
  db: Store,
  before: CustomerRecord | undefined,
  after: CustomerRecord,
  { actor, nowMs }: Replacing,
): void {
  const [old, current] = [consentsOf(before), consentsOf(after)];
  const changed = [...current.values()].filter((consent) => isOther(old.get(consent.consentUid), consent));
  for (const { consentUid, name = '', status, source = '' } of changed) {
    insert(db, after.customerUid, { consentUid, name, status: status ?? null, source }, nowMs, actor);
  }
  for (const [consentUid, { name = '' }] of old) {
    if (current.has(consentUid)) continue;
    insert(db, after.customerUid, { consentUid, name, status: null, source: '' }, nowMs, actor);
  }
}

/** Newest first. */
export function listConsentChanges(db: Store, customerUid: string): ConsentChange[] {
  return statement<{
    consent_uid: string;
    name: string;
    status: 0 | 1 | null;
    source: string;
    at_ms: number;
    actor: string | null;
  }>(db, `SELECT * FROM consent_change WHERE customer_uid = ? ORDER BY sequence DESC LIMIT 500`)
    .all(customerUid)
    .map((row) => ({
      at: new Date(row.at_ms).toISOString(),
      consentUid: row.consent_uid,
      name: row.name,
      status: row.status === null ? null : row.status === 1,
      source: row.source,
      by: row.actor,
    }));
}

/** A customer becomes another one: what was said before stays known there. */
export function passConsentsOn(db: Store, mergedUid: string, intoUid: string): void {
  statement(db, `UPDATE consent_change SET customer_uid = ? WHERE customer_uid = ?`).run(intoUid, mergedUid);
}

/** The customer is out of this till. */
export function forgetConsents(db: Store, customerUid: string): void {
  statement(db, `DELETE FROM consent_change WHERE customer_uid = ?`).run(customerUid);
}

function insert(
  db: Store,
  customerUid: string,
  consent: { consentUid: string; name: string; status: boolean | null; source: string },
  nowMs: number,
  actor: string | null,
): void {
  const status = consent.status === null ? null : Number(consent.status);
  statement(
    db,
    `INSERT INTO consent_change (customer_uid, consent_uid, name, status, source, at_ms, actor)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(customerUid, consent.consentUid, consent.name, status, consent.source, nowMs, actor);
}

function isOther(before: CustomerConsent | undefined, after: CustomerConsent): boolean {
  return before?.status !== after.status || (after.source ?? '') !== (before?.source ?? '');
}

function consentsOf(record: CustomerRecord | undefined): Map<string, CustomerConsent> {
  const consents = record === undefined ? [] : (readCustomer(record)?.consents ?? []);
  return new Map(consents.map((consent) => [consent.consentUid, consent]));
}
