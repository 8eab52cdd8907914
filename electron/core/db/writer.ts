import type { CardDesign, DesignId } from '#shared/cards/card-design';
import { TillFailure } from '#shared/contract/errors';
import type { Draft } from '#shared/contract/drafts';
import type { Connection, Settings } from '#shared/contract/values';
import { appendAudit, type AuditRecord } from './audit.ts';
import { changeBackupNotes, type BackupNotes } from './backup-notes.ts';
import { resetDesign, saveDesign } from './card-designs.ts';
import { resetKnownBase } from './coverage.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import { createCodeWriter } from './code-writer.ts';
import { createCustomerWriter } from './customer-writer.ts';
import type { StoredSample } from '../health/sample.ts';
import type { DiskReserve } from './disk-reserve.ts';
import { createDuplicateWriter } from './duplicate-writer.ts';
import { addHealthSample } from './health-samples.ts';
import { createIndexWriter } from './index-writer.ts';
import { createLookupWriter } from './lookup-rows.ts';
import type { NewMutation } from './mutations.ts';
import { importKnown, importUnknown } from './new-customers.ts';
import type { Store } from './open.ts';
import type { PreparedCustomers } from './prepared-customers.ts';
import { createPrintWriter } from './print-writer.ts';
import { createPrivacyWriter } from './privacy-writer.ts';
import {
  changeSettings,
  getConnection,
  importSecret,
  isSameTenant,
  setSecret,
  setValue,
} from './settings.ts';
import { setSyncTrouble } from './sync-trouble.ts';
import { statement } from './statement.ts';
import { resetSyncCursor } from './sync-cursor.ts';
import { createSyncWriter } from './sync-writer.ts';
import { createTransactions } from './transactions.ts';
import type { WriterContext } from './writer-context.ts';

/**
 * Everything that writes, each function one transaction. Runs on the writer's
 * thread; arguments and results are plain data.
 *
 * @param reserve room on the disk for what must go on when it is full
 */
export function createWriter(db: Store, reserve?: DiskReserve) {
  const context: WriterContext = { db, lookup: createLookupWriter(db) };
  const transactions = createTransactions(db, context.lookup, reserve);
  const { atomic, unhurried, indispensable } = transactions;

  return {
    ...createCustomerWriter(context, transactions),
    ...createCodeWriter(context, transactions),
    ...createPrintWriter(context, transactions),
    ...createSyncWriter(context, transactions),
    ...createDuplicateWriter(db, atomic),
    ...createIndexWriter(context, atomic),
    ...createPrivacyWriter(context, transactions),

    /** Not on disk before `settleKeys` has said so: nobody counts on it until the whole file is read. */
    importKnown: unhurried(
      atomic((customers: PreparedCustomers, nowMs: number) => importKnown(context, customers, nowMs)),
    ),
    importUnknown: atomic((customers: PreparedCustomers, creates: readonly NewMutation[]) =>
      importUnknown(context, customers, creates),
    ),

    importSecret: atomic(() => importSecret(db)),

    saveDesign: atomic((design: CardDesign) => saveDesign(db, design)),
    resetDesign: atomic((designId: DesignId) => resetDesign(db, designId)),

    changeSettings: atomic((changes: Partial<Settings>) => changeSettings(db, changes)),

    /** Another tenant's customers must never mix: a change of service or tenant needs an empty till. */
    setConnection: atomic((connection: Connection, secret: unknown) => {
      const current = getConnection(db);
      const other = current !== null && !isSameTenant(current, connection);
      if (other && statement(db, `SELECT 1 FROM customer LIMIT 1`).get() !== undefined) {
        throw new TillFailure('input.invalid', {
          message:
            'This data folder holds the customers of another tenant. Use a new data folder for the new one.',
          issues: [
            {
              field: 'connection.tenant',
              code: 'tenant.other',
              message: `This till belongs to ${current.tenant}.`,
            },
          ],
        });
      }
      if (other) {
        resetSyncCursor(db);
        resetKnownBase(db);
      }
      setSyncTrouble(db, null, 0);
      setValue(db, 'connection', connection);
      setSecret(db, 'service', secret);
    }),

    /**
     * Who opened a customer is part of the audit trail and of the list of recent customers. The customer is shown when
     * this returns: it outlives the program at once, and a power cut may take the newest ones.
     */
    noteOpened: unhurried(
      indispensable((customerUid: string, actor: string, nowMs: number) => {
        statement(
          db,
          `INSERT INTO recent_customer (customer_uid, opened_at_ms) VALUES (?, ?)
         ON CONFLICT (customer_uid) DO UPDATE SET opened_at_ms = excluded.opened_at_ms`,
        ).run(customerUid, nowMs);
        statement(
          db,
          `DELETE FROM recent_customer WHERE customer_uid NOT IN
           (SELECT customer_uid FROM recent_customer ORDER BY opened_at_ms DESC LIMIT 50)`,
        ).run();
        appendAudit(db, { atMs: nowMs, actor, action: 'customers.get', customerUid, outcome: 'ok' });
      }),
    ),

    keepDraft: atomic((cashier: string, draft: Draft, nowMs: number) => keepDraft(db, cashier, draft, nowMs)),
    dropDraft: indispensable((cashier: string, customerUid: string) => dropDraft(db, cashier, customerUid)),

    /** A power cut may take the newest figures: no key stroke waits for the disk because of them. */
    addHealthSample: unhurried(
      atomic((nowMs: number, sample: StoredSample) => addHealthSample(db, nowMs, sample)),
    ),
    appendAudit: indispensable((entry: AuditRecord) => appendAudit(db, entry)),
    // A till on a full disk can still be unlocked: that counts the tries.
    changeBackupNotes: atomic((changes: Partial<BackupNotes>) => changeBackupNotes(db, changes)),
    setSecret: indispensable((key: string, value: unknown) => setSecret(db, key, value)),
  };
}

export type Writer = ReturnType<typeof createWriter>;
