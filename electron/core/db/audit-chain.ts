import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AuditLink } from '#shared/contract/audit';
import { getSecret } from './settings.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

/** An entry as it is hashed: a change of any part, or of the order, is another hash. */
export interface AuditRow {
  readonly sequence: number;
  readonly at_ms: number;
  readonly actor: string;
  readonly action: string;
  readonly customer_uid: string | null;
  readonly outcome: string;
  readonly reason: string | null;
  /** JSON. */
  readonly detail: string | null;
}

/** Where the trail ends (`head`), and the entry before the oldest one that is kept (`anchor`). */
type LinkName = 'head' | 'anchor';

/** The secret of the till that both ends are signed with. */
export const auditKey = 'audit-key';

/** What stands for the entry before when nobody can tell any more which it was: found by every later check. */
const brokenHash = 'broken';

/** SHA-256 over an entry and the hash of the one before it. */
export function hashOfEntry(previous: string, row: AuditRow): string {
  const { sequence, at_ms: atMs, actor, action, customer_uid: uid, outcome, reason, detail } = row;
  return createHash('sha256')
    .update(JSON.stringify([previous, sequence, atMs, actor, action, uid, outcome, reason, detail]))
    .digest('hex');
}

/** One end of the trail; undefined when it is missing or was not written by this till. */
export function findLink(db: Store, name: LinkName): AuditLink | undefined {
  const row = statement<AuditLink & { signature: string }>(
    db,
    `SELECT sequence, hash, signature FROM audit_link WHERE name = ?`,
  ).get(name);
  if (row === undefined) return undefined;
  const { sequence, hash } = row;
  const [kept, own] = [Buffer.from(row.signature), Buffer.from(signatureOf(db, name, row))];
  return kept.length === own.length && timingSafeEqual(kept, own) ? { sequence, hash } : undefined;
}

export function keepLink(db: Store, name: LinkName, link: AuditLink): void {
  statement(
    db,
    `INSERT INTO audit_link (name, sequence, hash, signature) VALUES (?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash,
       signature = excluded.signature`,
  ).run(name, link.sequence, link.hash, signatureOf(db, name, link));
}

/**
 * What the next entry follows. A head that is not this till's is never signed
 * over: the next entry then follows on nothing, and every check finds the place.
 */
export function lastLink(db: Store): { readonly sequence: number; readonly hash: string } {
  const head = findLink(db, 'head');
  const given =
    statement<{ seq: number }>(db, `SELECT seq FROM sqlite_sequence WHERE name = 'audit'`).get()?.seq ?? 0;
  if (head === undefined || head.sequence < given) return { sequence: given, hash: brokenHash };
  return head;
}

function signatureOf(db: Store, name: LinkName, { sequence, hash }: AuditLink): string {
  const secret = getSecret(db, auditKey);
  const key = Buffer.from(typeof secret === 'string' ? secret : '', 'hex');
  return createHmac('sha256', key).update(`${name} ${sequence} ${hash}`).digest('hex');
}
