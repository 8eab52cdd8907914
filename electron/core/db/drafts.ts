import {
  draftHours,
  draftSchema,
  draftsKept,
  type Draft,
  type ExportedDraft,
  type KeptDraft,
} from '#shared/contract/drafts';
import { displayNameOf, readCustomer } from '#shared/customer/model';
import { findCustomer, findTombstone } from './customers.ts';
import type { Store } from './open.ts';
import { statement } from './statement.ts';

const keptForMs = draftHours * 3_600_000;

interface DraftRow {
  readonly content: string;
  readonly saved_at_ms: number;
}

/**
 * Keeps a form as it is now, unless it is over: its customer is registered already, or gone.
 *
 * @returns whether it is kept
 */
export function keepDraft(db: Store, cashier: string, draft: Draft, nowMs: number): boolean {
  if (isOver(db, draft)) return false;
  statement(
    db,
    `INSERT INTO draft (cashier, customer_uid, content, saved_at_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET content = excluded.content, saved_at_ms = excluded.saved_at_ms`,
  ).run(cashier, draft.customerUid, JSON.stringify(draft), nowMs);
  statement(
    db,
    `DELETE FROM draft WHERE cashier = ? AND customer_uid NOT IN
       (SELECT customer_uid FROM draft WHERE cashier = ? ORDER BY saved_at_ms DESC LIMIT ?)`,
  ).run(cashier, cashier, draftsKept);
  return true;
}

/** Given up, or saved. */
export function dropDraft(db: Store, cashier: string, customerUid: string): void {
  statement(db, `DELETE FROM draft WHERE cashier = ? AND customer_uid = ?`).run(cashier, customerUid);
}

/** For an erasure: whom a form is about that nobody has saved cannot be told. */
export function forgetAllDrafts(db: Store): void {
  statement(db, `DELETE FROM draft`).run();
}

/** Those that are too old, and those of a time that is yet to come: the clock was wrong when they were kept. */
export function dropOldDrafts(db: Store, nowMs: number): void {
  statement(db, `DELETE FROM draft WHERE saved_at_ms NOT BETWEEN ? AND ?`).run(
    nowMs - keptForMs,
    nowMs + keptForMs,
  );
}

/** What a cashier has typed and not saved, newest first; a form of another version that this one cannot show is left out. */
export function listDrafts(db: Store, cashier: string, nowMs: number): KeptDraft[] {
  return statement<DraftRow>(
    db,
    `SELECT content, saved_at_ms FROM draft WHERE cashier = ? AND saved_at_ms BETWEEN ? AND ?
     ORDER BY saved_at_ms DESC, customer_uid`,
  )
    .all(cashier, nowMs - keptForMs, nowMs + keptForMs)
    .flatMap((row) => {
      const draft = draftSchema.safeParse(contentOf(row)).data;
      return draft === undefined || isOver(db, draft) ? [] : [keptDraftOf(db, draft, row)];
    });
}

/** What any cashier has typed of a customer and not saved, as it lies here: whichever version has kept it. */
export function listDraftsOf(db: Store, customerUid: string): ExportedDraft[] {
  return statement<DraftRow>(
    db,
    `SELECT content, saved_at_ms FROM draft WHERE customer_uid = ? ORDER BY saved_at_ms DESC`,
  )
    .all(customerUid)
    .map((row) => ({ draft: contentOf(row), savedAt: savedAtOf(row) }));
}

function isOver(db: Store, draft: Draft): boolean {
  if (findTombstone(db, draft.customerUid) !== undefined) return true;
  const stored = findCustomer(db, draft.customerUid);
  return draft.kind === 'registration' ? stored !== undefined : stored === undefined || stored.hidden;
}

function keptDraftOf(db: Store, draft: Draft, row: DraftRow): KeptDraft {
  return { draft, displayName: nameIn(db, draft), savedAt: savedAtOf(row) };
}

function contentOf(row: DraftRow): unknown {
  return JSON.parse(row.content);
}

function savedAtOf(row: DraftRow): string {
  return new Date(row.saved_at_ms).toISOString();
}

function nameIn(db: Store, draft: Draft): string | null {
  if (draft.kind === 'change') {
    const customer = readCustomer(findCustomer(db, draft.customerUid)?.record);
    return customer === undefined ? null : displayNameOf(customer);
  }
  const { customerType, values } = draft;
  const { firstname, lastname, companyName } = values;
  const typed = [firstname, lastname, companyName].some((part) => part?.trim());
  return typed ? displayNameOf({ customerType, firstname, lastname, companyName }) : null;
}
