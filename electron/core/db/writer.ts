import { TillFailure } from '#shared/contract/errors';
import {
  readCustomer,
  type Customer,
  type CustomerChanges,
  type CustomerDraft,
  type CustomerRecord,
} from '#shared/customer/model';
import type { Change } from '#shared/customer/apply-mutation';
import type {
  Connection,
  Printer,
  PrintJob,
  PrintJobState,
  Settings,
  SyncState,
} from '#shared/contract/values';
import type { TillError } from '#shared/contract/errors';
import { appendAudit, type AuditRecord } from './audit.ts';
import { resetKnownBase } from './coverage.ts';
import {
  findCustomer,
  findTombstone,
  followMerged,
  refreshCustomer,
  type StoredCustomer,
} from './customers.ts';
import { noReserve, type DiskReserve } from './disk-reserve.ts';
import { createIndexWriter } from './index-writer.ts';
import { createLookupWriter } from './lookup-rows.ts';
import { createDuplicateWriter } from './duplicate-writer.ts';
import { enqueueMutation, syncStateOf, type NewMutation } from './mutations.ts';
import {
  findPrintJob,
  insertPrintJob,
  recoverPrintJobs,
  removePrinter,
  savePrinter,
  setPrintJobState,
  waitingNetworkJobs,
} from './print-jobs.ts';
import { changeSettings, getConnection, setSecret, setValue } from './settings.ts';
import { statement } from './statement.ts';
import { noteSuperseded } from './superseded.ts';
import { resetSyncCursor } from './sync-cursor.ts';
import { createSyncWriter } from './sync-writer.ts';
import { isLoyaltyIdTaken } from './loyalty-ids.ts';
import { importKnown, importUnknown } from './new-customers.ts';
import type { PreparedCustomers } from './prepared-customers.ts';
import { isDiskFull, type Store } from './open.ts';
import type { WriterContext } from './writer-context.ts';

/** Who makes a change, when, and under which id it travels. */
export interface Authorship {
  readonly mutationId: string;
  readonly actor: string;
  readonly nowMs: number;
}

/** A card to print with, or for, a customer. */
export interface CardOrder {
  readonly jobId: string;
  readonly mutationId: string;
  readonly printer: Printer;
}

/** What the caller learns of an accepted change. */
export interface AcceptedChange {
  readonly mutationId: string;
  readonly state: SyncState;
  readonly customer: Customer;
}

/**
 * Everything that writes, each function one transaction that takes the writer's
 * lock at its start. Runs on the writer's thread; arguments and results are
 * plain data.
 *
 * @param reserve room on the disk for what must go on when it is full
 */
export function createWriter(db: Store, reserve: DiskReserve = noReserve) {
  const context: WriterContext = { db, lookup: createLookupWriter(db) };

  /** One function, one transaction. */
  function atomic<Args extends unknown[], Value>(run: (...args: Args) => Value): (...args: Args) => Value {
    const transaction = db.transaction(run as (...args: unknown[]) => unknown);
    return (...args) => {
      // Left open by an error, it would make a commit within it none at all.
      if (db.inTransaction) statement(db, 'ROLLBACK').run();
      try {
        const value = transaction.immediate(...args) as Value;
        reserve.keep();
        return value;
      } catch (cause) {
        // What the index writer remembers went with the transaction.
        context.lookup.forget();
        throw cause;
      }
    };
  }

  /**
   * The same for what must not wait until somebody has made room on a full disk:
   * removing customers, and noting what became of changes that are sent.
   */
  function indispensable<Args extends unknown[], Value>(
    run: (...args: Args) => Value,
  ): (...args: Args) => Value {
    const attempt = atomic(run);
    return (...args) => {
      try {
        return attempt(...args);
      } catch (cause) {
        if (!isDiskFull(cause)) throw cause;
        reserve.release();
        makeRoomInLog(db);
        return attempt(...args);
      }
    };
  }

  /** Commits without waiting for the disk; a power cut takes the newest of such commits, and nothing else. */
  function unhurried<Args extends unknown[], Value>(
    write: (...args: Args) => Value,
  ): (...args: Args) => Value {
    return (...args) => {
      db.pragma('synchronous = NORMAL');
      try {
        return write(...args);
      } finally {
        db.pragma('synchronous = FULL');
      }
    };
  }

  return {
    /**
     * Customer, index entries, mutation and print job, or none of them. The same
     * `customerUid` handed in again makes no second customer.
     *
     * @throws TillFailure `customer.deleted`, `customer.exists`
     */
    createCustomer: atomic(
      (
        draft: CustomerDraft & { readonly customerUid: string },
        author: Authorship,
        spare: {
          /** Null for a service that has no place for one. */
          readonly loyaltyIds: readonly string[] | null;
          readonly card?: CardOrder;
        },
      ): AcceptedChange & { readonly printJobId?: string } => {
        const { customerUid } = draft;
        if (findTombstone(db, customerUid) !== undefined) throw new TillFailure('customer.deleted');
        if (findCustomer(db, customerUid) !== undefined) return repeatedCreate(context, draft, author);
        const payload =
          spare.loyaltyIds === null
            ? draft
            : { ...draft, loyaltyId: draft.loyaltyId || unusedLoyaltyId(context, spare.loyaltyIds) };
        const mutationId = enqueueMutation(db, {
          ...author,
          customerUid,
          ...(payload.customerParentUid ? { otherUid: payload.customerParentUid } : {}),
          change: { kind: 'create', payload },
        });
        const stored = refreshed(context, customerUid);
        if (spare.card !== undefined) orderCard(context, stored, spare.card, author);
        audit(context, author, 'customers.create', customerUid);
        return {
          ...accepted(context, stored, mutationId),
          ...(spare.card === undefined ? {} : { printJobId: spare.card.jobId }),
        };
      },
    ),

    /** Keeps only what differs from the till's view; nothing different makes no mutation. */
    updateCustomer: atomic(
      (
        customerUid: string,
        changes: CustomerChanges,
        author: Authorship,
      ): Omit<AcceptedChange, 'mutationId'> & { readonly mutationId: string | null } => {
        const updated = updateFields(context, visible(context, customerUid), changes, author);
        const { mutationId } = updated;
        return { ...accepted(context, updated.stored, mutationId ?? author.mutationId), mutationId };
      },
    ),

    deleteCustomer: indispensable((customerUid: string, author: Authorship) => {
      const stored = visible(context, customerUid);
      const mutationId = enqueueChange(context, stored, author, { kind: 'delete', payload: {} });
      noteSuperseded(context, customerUid, author.nowMs);
      refreshCustomer(context, customerUid);
      audit(context, author, 'customers.delete', customerUid);
      return { mutationId, state: syncStateOf(db, customerUid) };
    }),

    /** The source leaves the till's view at once; the service decides what the target becomes. */
    mergeCustomers: atomic((customerUid: string, mergeFromCustomerUid: string, author: Authorship) => {
      if (customerUid === mergeFromCustomerUid) throw new TillFailure('customer.merge-self');
      const target = visible(context, customerUid);
      visible(context, mergeFromCustomerUid);
      const mutationId = enqueueChange(
        context,
        target,
        author,
        { kind: 'merge', payload: { mergeFromCustomerUid } },
        mergeFromCustomerUid,
      );
      refreshCustomer(context, mergeFromCustomerUid);
      refreshCustomer(context, customerUid);
      audit(context, author, 'customers.merge', customerUid);
      audit(context, author, 'customers.merge', mergeFromCustomerUid);
      return { mutationId, state: syncStateOf(db, customerUid) };
    }),

    changeExtension: atomic(
      (
        customerUid: string,
        kind: 'add-extension' | 'remove-extension',
        payload: { readonly extensionCode: string; readonly storeUid: string },
        author: Authorship,
      ) => {
        const mutationId = enqueueChange(context, visible(context, customerUid), author, { kind, payload });
        refreshCustomer(context, customerUid);
        audit(
          context,
          author,
          kind === 'add-extension' ? 'customers.addExtension' : 'customers.removeExtension',
          customerUid,
        );
        return { mutationId, state: syncStateOf(db, customerUid) };
      },
    ),

    /** Orders a card; a customer without a loyalty id gets one with it, as a change of its own. */
    printCard: atomic(
      (customerUid: string, card: CardOrder, author: Authorship, loyaltyIds: readonly string[]): PrintJob => {
        let stored = visible(context, customerUid);
        if (!readCustomer(stored.record)?.loyaltyId) {
          const loyaltyId = unusedLoyaltyId(context, loyaltyIds);
          enqueueChange(context, stored, author, { kind: 'update', payload: { loyaltyId } });
          stored = refreshed(context, customerUid);
        }
        orderCard(context, stored, card, author);
        audit(context, author, 'cards.print', customerUid);
        return printJob(context, card.jobId);
      },
    ),

    /** Jobs this till sends itself; each must be claimed before a byte is sent. */
    waitingNetworkJobs: () => waitingNetworkJobs(db),

    /** Takes a waiting job for sending; false when somebody else did. */
    claimPrintJob: indispensable((jobId: string, nowMs: number): boolean => {
      if (findPrintJob(db, jobId)?.state !== 'waiting') return false;
      setPrintJobState(db, jobId, 'sending', nowMs);
      return true;
    }),

    setPrintJobState: indispensable(
      (jobId: string, state: PrintJobState, nowMs: number, error: TillError | null) => {
        setPrintJobState(db, jobId, state, nowMs, error);
      },
    ),

    /** After a crash nobody knows whether the card came out: a person looks. */
    recoverPrintJobs: indispensable((nowMs: number, error: TillError) => recoverPrintJobs(db, nowMs, error)),

    /**
     * A person's word on a job: it came out, it is to be tried once more, or it is
     * given up. Only an open job takes one, so that asking twice prints once.
     *
     * @throws TillFailure `print-job.not-found`; `mutation.not-waiting` while it is being sent and once it is settled
     */
    settlePrintJob: indispensable(
      (
        jobId: string,
        outcome: 'came-out' | 'print-again' | 'cancel',
        again: CardOrder,
        author: Authorship,
      ): PrintJob => {
        const job = findPrintJob(db, jobId);
        if (job === undefined) throw new TillFailure('print-job.not-found');
        if (job.state !== 'waiting' && job.state !== 'needs-attention') {
          throw new TillFailure('mutation.not-waiting');
        }
        settlePrintMutation(db, jobId, author.nowMs);
        setPrintJobState(db, jobId, outcome === 'came-out' ? 'sent' : 'cancelled', author.nowMs);
        refreshCustomer(context, job.customerUid);
        audit(context, author, 'cards.settle', job.customerUid);
        if (outcome !== 'print-again') return printJob(context, jobId);
        orderCard(context, visible(context, job.customerUid), again, author);
        return printJob(context, again.jobId);
      },
    ),

    savePrinter: atomic((printer: Printer) => savePrinter(db, printer)),
    removePrinter: atomic((printerId: string) => removePrinter(db, printerId)),

    /** Not on disk before `settleKeys` has said so: nobody counts on it until the whole file is read. */
    importKnown: unhurried(atomic((customers: PreparedCustomers) => importKnown(context, customers))),
    importUnknown: atomic((customers: PreparedCustomers, creates: readonly NewMutation[]) =>
      importUnknown(context, customers, creates),
    ),

    changeSettings: atomic((changes: Partial<Settings>) => changeSettings(db, changes)),

    /** Another tenant's customers must never mix: a change of service or tenant needs an empty till. */
    setConnection: atomic((connection: Connection, secret: unknown) => {
      const current = getConnection(db);
      const other =
        current !== null && (current.service !== connection.service || current.tenant !== connection.tenant);
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
      setValue(db, 'connection', connection);
      setSecret(db, 'service', secret);
    }),

    /** Who opened a customer is part of the audit trail and of the list of recent customers. */
    noteOpened: atomic((customerUid: string, actor: string, nowMs: number) => {
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

    appendAudit: atomic((entry: AuditRecord) => appendAudit(db, entry)),
    setSecret: atomic((key: string, value: unknown) => setSecret(db, key, value)),

    ...createSyncWriter(context, { atomic, unhurried, indispensable }),
    ...createDuplicateWriter(db, atomic),
    ...createIndexWriter(context, atomic),
  };
}

export type Writer = ReturnType<typeof createWriter>;

/** What the log holds goes to where it belongs, most of which is there already: then the log begins again and need not grow. */
function makeRoomInLog(db: Store): void {
  try {
    db.pragma('wal_checkpoint(PASSIVE)');
  } catch (cause) {
    // What did not fit stays in the log, where it is safe.
    if (!isDiskFull(cause)) throw cause;
  }
}

function visible(context: WriterContext, customerUid: string): StoredCustomer {
  const stored = findCustomer(context.db, customerUid);
  if (stored !== undefined && !stored.hidden) return stored;
  const gone = stored !== undefined || findTombstone(context.db, customerUid) !== undefined;
  throw new TillFailure(gone ? 'customer.deleted' : 'customer.not-found');
}

function refreshed(context: WriterContext, customerUid: string): StoredCustomer {
  const stored = refreshCustomer(context, customerUid);
  if (stored === undefined) throw new Error(`Customer ${customerUid} vanished while it was changed`);
  return stored;
}

function accepted(context: WriterContext, stored: StoredCustomer, mutationId: string): AcceptedChange {
  const customer = readCustomer(stored.record);
  if (customer === undefined) throw new Error(`Customer ${stored.customerUid} cannot be read`);
  return { mutationId, state: syncStateOf(context.db, stored.customerUid), customer };
}

/**
 * The form was saved twice: one customer, one create. What it says differently
 * the second time is a change of that customer, as the last word of who filled
 * it in; consents are those of the first time.
 */
function repeatedCreate(
  context: WriterContext,
  draft: CustomerDraft & { readonly customerUid: string },
  author: Authorship,
): AcceptedChange & { printJobId?: string } {
  const { db } = context;
  const { customerUid, consents: _first, ...fields } = draft;
  const created = statement<{ mutation_id: string }>(
    db,
    `SELECT mutation_id FROM mutation WHERE customer_uid = ? AND kind = 'create' ORDER BY sequence LIMIT 1`,
  ).get(customerUid);
  if (created === undefined) throw new TillFailure('customer.exists');
  const { stored } = updateFields(context, visible(context, customerUid), fields, author);
  const job = statement<{ job_id: string }>(
    db,
    `SELECT job_id FROM print_job WHERE customer_uid = ? ORDER BY created_at_ms LIMIT 1`,
  ).get(customerUid);
  return {
    ...accepted(context, stored, created.mutation_id),
    ...(job === undefined ? {} : { printJobId: job.job_id }),
  };
}

/** Enqueues what differs from the till's view; `mutationId` is null when nothing does. */
function updateFields(
  context: WriterContext,
  stored: StoredCustomer,
  changes: CustomerChanges,
  author: Authorship,
): { readonly stored: StoredCustomer; readonly mutationId: string | null } {
  const different = differingChanges(stored.record, underLivingParent(context.db, changes));
  if (Object.keys(different).length === 0) return { stored, mutationId: null };
  const mutationId = enqueueChange(
    context,
    stored,
    author,
    { kind: 'update', payload: different },
    different.customerParentUid,
  );
  audit(context, author, 'customers.update', stored.customerUid);
  return { stored: refreshed(context, stored.customerUid), mutationId };
}

/** A form may have been open since before its parent company was merged into another one. */
function underLivingParent<Changes extends CustomerChanges>(db: Store, changes: Changes): Changes {
  const { customerParentUid } = changes;
  return customerParentUid ? { ...changes, customerParentUid: followMerged(db, customerParentUid) } : changes;
}

function enqueueChange(
  context: WriterContext,
  stored: StoredCustomer,
  author: Authorship,
  change: Change,
  otherUid?: string,
): string {
  return enqueueMutation(context.db, {
    ...author,
    customerUid: stored.customerUid,
    change,
    ...(otherUid ? { otherUid } : {}),
  });
}

/** A job for the service's printing travels in the outbox; one for a printer of the shop waits for the print queue. */
function orderCard(
  context: WriterContext,
  stored: StoredCustomer,
  card: CardOrder,
  author: Authorship,
): void {
  const loyaltyId = readCustomer(stored.record)?.loyaltyId;
  if (!loyaltyId) throw new TillFailure('card.no-loyalty-id');
  const { customerUid } = stored;
  insertPrintJob(context.db, {
    jobId: card.jobId,
    customerUid,
    loyaltyId,
    printer: card.printer,
    nowMs: author.nowMs,
  });
  if (card.printer.kind !== 'service') return;
  const { printerUid } = card.printer;
  enqueueMutation(context.db, {
    ...author,
    mutationId: card.mutationId,
    customerUid,
    change: { kind: 'print-card', payload: printerUid === undefined ? {} : { printerUid } },
    printJobId: card.jobId,
  });
  refreshCustomer(context, customerUid);
}

function printJob(context: WriterContext, jobId: string): PrintJob {
  const job = findPrintJob(context.db, jobId);
  if (job === undefined) throw new Error(`Print job ${jobId} is not in the table it was written to`);
  return job;
}

/** A person has settled the job, so its mutation is not sent any more. */
function settlePrintMutation(db: Store, jobId: string, nowMs: number): void {
  statement(
    db,
    `UPDATE mutation SET state = 'acked', payload = '{}', settled_at_ms = ? WHERE print_job_id = ? AND state <> 'acked'`,
  ).run(nowMs, jobId);
}

/** The first candidate nobody on this till has, waiting or synced. */
function unusedLoyaltyId(context: WriterContext, candidates: readonly string[]): string {
  const unused = candidates.find((candidate) => !isLoyaltyIdTaken(context, candidate));
  if (unused === undefined) throw new Error('No unused loyalty id among the candidates');
  return unused;
}

function audit(context: WriterContext, author: Authorship, action: string, customerUid: string): void {
  appendAudit(context.db, { atMs: author.nowMs, actor: author.actor, action, customerUid, outcome: 'ok' });
}

/** Compares as the record spells it: absent equals empty; nested values by their parts. */
function differingChanges(record: CustomerRecord, changes: CustomerChanges): CustomerChanges {
  const current: Record<string, unknown> = {
    ...record,
    defaultStoreUid: readCustomer(record)?.defaultStore?.storeUid,
  };
  return Object.fromEntries(
    Object.entries(changes).filter(([field, value]) => value !== undefined && !covers(current[field], value)),
  );
}

function covers(current: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return JSON.stringify(current ?? []) === JSON.stringify(wanted);
  if (typeof wanted === 'object' && wanted !== null) {
    const parts = (current ?? {}) as Record<string, unknown>;
    return Object.entries(wanted).every(([key, value]) => covers(parts[key], value));
  }
  return (current ?? '') === wanted;
}
