import { lastModifiedMs } from '#shared/sync/last-modified';
import type { CustomerPage } from '../services/customer-service.ts';

/**
 * Who is gone at the service, found with a few small pages instead of the whole
 * list. Both sides know the same list, newest change first; whoever is missing
 * there lets everybody below move up. So at any place where the time of change
 * steps down, the customers here that are newer and the place in the service's
 * list differ by as many as are missing above. Halving finds each of them: pages
 * grow with the logarithm of the base, times those missing.
 *
 * What is found is a suspicion. The list may move meanwhile, and then somebody
 * is suspected wrongly or not at all: the service's own 404 decides about the
 * first, the next full pass finds the second.
 */

/** This till's copy: who the service is known to have, newest change first. */
export interface ChangeOrder {
  /** Ascending by rank; not comparable (NaN) times count as newest. */
  readonly customerIds: Float64Array;
  /** Milliseconds of the service's clock, descending. */
  readonly changedMs: Float64Array;
}

export interface VanishedSearch {
  readonly here: ChangeOrder;
  /** How many the service has, by its own count. */
  readonly known: number;
  /** A page of the service's list, newest change first; numbers count from 0. */
  readonly readPage: (number: number, pageSize: number) => Promise<CustomerPage>;
  readonly uidsOf: (customerIds: readonly number[]) => Promise<readonly string[]>;
}

/** A place in both lists: above it the service has `there` customers and this till `here`. */
interface Landmark {
  readonly there: number;
  readonly here: number;
}

/** What a search asks for at a time, in customers. */
export const searchPageSize = 25;
/** Times the pages that halving takes at best: a search that needs more has lost its way. */
const maxDetour = 2;
/** A list that moved makes suspects of others, so many for each who is missing. */
const maxSuspectsEach = 4;

/**
 * Puts customers into the order of the service's list.
 *
 * @param changedMs NaN, or Infinity, where nobody knows: such a customer has just been sent, and is among the newest
 */
export function orderByChange(customerIds: Float64Array, changedMs: Float64Array): ChangeOrder {
  const newestMs = (at: number): number => {
    const ms = changedMs[at]!;
    return Number.isNaN(ms) ? Infinity : ms;
  };
  const order = Uint32Array.from(customerIds, (_, at) => at).sort((left, right) => {
    const [leftMs, rightMs] = [newestMs(left), newestMs(right)];
    return leftMs === rightMs ? left - right : rightMs > leftMs ? 1 : -1;
  });
  return {
    customerIds: Float64Array.from(order, (at) => customerIds[at]!),
    changedMs: Float64Array.from(order, newestMs),
  };
}

/** About how many pages a search reads for so many who are missing in a base of `known`. */
export function expectedPages(missing: number, known: number): number {
  return missing * (4 + Math.log2(1 + known / searchPageSize));
}

/**
 * @returns uids of customers of this till that the service seems not to have any more; null when the pages tell
 *          nothing, or too many would have to be read
 * @throws whatever `readPage` throws
 */
export async function findVanished(search: VanishedSearch): Promise<string[] | null> {
  const { here, known, readPage, uidsOf } = search;
  const missing = here.customerIds.length - known;
  const maxPages = maxDetour * expectedPages(missing, known);
  const places = new Map<number, { readonly uid: string; readonly ms: number }>();
  let pageSize = searchPageSize;
  let pagesRead = 0;

  /** Reads the page a place lies on. @returns false when it tells nothing */
  async function readAround(place: number): Promise<boolean> {
    if (pagesRead >= maxPages) return false;
    pagesRead += 1;
    const number = Math.floor(place / pageSize);
    const page = await readPage(number, pageSize);
    if (page.pageSize !== pageSize) {
      // The service gives smaller pages: with this size, the number meant another place.
      pageSize = page.pageSize;
      return readAround(place);
    }
    const times = page.items.map(lastModifiedMs);
    const isOrdered = times.every((ms, at) => at === 0 || ms <= times[at - 1]!);
    if (page.unreadable > 0 || !isOrdered) return false;
    for (const [at, item] of page.items.entries())
      places.set(number * pageSize + at, { uid: item.customerUid, ms: times[at]! });
    return places.has(place);
  }

  /** Where the time of change steps down between two places that were read, the two lists can be laid side by side. */
  function landmarkAt(there: number): Landmark | undefined {
    const [above, below] = [places.get(there - 1), places.get(there)];
    if (above === undefined || below === undefined || above.ms <= below.ms) return undefined;
    return { there, here: countNewer(here.changedMs, below.ms) };
  }

  async function suspectsBetween(from: Landmark, to: Landmark): Promise<string[] | null> {
    if (to.here - from.here <= to.there - from.there) return [];
    const unread = middleOfUnread(from.there, to.there, places);
    if (unread === undefined) {
      const met = new Set<string>();
      for (let there = from.there; there < to.there; there += 1) met.add(places.get(there)!.uid);
      const uids = await uidsOf(Array.from(here.customerIds.subarray(from.here, to.here)));
      return uids.filter((uid) => !met.has(uid));
    }
    if (!(await readAround(unread))) return null;
    const start = Math.floor(unread / pageSize) * pageSize;
    const landmarks = [from];
    for (
      let there = Math.max(start, from.there + 1);
      there <= start + pageSize && there < to.there;
      there += 1
    ) {
      const landmark = landmarkAt(there);
      if (landmark !== undefined) landmarks.push(landmark);
    }
    landmarks.push(to);
    const suspects: string[] = [];
    for (const [at, landmark] of landmarks.slice(1).entries()) {
      const found = await suspectsBetween(landmarks[at]!, landmark);
      if (found === null) return null;
      suspects.push(...found);
    }
    return suspects;
  }

  const all: Landmark = { there: known, here: here.customerIds.length };
  const suspects = await suspectsBetween({ there: 0, here: 0 }, all);
  return suspects === null || suspects.length > missing * maxSuspectsEach ? null : suspects;
}

/** How many lie before the first time that is not newer. @param descending milliseconds */
function countNewer(descending: Float64Array, ms: number): number {
  let [low, high] = [0, descending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (descending[middle]! > ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The unread place nearest to the middle; undefined when all between are read. */
function middleOfUnread(from: number, to: number, read: ReadonlyMap<number, unknown>): number | undefined {
  if (from >= to) return undefined;
  const middle = (from + to) >>> 1;
  for (let away = 0; middle - away >= from || middle + away < to; away += 1) {
    if (middle + away < to && !read.has(middle + away)) return middle + away;
    if (middle - away >= from && !read.has(middle - away)) return middle - away;
  }
  return undefined;
}
