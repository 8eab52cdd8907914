import {
  displayNameOf,
  readCustomer,
  readShownCustomer,
  type Customer,
  type CustomerDraft,
  type ShownCustomer,
} from '#shared/customer/model';
import type { AuditEntry, AuditFilter, AuditLink } from '#shared/contract/audit';
import type { Printer, PrintJob } from '#shared/contract/printing';
import type { ExportedDraft, KeptDraft } from '#shared/contract/drafts';
import type { ConsentChange } from '#shared/contract/retention';
import type { HealthSample, SampleSpan } from '#shared/health/health';
import type {
  CodeMeaning,
  Conflict,
  Connection,
  Coverage,
  Duplicate,
  HistoryEntry,
  Hit,
  Match,
  Mutation,
  MutationState,
  ReplacedCode,
  Settings,
  SyncState,
} from '#shared/contract/values';
import type { FilterValues } from '../lookup/filter-values.ts';
import { createLookup, type SearchRequest } from '../lookup/lookup.ts';
import type { SnapshotHeader, SnapshotSource } from '../lookup/snapshot.ts';
import { createKeyScan } from '../lookup/key-scan.ts';
import { createRecordReader } from '../lookup/records.ts';
import {
  getBackupNotes,
  getBackupOutdatedSinceMs,
  getBackupsOutdatedMs,
  getKeyChangedMs,
  type BackupNotes,
} from './backup-notes.ts';
import {
  auditFilterValues,
  checkAudit,
  hasNoted,
  listAudit,
  readAuditPart,
  type AuditCheckState,
} from './audit.ts';
import { listConsentChanges } from './consent-changes.ts';
import { listDrafts, listDraftsOf } from './drafts.ts';
import { describeRewrite, type WantedRewrite } from './purge.ts';
import { getServiceContact, type ServiceContact } from './service-contact.ts';
import { getOwnDesigns } from './card-designs.ts';
import { getLastPushAt, getSyncCursor } from './sync-cursor.ts';
import { getSyncTrouble, type SyncTrouble } from './sync-trouble.ts';
import { listMerges, personOf, type MergeBefore } from './merges.ts';
import { listHeldBack } from './pulled-pages.ts';
import { getKnownBase } from './coverage.ts';
import { countConflicts, listConflicts } from './conflicts.ts';
import { listHistory } from './history.ts';
import { getRebuildProgress } from './index-state.ts';
import { findMeaning } from './code-meaning.ts';
import { describeStore, type StoreDescription } from './describe-store.ts';
import { listHealthSamples } from './health-samples.ts';
import { describeQueues, type Queues } from './queues.ts';
import { findTombstone, findCustomer, followAllMerges } from './customers.ts';
import { createDuplicateReader } from './duplicate-reader.ts';
import { syncStateOf, syncStatesOf, type MutationRow } from './mutations.ts';
import {
  countMutations,
  describeMutation,
  getMutation,
  listMutations,
  type MutationCounts,
  type MutationDetails,
} from './outbox-view.ts';
import { findPrintBatch, listPrintBatches, type StoredBatch } from './print-batches.ts';
import {
  countCardsInTrouble,
  isCardBeingSent,
  findPrintJob,
  listPrintJobs,
  newestToVerify,
  type PrintJobFilter,
} from './print-jobs.ts';
import { createPrintReader } from './print-reader.ts';
import { listPrinters } from './printers.ts';
import { listReplacedCodes } from './replaced-codes.ts';
import { getConnection, getSecret, getSettings } from './settings.ts';
import { inOneView, statement } from './statement.ts';
import type { Store } from './open.ts';

/** What the customer view shows. */
export interface CustomerDetails {
  readonly customer: Customer;
  readonly state: SyncState;
  readonly mutations: Mutation[];
  readonly conflicts: Conflict[];
  readonly mergedFrom?: string;
  readonly parent?: { readonly customerUid: string; readonly displayName: string };
  readonly departments: { readonly customerUid: string; readonly displayName: string }[];
}

/** The share of a thread the reader may take for catching up with the writer between two searches, in milliseconds. */
const catchUpSliceMs = 4;
const catchUpIntervalMs = 25;
/** The most a search waits for what was just committed; what a registration wrote is there within one. */
const catchUpInSearchMs = 8;

/** Customers that share a key of a scanned code and are looked at. */
const maxOwnersOfCode = 400;

/** What a scanned code means, before it is known whether the connected service has a place for it. */
export type DescribedCode =
  | Exclude<CodeMeaning, { outcome: 'unknown' }>
  | { readonly outcome: 'unknown'; readonly code: string; readonly isUnclear: boolean };

/** Customers with the same postal code whose places are looked at. */
const maxNeighbours = 300;

/**
 * Everything that is read while a cashier waits, on a connection of its own: it
 * sees the last commit and never waits for the writer.
 */
export function createReader(db: Store) {
  const lookup = createLookup(db);
  const records = createRecordReader(db);
  const keys = createKeyScan(db);
  const catchUp = setInterval(() => {
    try {
      lookup.keepUp(catchUpSliceMs);
    } catch {
      // The next search meets the same failure and has somebody to tell; here it would end the thread.
      clearInterval(catchUp);
    }
  }, catchUpIntervalMs);

  let snapshot: SnapshotSource | undefined;

  /** What a list shows of customers, in their order; those out of sight are left out. */
  function hitsOf(customers: readonly { readonly record: unknown; readonly matched: Match[] }[]): Hit[] {
    const shown = customers.flatMap(({ record, matched }) => {
      const customer = readShownCustomer(record);
      return customer === undefined ? [] : [{ customer, matched }];
    });
    const stateOf = syncStatesOf(
      db,
      shown.map(({ customer }) => customer.customerUid),
    );
    return shown.map(({ customer, matched }) =>
      Object.assign(summaryOf(customer, stateOf(customer.customerUid)), { matched }),
    );
  }

  /** One customer as a list shows it; undefined for a record nobody can read. */
  function describe(record: unknown): Omit<Hit, 'matched'> | undefined {
    const customer = readShownCustomer(record);
    return customer === undefined ? undefined : summaryOf(customer, syncStateOf(db, customer.customerUid));
  }

  /** Customers by id, as a list shows them; nothing of them matched anything. */
  function hitsById(customerIds: readonly number[]): Hit[] {
    const read = records.some(customerIds);
    return hitsOf(customerIds.flatMap((id) => (read.has(id) ? [{ record: read.get(id), matched: [] }] : [])));
  }

  /** Whoever can be found is counted; the index knows without reading a row. */
  function coverage(): Coverage {
    const indexing = getRebuildProgress(db);
    const isIndexing = indexing !== undefined && indexing.total > 0;
    return { cached: lookup.size(), ...getKnownBase(db), ...(isIndexing ? { indexing } : {}) };
  }

  const methods = {
    search(request: SearchRequest): { hits: Hit[]; more: boolean; coverage: Coverage; ms: number } {
      const start = performance.now();
      return inOneView(db, () => {
        lookup.refresh(catchUpInSearchMs);
        const { hits, more } = lookup.search(request);
        return { hits: hitsOf(hits), more, coverage: coverage(), ms: performance.now() - start };
      });
    },

    filterValues(): FilterValues {
      lookup.refresh(catchUpInSearchMs);
      return lookup.filterValues();
    },

    recent(limit: number): { hits: Hit[]; coverage: Coverage } {
      lookup.refresh(catchUpInSearchMs);
      const rows = statement<{ customer_id: number }>(
        db,
        // CROSS: from the few that were opened to the customers, never the other way round.
        `SELECT customer_id FROM recent_customer CROSS JOIN customer USING (customer_uid)
         WHERE hidden = 0 ORDER BY opened_at_ms DESC LIMIT ?`,
      ).all(limit);
      return { hits: hitsById(rows.map((row) => row.customer_id)), coverage: coverage() };
    },

    duplicates(draft: Partial<CustomerDraft>, limit: number): Duplicate[] {
      lookup.refresh(catchUpInSearchMs);
      return lookup
        .duplicates(draft, limit + 1)
        .flatMap(({ record, probability, reasons }) => {
          const [hit] = hitsOf([{ record, matched: [] }]);
          if (hit === undefined || hit.customerUid === draft.customerUid) return [];
          const { matched: _matched, ...summary } = hit;
          return [{ ...summary, probability, reasons }];
        })
        .slice(0, limit);
    },

    /** Follows merges; undefined when no such customer is in sight. */
    getCustomer(customerUid: string): CustomerDetails | undefined {
      const here = followAllMerges(db, customerUid);
      const stored = findCustomer(db, here);
      const customer = stored === undefined || stored.hidden ? undefined : readCustomer(stored.record);
      if (customer === undefined) return undefined;
      const parent = customer.customerParentUid ? nameOf(db, customer.customerParentUid) : undefined;
      return {
        customer,
        state: syncStateOf(db, here),
        mutations: statement<MutationRow>(
          db,
          `SELECT * FROM mutation WHERE customer_uid = ? AND state <> 'acked' ORDER BY sequence`,
        )
          .all(here)
          .map((row) => describeMutation(db, row)),
        conflicts: listConflicts(db, here),
        departments: statement<{ customer_uid: string }>(
          db,
          `SELECT customer_uid FROM customer WHERE parent_uid = ? AND hidden = 0 ORDER BY customer_id LIMIT 100`,
        )
          .all(here)
          .flatMap((row) => nameOf(db, row.customer_uid) ?? []),
        ...(parent === undefined ? {} : { parent }),
        ...(here === customerUid ? {} : { mergedFrom: customerUid }),
      };
    },

    /** Whose a scanned code is, as of the last commit. */
    findCode(scanned: string): DescribedCode {
      return inOneView(db, () => {
        const found = findMeaning(db, (key) => keys.owners(key, maxOwnersOfCode), records, scanned);
        if (found.outcome === 'unknown') return found;
        if (found.outcome === 'several') {
          const { outcome, code } = found;
          return { outcome, code, customers: found.records.flatMap((record) => describe(record) ?? []) };
        }
        const customer = describe(found.record);
        if (customer === undefined) return { outcome: 'unknown', code: scanned, isUnclear: true };
        if (found.outcome === 'customer') return { outcome: 'customer', customer, foundBy: found.foundBy };
        const { code, replacedAt, by } = found.replaced;
        return { outcome: 'replaced', customer, code, replacedAt, by };
      });
    },
    listReplacedCodes: (customerUid: string): ReplacedCode[] => listReplacedCodes(db, customerUid),

    isGone: (customerUid: string): boolean =>
      findTombstone(db, customerUid) !== undefined || findCustomer(db, customerUid)?.hidden === true,

    /** Customers the till does not have yet, shown like hits; those it has show their state. */
    summarize(customers: readonly Customer[]): Hit[] {
      return customers.map((customer) => ({
        ...summaryOf(customer, syncStateOf(db, customer.customerUid)),
        matched: [],
      }));
    },

    /** The place most customers with this postal code live in: the base is its own register. */
    suggestCity(postalCode: string): string | undefined {
      lookup.refresh(catchUpInSearchMs);
      const counts = new Map<string, number>();
      for (const customerId of lookup.customersAt(postalCode, maxNeighbours)) {
        const row = statement<{ city: string | null }>(
          db,
          `SELECT record ->> '$.city' AS city FROM customer
           WHERE customer_id = ? AND record ->> '$.postalCode' = ?`,
        ).get(customerId, postalCode);
        if (row?.city) counts.set(row.city, (counts.get(row.city) ?? 0) + 1);
      }
      const byCount = [...counts].sort(
        ([left, more], [right, less]) => less - more || (left < right ? -1 : 1),
      );
      return byCount[0]?.[0];
    },

    listMutations: (states: readonly MutationState[], limit: number, offset?: number) =>
      listMutations(db, states, limit, offset),
    countMutations: (): MutationCounts => countMutations(db),
    /** @throws TillFailure `mutation.not-found` */
    getMutation: (mutationId: string): MutationDetails => getMutation(db, mutationId),

    /** What the last full pull missed, as a list shows it. */
    listHeldBack(limit: number, offset: number) {
      const { total, known, customerUids } = listHeldBack(db, limit, offset);
      const customers = customerUids.flatMap((customerUid) => {
        const shown = readShownCustomer(findCustomer(db, customerUid)?.record);
        return shown === undefined ? [] : [summaryOf(shown, syncStateOf(db, customerUid))];
      });
      const { fullPassAtMs } = getSyncCursor(db);
      const heldBackAt = total === 0 || fullPassAtMs === null ? null : new Date(fullPassAtMs).toISOString();
      return { customers, total, known, heldBackAt };
    },
    getSyncTimes: (): { lastPushAt: string | null; heldBack: number } => ({
      lastPushAt: getLastPushAt(db),
      heldBack: getSyncCursor(db).heldBack,
    }),

    getSyncTrouble: (): SyncTrouble | null => getSyncTrouble(db),

    countConflicts: (): number => countConflicts(db),
    listConflicts: (customerUid?: string): Conflict[] => listConflicts(db, customerUid),
    ...createDuplicateReader(db, lookup, (customer) => ({
      ...summaryOf(customer, syncStateOf(db, customer.customerUid)),
      vatNumber: customer.vatNumber,
      externalId: customer.externalId,
    })),
    getCoverage(): Coverage {
      lookup.refresh(catchUpInSearchMs);
      return coverage();
    },
    listPrintJobs: (filter: PrintJobFilter, limit: number, offset: number) =>
      listPrintJobs(db, filter, limit, offset),
    countCardsInTrouble: (): number => countCardsInTrouble(db),
    isCardBeingSent: (): boolean => isCardBeingSent(db),
    findPrintJob: (jobId: string): PrintJob | undefined => findPrintJob(db, jobId),
    newestToVerify: (loyaltyId?: string): PrintJob | undefined => newestToVerify(db, loyaltyId),
    findPrintBatch: (batchId: string): StoredBatch | undefined => findPrintBatch(db, batchId),
    listPrintBatches: (limit: number): StoredBatch[] => listPrintBatches(db, limit),
    listPrinters: (): Printer[] => listPrinters(db),
    ...createPrintReader(db),
    getBackupNotes: (): BackupNotes => getBackupNotes(db),
    getBackupsOutdatedMs: (): number => getBackupsOutdatedMs(db),
    getBackupOutdatedSinceMs: (madeMs: number): number | null => getBackupOutdatedSinceMs(db, madeMs),
    getKeyChangedMs: (): number | null => getKeyChangedMs(db),
    getSettings: (): Settings => getSettings(db),
    getOwnDesigns: () => getOwnDesigns(db),
    getConnection: (): Connection | null => getConnection(db),
    getSecret: (key: string): unknown => getSecret(db, key),
    listHistory: (
      customerUid: string,
      filter: { beforeSequence?: number | undefined; limit: number; withLooks: boolean },
    ): HistoryEntry[] => listHistory(db, customerUid, filter),
    listMerges: (customerUid: string): MergeBefore[] => listMerges(db, customerUid),
    personOf: (customerUid: string): string[] => personOf(db, customerUid),
    hasNoted: (actor: string, customerUid: string, sinceMs: number): boolean =>
      hasNoted(db, actor, customerUid, sinceMs),
    listAudit: (filter: AuditFilter & { readonly limit: number }): AuditEntry[] => listAudit(db, filter),
    readAuditPart: (filter: Parameters<typeof readAuditPart>[1]) => readAuditPart(db, filter),
    auditFilterValues: () => auditFilterValues(db),
    checkAudit: (limit: number, before?: AuditCheckState, noted?: AuditLink): AuditCheckState =>
      checkAudit(db, limit, before, noted),
    listConsentChanges: (customerUid: string): ConsentChange[] => listConsentChanges(db, customerUid),
    listDrafts: (cashier: string, nowMs: number): KeptDraft[] => listDrafts(db, cashier, nowMs),
    listDraftsOf: (customerUid: string): ExportedDraft[] => listDraftsOf(db, customerUid),
    describeRewrite: (): WantedRewrite => describeRewrite(db),
    getServiceContact: (): ServiceContact => getServiceContact(db),

    isSnapshotDue: (): boolean => lookup.isSnapshotDue(),

    /** Works on a snapshot of the index for so many milliseconds; its header when it is ready to be read. */
    prepareSnapshot(budgetMs: number): SnapshotHeader | undefined {
      snapshot = lookup.prepareSnapshot(budgetMs);
      return snapshot?.header;
    },

    /** Parts of the snapshot that was prepared, from this one on, about as many bytes as asked for. */
    readSnapshotParts(first: number, bytes: number): Uint8Array[] {
      const parts: Uint8Array[] = [];
      for (let size = 0, part = first; size < bytes && part < (snapshot?.header.parts ?? 0); part += 1) {
        const read = snapshot!.readPart(part);
        parts.push(read);
        size += read.byteLength;
      }
      return parts;
    },

    releaseSnapshot(): void {
      snapshot = undefined;
    },

    describeStore: (): StoreDescription => describeStore(db),
    describeQueues: (): Queues => describeQueues(db),
    listHealthSamples: (span: SampleSpan): HealthSample[] => listHealthSamples(db, span),
    getSchemaVersion: (): number => db.pragma('user_version', { simple: true }) as number,

    /** What `doctor` wants to know of the file; an empty list of errors is a sound file. */
    checkIntegrity(): { errors: string[]; schemaVersion: number; orphans: number; unindexed: number } {
      const rows = db.pragma('quick_check(20)') as { quick_check: string }[];
      return {
        errors: rows.map((row) => row.quick_check).filter((text) => text !== 'ok'),
        schemaVersion: db.pragma('user_version', { simple: true }) as number,
        orphans: statement<{ total: number }>(
          db,
          `SELECT count(*) AS total FROM mutation
           WHERE state <> 'acked' AND customer_uid NOT IN (SELECT customer_uid FROM customer)
             AND NOT (kind = 'delete' AND customer_uid IN (SELECT customer_uid FROM tombstone))`,
        ).get()!.total,
        unindexed: statement<{ total: number }>(
          db,
          `SELECT count(*) AS total FROM customer
           WHERE hidden = 0 AND customer_id NOT IN (SELECT customer_id FROM lookup_entry)`,
        ).get()!.total,
      };
    },
  };
  return { methods, stop: () => clearInterval(catchUp) };
}

export type Reader = ReturnType<typeof createReader>['methods'];

function summaryOf(customer: ShownCustomer, state: SyncState): Omit<Hit, 'matched'> {
  const { customerUid, customerType, companyName, address, postalCode, city } = customer;
  const { mobile, email, loyaltyId, createdAt } = customer;
  return {
    customerUid,
    customerType,
    displayName: displayNameOf(customer),
    companyName,
    address,
    postalCode,
    city,
    mobile,
    email,
    loyaltyId,
    createdAt,
    state,
  };
}

function nameOf(db: Store, customerUid: string): { customerUid: string; displayName: string } | undefined {
  const stored = findCustomer(db, customerUid);
  const customer = stored === undefined || stored.hidden ? undefined : readCustomer(stored.record);
  return customer === undefined ? undefined : { customerUid, displayName: displayNameOf(customer) };
}
