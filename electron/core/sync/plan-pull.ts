import { lastModifiedMs } from '#shared/sync/last-modified';
import type { Pass, SyncCursor } from '../db/sync-cursor.ts';
import type { CustomerPage } from '../services/customer-service.ts';

/** How far a pass of recent changes goes back behind what the last one covered, on the service's clock. */
const overlapMs = 10 * 60_000;
const fullPassEveryMs = 24 * 3_600_000;

/**
 * Where a pull begins: at a pass that was broken off, or at a new one. Full
 * passes are the first, those of a service that ignores the sort, and one a
 * day, because only they show what was deleted.
 *
 * @param nowMs this till's wall clock; a clock that jumped makes a full pass early or late, no more
 */
export function beginPull(
  cursor: SyncCursor,
  lastCustomerId: number,
  nowMs: number,
): SyncCursor & { readonly pass: Pass } {
  if (cursor.pass !== null) return { ...cursor, pass: cursor.pass };
  const sinceFullPassMs = cursor.fullPassAtMs === null ? Infinity : nowMs - cursor.fullPassAtMs;
  const isFull =
    cursor.watermarkMs === null ||
    !cursor.sortHonoured ||
    sinceFullPassMs < 0 ||
    sinceFullPassMs > fullPassEveryMs;
  return {
    ...cursor,
    pass: {
      kind: isFull ? 'full' : 'recent',
      page: 0,
      done: 0,
      newestMs: null,
      ordered: true,
      lastCustomerId,
      confirming: false,
    },
  };
}

/** Where a pull stands once a page is on this till. */
export interface Step {
  readonly cursor: SyncCursor;
  /** `again`: the service ignores the sort, so what was not read yet needs a full pass. */
  readonly go: 'on' | 'end' | 'again';
}

export function planStep(cursor: SyncCursor, pass: Pass, page: CustomerPage): Step {
  const ordered = pass.ordered && isNewestFirst(page);
  if (pass.kind === 'recent' && !ordered) {
    return { cursor: { ...cursor, sortHonoured: false, pass: null }, go: 'again' };
  }
  const next: Pass = {
    ...pass,
    page: pass.page + 1,
    done: pass.done + page.items.length,
    newestMs: pass.page === 0 ? newestMs(page) : pass.newestMs,
    ordered,
  };
  const isEnd =
    isLastPage(page, pass.page) || (pass.kind === 'recent' && reachesBack(page, cursor.watermarkMs));
  return { cursor: { ...cursor, pass: next }, go: isEnd ? 'end' : 'on' };
}

/**
 * The cursor when every page of a pass is read. What changed since the pass
 * began lies before its first page and is the next one's to find.
 */
export function endPages(cursor: SyncCursor, pass: Pass): SyncCursor {
  const watermarkMs = Math.max(cursor.watermarkMs ?? -Infinity, pass.newestMs ?? -Infinity);
  const covered = { ...cursor, watermarkMs: Number.isFinite(watermarkMs) ? watermarkMs : 0 };
  return pass.kind === 'recent'
    ? { ...covered, pass: null }
    : { ...covered, sortHonoured: pass.ordered, pass: { ...pass, confirming: true } };
}

/** @param heldBack customers that were on no page and were too many to delete */
export function endFullPass(cursor: SyncCursor, heldBack: number, nowMs: number): SyncCursor {
  return { ...cursor, fullPasses: cursor.fullPasses + 1, fullPassAtMs: nowMs, heldBack, pass: null };
}

export function isSamePage(page: CustomerPage, other: CustomerPage | undefined): boolean {
  return (
    other !== undefined &&
    page.items.length > 0 &&
    page.items.length === other.items.length &&
    page.items.every((item, index) => item.customerUid === other.items[index]?.customerUid)
  );
}

/** A record that does not say when it was changed breaks the order: nothing can be told from it. */
function isNewestFirst(page: CustomerPage): boolean {
  return page.items.every((item, index) => {
    const before = page.items[index - 1];
    const at = lastModifiedMs(item);
    return !Number.isNaN(at) && (before === undefined || lastModifiedMs(before) >= at);
  });
}

function newestMs(page: CustomerPage): number | null {
  const times = page.items.map(lastModifiedMs).filter((at) => !Number.isNaN(at));
  return times.length === 0 ? null : Math.max(...times);
}

function isLastPage(page: CustomerPage, number: number): boolean {
  const read = page.items.length + page.unreadable;
  if (read === 0) return true;
  return page.totalCount === null ? read < page.pageSize : (number + 1) * page.pageSize >= page.totalCount;
}

function reachesBack(page: CustomerPage, watermarkMs: number | null): boolean {
  const oldest = page.items.at(-1);
  return oldest !== undefined && watermarkMs !== null && lastModifiedMs(oldest) < watermarkMs - overlapMs;
}
