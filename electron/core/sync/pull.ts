import { because } from '#shared/contract/error-reasons';
import { fail, TillFailure, type TillError } from '#shared/contract/errors';
import type { CoreLog } from '../core.ts';
import type { CustomerRecord } from '#shared/customer/model';
import {
  createWordNumbers,
  packPrepared,
  prepareCustomer,
  prepareCustomers,
  type PreparedCustomer,
  type PreparedCustomers,
} from '../db/prepared-customers.ts';
import type { PulledRecords } from '../db/pulled-pages.ts';
import type { Pass, SyncCursor } from '../db/sync-cursor.ts';
import type { SyncWriter } from '../db/sync-writer.ts';
import type { Remote } from '../threads/remote.ts';
import type { CustomerPage, CustomerService } from '../services/customer-service.ts';
import { confirmGone, confirmVanished } from './confirm-vanished.ts';
import { findVanished, orderByChange } from './find-vanished.ts';
import { missingTenant } from './missing-tenant.ts';
import {
  beginPull,
  endFullPass,
  endPages,
  growPages,
  hasMovedByPages,
  isDoubtful,
  isSamePage,
  nextPageOf,
  noteBalance,
  planStep,
  wantsFullPass,
  wantsSearch,
  type WalkingCursor,
} from './plan-pull.ts';
import type { AckLog } from './ack-log.ts';
import type { ServiceGate } from './service-gate.ts';

export interface PullDeps {
  readonly writer: Remote<SyncWriter>;
  readonly service: CustomerService;
  readonly gate: ServiceGate;
  readonly acks: AckLog;
  /** Wall clock in milliseconds. */
  readonly clock: () => number;
  readonly log: CoreLog;
  /** Resolves when no cashier is searching. */
  readonly yieldToCashier: () => Promise<void>;
  /** What is wrong with an answer that is of use all the same. */
  readonly onTrouble: (error: TillError) => void;
  /** So many customers of the service have been gone through. */
  readonly onRead: (customers: number) => void;
  /** Of a full pass, in customers; null when there is none. */
  readonly onProgress: (progress: { done: number; total: number | null } | null) => void;
  readonly onChanged: (customerUids: readonly string[]) => void;
  /** By the kind of pass; those of recent changes grow up to the size of a full pass's. */
  readonly pageSizes?: Readonly<Record<Pass['kind'], number>> | undefined;
}

export interface PullResult {
  /** Customers that are new or different on this till. */
  readonly changed: number;
  /** Why the pass is not complete; it goes on from where it stands. */
  readonly error: TillError | null;
}

/** Most pulls find a handful of changes; those that find more ask for more. */
const defaultPageSizes = { full: 500, recent: 25 };
/** Rows of one transaction: a registration waits for no more than these. */
const rowsPerTransaction = 500;
/** Records made ready between two looks at whether somebody is searching: a millisecond or two. */
const preparedAtOnce = 50;
/** Customers of this till whose times of change are read at once: a registration waits for no more than these. */
const timesAtOnce = 2000;
/** A service that answers the same page for ever is not believed. */
const maxIdenticalPages = 3;

/** A page, and where the acks stood when it was asked for. */
interface FetchedPage {
  readonly page: CustomerPage;
  readonly mark: number;
}

/**
 * Brings the service's customers to the till, newest change first. Three things
 * keep a list that moves under the reader from losing anybody: what moved up is
 * read again (plan-pull.ts); a pass of recent changes reaches behind the end of
 * the last one; and the order is checked, so that a service that ignores the
 * sort gets full passes instead.
 */
export function createPull(deps: PullDeps) {
  let running: Promise<PullResult> | undefined;
  return {
    /** One pull to its end, or to the first failure. One at a time: a second caller gets the one under way. */
    run(signal: AbortSignal): Promise<PullResult> {
      running ??= runPull(deps, signal).finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

async function runPull(deps: PullDeps, signal: AbortSignal): Promise<PullResult> {
  const { writer, service, gate, acks, clock, log, pageSizes = defaultPageSizes } = deps;
  let changed = 0;

  /** A failure is answered, not thrown: the next page is asked for while the last one is still being written. */
  async function fetchPage(number: number, pageSize: number): Promise<FetchedPage | TillFailure> {
    // The push may have learned meanwhile that the service is to be left alone.
    if (gate.waitMs() > 0) return failureOf(gate.lastError ?? fail('service.unreachable').error);
    const mark = acks.mark();
    const request = { page: number, pageSize, newestFirst: true };
    const answer = await service.listPage(request, { signal });
    // A pull that was stopped says nothing about the service.
    if (!signal.aborted) gate.note(answer);
    if (answer.outcome === 'not-found') return failureOf(missingTenant(answer.error));
    if (answer.outcome !== 'done') return failureOf(answer.error);
    const { items, unreadable } = answer.value;
    if (unreadable > 0) {
      log('warning', 'pull.unreadable', { page: number, unreadable });
      const reason = because('customer.unreadable', { number: String(unreadable) });
      deps.onTrouble(fail('service.bad-answer', reason).error);
    }
    // Going on from a page on which nobody can be told apart would pass over all of them.
    if (unreadable > 0 && items.length === 0) return failureOf(fail('service.bad-answer').error);
    return { page: answer.value, mark };
  }

  /** The part of a page that is being written: the next one is made ready meanwhile, and sent when this one is in. */
  let writing: Promise<void> = Promise.resolve();

  async function write(part: () => PulledRecords): Promise<void> {
    await writing;
    writing = writer.applyPulledRecords(part()).then((uids) => {
      changed += uids.length;
      if (uids.length > 0) deps.onChanged(uids);
      return undefined;
    });
    // Whoever writes the next part, or ends the pull, meets the failure.
    writing.catch(() => undefined);
  }

  /** Makes records ready for the writer, a few at a time: whoever types needs the processor more. */
  async function prepare(records: readonly CustomerRecord[]): Promise<PreparedCustomers> {
    const numbers = createWordNumbers();
    const prepared: PreparedCustomer[] = [];
    for (const [at, record] of records.entries()) {
      if (at % preparedAtOnce === 0) await deps.yieldToCashier();
      prepared.push(prepareCustomer(record, numbers));
    }
    return packPrepared(prepared, numbers);
  }

  /**
   * Puts a page on this till in small transactions.
   *
   * @param after where the pull stands then: written with the last row of the page, never ahead of it
   */
  async function apply({ page, mark }: FetchedPage, full: boolean, after: SyncCursor): Promise<void> {
    let at = 0;
    do {
      const records = page.items.slice(at, at + rowsPerTransaction);
      at += rowsPerTransaction;
      const isEnd = at >= page.items.length;
      const customers = await prepare(records);
      await write(() => ({
        customers,
        ackedMeanwhile: acks.since(mark),
        fullPass: full ? after.fullPasses + 1 : null,
        ...(isEnd ? { cursor: after } : {}),
        ...(isEnd && page.totalCount !== null ? { coverage: { known: page.totalCount } } : {}),
        nowMs: clock(),
      }));
    } while (at < page.items.length);
    deps.onRead(page.items.length);
  }

  async function movesByPages(pass: Pass): Promise<boolean> {
    const front = await fetchPage(0, pass.askedSize);
    if (front instanceof TillFailure) throw front;
    return hasMovedByPages(pass, front.page);
  }

  function askNext(pass: Pass): { number: number; answer: Promise<FetchedPage | TillFailure> } | undefined {
    const number = nextPageOf(pass);
    return number === undefined ? undefined : { number, answer: fetchPage(number, pass.askedSize) };
  }

  /** Reads the pages of a pass from where it stands; answers the cursor after the last one. */
  async function readPages(start: WalkingCursor): Promise<SyncCursor> {
    let { pass } = start;
    let previous: CustomerPage | undefined;
    let previousNumber = -1;
    let identical = 0;
    let asked = askNext(pass);
    while (asked !== undefined) {
      const { number, answer } = asked;
      const fetched = await answer;
      if (fetched instanceof TillFailure) throw fetched;
      const isNew = pass.again === null;
      if (isNew) {
        identical = isSamePage(fetched.page, previous) ? identical + 1 : 0;
        if (identical === maxIdenticalPages) throw new TillFailure('service.bad-answer');
      }
      const before = isNew && number === previousNumber + 1 ? previous : undefined;
      const inOrder = number === 0 || !isDoubtful(pass, fetched.page, before) || (await movesByPages(pass));
      pass = growPages(planStep({ ...start, pass }, fetched.page, number, inOrder), pageSizes.full);
      if (isNew) [previous, previousNumber] = [fetched.page, number];
      if (pass.kind === 'recent' && !pass.ordered) {
        log('warning', 'pull.sort-ignored');
        // What came is kept; what did not come needs a full pass.
        const unsorted = { ...start, sortHonoured: false, pass: null };
        await apply(fetched, false, unsorted);
        await writing;
        return unsorted;
      }
      asked = askNext(pass);
      await apply(fetched, pass.kind === 'full', { ...start, pass });
      if (pass.kind === 'full') {
        const { covered, total } = pass;
        deps.onProgress({ done: Math.min(covered, total ?? covered), total });
      }
    }
    await writing;
    // What came in bulk goes where single customers are, a slice at a time.
    for (let isSettled = false; !isSettled;) {
      await deps.yieldToCashier();
      isSettled = await writer.settleKeys();
    }
    const ended = endPages({ ...start, pass }, clock());
    await writer.applyPulledRecords({
      customers: prepareCustomers([]),
      ackedMeanwhile: [],
      fullPass: null,
      cursor: ended,
      coverage: { asOf: new Date(clock()).toISOString() },
      nowMs: clock(),
    });
    return ended;
  }

  /** Looks for customers that are gone at the service, and deletes those it confirms. Without an answer: another time. */
  async function seekVanished(known: number): Promise<void> {
    try {
      await deleteVanished(known);
    } catch (cause) {
      if (!(cause instanceof TillFailure)) throw cause;
      log('info', 'pull.search-broken-off', { code: cause.error.code });
    }
  }

  async function deleteVanished(known: number): Promise<void> {
    const customerIds: number[] = [];
    const changedMs: number[] = [];
    for (let last = 0; ;) {
      await deps.yieldToCashier();
      const part = await writer.listChangeTimes(last, timesAtOnce);
      for (const [at, customerId] of part.customerIds.entries()) {
        customerIds.push(customerId);
        changedMs.push(part.changedMs[at]!);
      }
      if (part.customerIds.length < timesAtOnce) break;
      last = part.customerIds.at(-1)!;
    }
    const here = orderByChange(Float64Array.from(customerIds), Float64Array.from(changedMs));
    const suspects = await findVanished({
      here,
      known,
      uidsOf: (ids) => writer.listUids(ids),
      async readPage(number, pageSize) {
        const fetched = await fetchPage(number, pageSize);
        if (fetched instanceof TillFailure) throw fetched;
        return fetched.page;
      },
    });
    // No more are believed than the service says are missing.
    let missing = customerIds.length - known;
    for (const customerUid of suspects ?? []) {
      if (missing > 0 && (await confirmGone(deps, customerUid, null, signal))) missing -= 1;
    }
    log('info', 'pull.vanished-sought', { vanished: customerIds.length - known - missing, known });
  }

  const release = acks.hold();
  try {
    let cursor: SyncCursor = await writer.getSyncCursor();
    for (let pages = 0; pages < 2; pages += 1) {
      const begun = beginPull(cursor, pageSizes, await writer.lastCustomerId(), clock());
      cursor = begun.pass.confirming ? begun : await readPages(begun);
      const written = cursor;
      let balance = await writer.compareWithService();
      cursor = noteBalance(cursor, balance, clock());
      if (balance.known !== null && wantsSearch(cursor, balance, clock())) {
        // Noted first: a search that fails is not begun again at once.
        cursor = { ...cursor, soughtAtMs: clock() };
        await writer.setSyncCursor(cursor);
        await seekVanished(balance.known);
        balance = await writer.compareWithService();
        cursor = noteBalance(cursor, balance, clock());
      }
      if (cursor !== written) await writer.setSyncCursor(cursor);
      if (wantsFullPass(cursor, balance, clock())) {
        cursor = { ...cursor, fullPassAtMs: null };
      } else if (cursor.pass !== null || cursor.sortHonoured) {
        break;
      }
      // Somebody is gone at the service, or the sort turned out to be ignored: a full pass, at once.
    }
    if (cursor.pass?.confirming === true) {
      const heldBack = await confirmVanished(deps, cursor, cursor.pass, signal);
      await writer.setSyncCursor(endFullPass(cursor, heldBack, clock()));
    }
    return { changed, error: null };
  } catch (cause) {
    if (!(cause instanceof TillFailure)) throw cause;
    return { changed, error: signal.aborted ? fail('service.unreachable').error : cause.error };
  } finally {
    await writing.catch(() => undefined);
    release();
    deps.onProgress(null);
  }
}

function failureOf(error: TillError): TillFailure {
  return new TillFailure(error.code, error);
}
