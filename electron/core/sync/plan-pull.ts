import { lastModifiedMs } from '#shared/sync/last-modified';
import type { Pass, SyncCursor } from '../db/sync-cursor.ts';
import type { CustomerPage } from '../services/customer-service.ts';
import { expectedPages, searchPageSize } from './find-vanished.ts';

/** A change may be shown this long after the time it bears: so far back a pass of recent changes goes now and then, */
const lateMs = 10 * 60_000;
/** and this far every time. Where hundreds of tills change customers, the difference is most of what they ask for. */
const overlapMs = 60_000;
const fullPassEveryMs = 24 * 3_600_000;
/** 25,000 customers: four minutes; 1,000,000: under three hours. */
const restMsPerCustomer = 10;
/** Between two looks for who is gone, which read this till's own copy and a few pages. 1,000,000: 17 minutes. */
const soughtRestMsPerCustomer = 1;
/** A search may fail because the list moves under it; the next one will not. So long it is tried, before all is read. */
const searchForMs = 10 * 60_000;
/** A search is worth its while when it reads no more than this share of the base, */
const maxSearchShare = 0.5;
/** in no more requests than these, one after the other. */
const maxSearchPages = 200;
/** More than this share of the base gone at once is a fault of the service until a person says otherwise. */
const maxVanishedShare = 0.01;
/** A small shop may delete this many, whatever share that is. */
const alwaysBelieved = 5;

const pageGrowth = 4;

/** A cursor with a pass under way. */
export type WalkingCursor = SyncCursor & { readonly pass: Pass };

/**
 * How long a till leaves its service alone between two pulls. Where only full
 * passes tell what changed, because the service does not sort by change, a large
 * base rests in proportion: else many tills would read it without end.
 */
export function restMsOf(cursor: SyncCursor, known: number | null, pullEveryMs: number): number {
  return cursor.sortHonoured ? pullEveryMs : Math.max(pullEveryMs, (known ?? 0) * restMsPerCustomer);
}

/**
 * Where a pull begins: at a pass that was broken off, or at a new one. Full
 * passes are the first, those of a service that ignores the sort, and one a
 * day, because only they show what was deleted.
 *
 * @param nowMs this till's wall clock; a clock that jumped makes a full pass early or late, no more
 * @param pageSizes how many customers to ask for at a time, at first
 */
export function beginPull(
  cursor: SyncCursor,
  pageSizes: Readonly<Record<Pass['kind'], number>>,
  lastCustomerId: number,
  nowMs: number,
): WalkingCursor {
  if (cursor.pass !== null) return { ...cursor, pass: cursor.pass };
  const sinceFullPassMs = cursor.fullPassAtMs === null ? Infinity : nowMs - cursor.fullPassAtMs;
  const isFull =
    cursor.watermarkMs === null ||
    !cursor.sortHonoured ||
    sinceFullPassMs < 0 ||
    sinceFullPassMs > fullPassEveryMs;
  const kind = isFull ? 'full' : 'recent';
  const watermarkMs = cursor.watermarkMs ?? 0;
  const sinceFarBackMs = nowMs - (cursor.farBack?.atMs ?? -Infinity);
  const isFarBack = sinceFarBackMs < 0 || sinceFarBackMs >= lateMs;
  return {
    ...cursor,
    pass: {
      kind,
      // What became visible since the last pass that went far back may be as old as that pass's watermark, and older.
      backToMs: isFarBack ? (cursor.farBack?.watermarkMs ?? watermarkMs) - lateMs : watermarkMs - overlapMs,
      covered: 0,
      again: null,
      pageSize: pageSizes[kind],
      askedSize: pageSizes[kind],
      total: null,
      atEnd: false,
      newestMs: null,
      ordered: true,
      lastCustomerId,
      confirming: false,
    },
  };
}

/** The page to read next, counted from 0; undefined when the pass has read all it needs. */
export function nextPageOf({ again, atEnd, covered, pageSize }: Pass): number | undefined {
  if (again !== null) return again;
  return atEnd ? undefined : Math.floor(covered / pageSize);
}

/**
 * The pass after one more page.
 *
 * The list moves while it is read: who changes goes to its front, who is new
 * joins there, and who is deleted lets everybody below move up, perhaps past
 * the reader. Nobody who stayed as they were can have moved up by more than the
 * list shrank between two pages. So `covered` shrinks with the list, and a page
 * counts only when it begins within what is covered; else the page before it is
 * read again first. For a service that does not count, that is done with every
 * page. Whoever went to the front meanwhile is the next pass's to find.
 *
 * @param inOrder false when the page was seen to lie in the wrong place of the list (`isDoubtful`)
 */
export function planStep(
  { pass }: Pick<WalkingCursor, 'pass'>,
  page: CustomerPage,
  pageNumber: number,
  inOrder = true,
): Pass {
  const { pageSize, totalCount } = page;
  const from = pageNumber * pageSize;
  const to = from + pageSize;
  const shrunkBy = Math.max(0, (pass.total ?? 0) - (totalCount ?? pass.total ?? 0));
  const covered = Math.max(0, pass.covered - shrunkBy);
  const step = {
    ...pass,
    pageSize,
    total: totalCount,
    newestMs: pass.newestMs ?? newestMs(page),
    ordered: pass.ordered && isNewestFirst(page) && inOrder,
    again: null,
    covered,
  };
  if (pass.again !== null || from > covered) return step;
  const reachesBack = pass.kind === 'recent' && isOlderThan(page, pass.backToMs);
  return {
    ...step,
    covered: Math.max(covered, to),
    again: totalCount === null && pageNumber > 0 ? pageNumber - 1 : null,
    atEnd: reachesBack || isLastPage(page, to),
  };
}

/**
 * A pass of recent changes asks for more with each page that does not reach far enough back: mostly nothing has
 * changed, and after a weekend much has. Not where the service gives less than it is asked for, or does not count:
 * then pages are told apart by their numbers.
 */
export function growPages(pass: Pass, largest: number): Pass {
  const { kind, again, atEnd, covered, pageSize, askedSize, total } = pass;
  const grows = kind === 'recent' && again === null && !atEnd && total !== null && pageSize === askedSize;
  const larger = Math.min(askedSize * pageGrowth, largest);
  return grows && covered >= pageSize && larger > askedSize
    ? { ...pass, pageSize: larger, askedSize: larger }
    : pass;
}

/** Customers of the service on this till, beside how many the service says it has; null when it does not say. */
export interface Balance {
  readonly here: number;
  readonly known: number | null;
}

/** The cursor, with whether customers are gone at the service that this till still has. */
export function noteBalance(cursor: SyncCursor, balance: Balance, nowMs: number): SyncCursor {
  const isGone = balance.known !== null && balance.here - balance.known > cursor.heldBack;
  if (isGone === (cursor.goneSinceMs !== null)) return cursor;
  return { ...cursor, goneSinceMs: isGone ? nowMs : null };
}

/**
 * Whether those who are gone are to be looked for with a few pages
 * (find-vanished.ts), as long as that has not been tried a moment ago.
 */
export function wantsSearch(cursor: SyncCursor, balance: Balance, nowMs: number): boolean {
  if (!isSearching(cursor, balance, nowMs)) return false;
  const sinceMs = nowMs - (cursor.soughtAtMs ?? -Infinity);
  return sinceMs < 0 || sinceMs >= (balance.known ?? 0) * soughtRestMsPerCustomer;
}

/**
 * Somebody is gone, and searches are to find out who: the list lies in order, those gone are few enough to be believed
 * and to be worth a search, and it has not been tried for too long. Those held back wait for a person.
 */
function isSearching(cursor: SyncCursor, { here, known }: Balance, nowMs: number): boolean {
  const { goneSinceMs, heldBack, pass, sortHonoured } = cursor;
  if (goneSinceMs === null || known === null || pass !== null || !sortHonoured || heldBack > 0) return false;
  const pages = expectedPages(here - known, known);
  const isWorthIt = pages <= maxSearchPages && pages * searchPageSize <= known * maxSearchShare;
  const forMs = nowMs - goneSinceMs;
  return isWorthIt && here - known <= mostBelieved(here) && forMs >= 0 && forMs < searchForMs;
}

/**
 * Whether a full pass finds out who is gone, without waiting for the daily one:
 * when no search is to. Those held back already ask for a person, not for another
 * pass. A large base rests longer between two passes, so that many tills do not
 * keep their service busy.
 */
export function wantsFullPass(cursor: SyncCursor, balance: Balance, nowMs: number): boolean {
  const { goneSinceMs, fullPassAtMs } = cursor;
  if (cursor.pass !== null || balance.known === null || goneSinceMs === null) return false;
  const restMs = balance.known * restMsPerCustomer;
  return !isSearching(cursor, balance, nowMs) && (fullPassAtMs === null || nowMs - fullPassAtMs >= restMs);
}

/** So many of these customers may be gone at once without a person looking at them. */
export function mostBelieved(customers: number): number {
  return Math.max(alwaysBelieved, Math.floor(customers * maxVanishedShare));
}

/** The cursor when a pass has read all it needs. @param nowMs this till's wall clock */
export function endPages(cursor: WalkingCursor, nowMs: number): SyncCursor {
  const { pass } = cursor;
  const watermarkMs = Math.max(cursor.watermarkMs ?? 0, pass.newestMs ?? 0);
  const wentFarBack =
    pass.kind === 'full' || pass.backToMs <= (cursor.farBack?.watermarkMs ?? Infinity) - lateMs;
  const covered = {
    ...cursor,
    watermarkMs,
    farBack: wentFarBack ? { atMs: nowMs, watermarkMs } : cursor.farBack,
  };
  return pass.kind === 'recent'
    ? { ...covered, pass: null }
    : { ...covered, sortHonoured: pass.ordered, pass: { ...pass, confirming: true } };
}

/** @param heldBack customers that were on no page and were too many to delete */
export function endFullPass(cursor: SyncCursor, heldBack: number, nowMs: number): SyncCursor {
  const heldBackUpTo = cursor.pass?.lastCustomerId ?? 0;
  return {
    ...cursor,
    fullPasses: cursor.fullPasses + 1,
    fullPassAtMs: nowMs,
    heldBack,
    heldBackUpTo,
    pass: null,
  };
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

/**
 * Whether a page lies where no page of a list sorted by change should: with
 * somebody newer than the page before it, or than everything when the pass began.
 * Only one thing explains that without a fault: so much changed meanwhile that
 * whole pages moved down.
 *
 * @param before the page before this one, when it was read just before
 */
export function isDoubtful(
  { newestMs }: Pass,
  page: CustomerPage,
  before: CustomerPage | undefined,
): boolean {
  const oldest = before?.items.at(-1);
  const oldestMs = oldest === undefined ? Infinity : lastModifiedMs(oldest);
  const seen = new Set(before?.items.map((item) => item.customerUid));
  return page.items.some((item) => {
    const at = lastModifiedMs(item);
    return at > (newestMs ?? Infinity) || (at > oldestMs && !seen.has(item.customerUid));
  });
}

/** Whether the front of the list, read again, shows that whole pages moved down since the pass began. */
export function hasMovedByPages({ newestMs }: Pass, front: CustomerPage): boolean {
  return front.items.length > 0 && front.items.every((item) => lastModifiedMs(item) > (newestMs ?? 0));
}

/** Undefined times are the order's business. An empty tenant has no newest change. */
function newestMs(page: CustomerPage): number {
  return page.items.map(lastModifiedMs).reduce((newest, at) => (at > newest ? at : newest), 0);
}

function isLastPage(page: CustomerPage, to: number): boolean {
  const read = page.items.length + page.unreadable;
  if (read === 0) return true;
  return page.totalCount === null ? read < page.pageSize : to >= page.totalCount;
}

function isOlderThan(page: CustomerPage, timeMs: number): boolean {
  const oldest = page.items.at(-1);
  return oldest !== undefined && lastModifiedMs(oldest) < timeMs;
}
