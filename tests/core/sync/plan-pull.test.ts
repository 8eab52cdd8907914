import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomerPage } from '../../../electron/core/services/customer-service.ts';
import {
  beginPull,
  endPages,
  growPages,
  hasMovedByPages,
  isDoubtful,
  nextPageOf,
  noteBalance,
  planStep,
  restMsOf,
  wantsFullPass,
  wantsSearch,
} from '../../../electron/core/sync/plan-pull.ts';
import type { SyncCursor } from '../../../electron/core/db/sync-cursor.ts';

const hour = 3_600_000;
const neverPulled: SyncCursor = {
  watermarkMs: null,
  farBack: null,
  sortHonoured: true,
  fullPasses: 0,
  fullPassAtMs: null,
  soughtAtMs: null,
  goneSinceMs: null,
  heldBack: 0,
  heldBackUpTo: 0,
  pass: null,
};

/** A service's list, newest change first, that others keep changing. */
class MovingList {
  time = 1_000 * hour;
  rows: { uid: string; at: number }[] = [];
  changed = new Set<string>();
  #made = 0;

  constructor(size: number) {
    for (let index = 0; index < size; index += 1) this.insert();
    this.changed.clear();
  }
  insert(): void {
    this.#made += 1;
    this.#toFront(`c-${this.#made}`);
  }
  update(at: number): void {
    const [row] = this.rows.splice(at % Math.max(1, this.rows.length), 1);
    if (row !== undefined) this.#toFront(row.uid);
  }
  remove(at: number): void {
    this.rows.splice(at % Math.max(1, this.rows.length), 1);
  }
  page(number: number, pageSize: number, counts: boolean): CustomerPage {
    const rows = this.rows.slice(number * pageSize, (number + 1) * pageSize);
    const items = rows.map(({ uid, at }) => ({
      customerUid: uid,
      lastModifiedAt: new Date(at).toISOString(),
    }));
    return { items, unreadable: 0, totalCount: counts ? this.rows.length : null, pageSize };
  }
  #toFront(uid: string): void {
    this.time += 1000;
    this.changed.add(uid);
    this.rows.unshift({ uid, at: this.time });
  }
}

/** A list in which a change is shown some time after the time it bears. */
class LateList extends MovingList {
  readonly #all: { uid: string; at: number; shownAt: number }[] = [];
  add(at: number, lateMs: number): void {
    this.#all.push({ uid: `late-${this.#all.length}`, at, shownAt: at + lateMs });
  }
  /** What is to be seen at this time. @returns whom that should have brought by now */
  showAt(time: number): string[] {
    this.rows = this.#all.filter((row) => row.shownAt <= time).sort((left, right) => right.at - left.at);
    return this.rows.map(({ uid }) => uid);
  }
}

type Disturbance = readonly ['insert' | 'update' | 'remove', number];
const disturbances = fc.array(
  fc.array(fc.tuple(fc.constantFrom('insert', 'update', 'remove'), fc.nat(200)), { maxLength: 4 }),
  { maxLength: 60 },
);

/** One pass over a list that changes before each page; answers who was read, and the cursor after it. */
function walk(
  list: MovingList,
  cursor: SyncCursor,
  between: readonly (readonly Disturbance[])[],
  { pageSize = 5, largest = 0, counts = true, nowMs = 0 } = {},
): { read: Set<string>; cursor: SyncCursor; pages: number } {
  const read = new Set<string>();
  const start = beginPull(cursor, { full: pageSize, recent: pageSize }, 0, nowMs);
  let { pass } = start;
  let before: { readonly page: CustomerPage; readonly number: number } | undefined;
  for (let pages = 0; pages < 2000; pages += 1) {
    const number = nextPageOf(pass);
    if (number === undefined) return { read, cursor: endPages({ ...start, pass }, nowMs), pages };
    for (const [what, at] of between[pages] ?? []) list[what](at);
    const page = list.page(number, pass.askedSize, counts);
    for (const item of page.items) read.add(item.customerUid);
    const isNew = pass.again === null;
    const previous = isNew && before?.number === number - 1 ? before.page : undefined;
    const inOrder =
      number === 0 ||
      !isDoubtful(pass, page, previous) ||
      hasMovedByPages(pass, list.page(0, pass.askedSize, counts));
    pass = growPages(planStep({ ...start, pass }, page, number, inOrder), largest);
    if (isNew) before = { page, number };
  }
  throw new Error('The pass does not end');
}

const kindAt = (cursor: SyncCursor, nowMs: number): string =>
  beginPull(cursor, { full: 500, recent: 100 }, 0, nowMs).pass.kind;
const untouched = (list: MovingList): string[] =>
  list.rows.map((row) => row.uid).filter((uid) => !list.changed.has(uid));

describe('a pass over a list that moves while it is read', () => {
  it('reads everybody who stayed as they were, whatever the others do', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), disturbances, (size, between) => {
        const list = new MovingList(size);
        const { read } = walk(list, neverPulled, between);
        expect(untouched(list).filter((uid) => !read.has(uid))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves those who changed meanwhile to the next pass, which reads them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), disturbances, disturbances, (size, first, second) => {
        const list = new MovingList(size);
        const full = walk(list, neverPulled, first);
        list.changed.clear();
        const cursor = { ...full.cursor, pass: null, fullPasses: 1, fullPassAtMs: 0 };
        const recent = walk(list, cursor, second, { pageSize: 2, largest: 9 });
        const known = new Set([...full.read, ...recent.read]);
        expect(untouched(list).filter((uid) => !known.has(uid))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('reads each page once when nothing moves, and the one before again when the service does not count', () => {
    expect(walk(new MovingList(50), neverPulled, []).pages).toBe(10);
    expect(walk(new MovingList(52), neverPulled, [], { counts: false }).pages).toBe(21);
  });

  it('reads one page after a quiet day, reaching ten minutes behind the last pass', () => {
    const list = new MovingList(50);
    const { cursor } = walk(list, neverPulled, []);
    const later = { ...cursor, pass: null, fullPasses: 1, fullPassAtMs: 0 };
    list.time += hour;
    list.update(49);
    // A row a second: ten minutes are more than the list has.
    expect(walk(list, later, []).read.size).toBe(50);
    const sparse = new MovingList(0);
    for (let index = 0; index < 50; index += 1) {
      sparse.time += hour;
      sparse.insert();
    }
    const covered = walk(sparse, neverPulled, []).cursor;
    expect(walk(sparse, { ...covered, pass: null, fullPassAtMs: 0 }, []).read.size).toBe(5);
  });

  it('asks for larger pages the more has changed', () => {
    const list = new MovingList(2000);
    const { cursor } = walk(list, neverPulled, [], { pageSize: 500 });
    const later = { ...cursor, pass: null, fullPasses: 1, fullPassAtMs: 0 };
    list.time += hour;
    const pagesAfter = (changes: number): number => {
      for (let change = 0; change < changes; change += 1) list.update(1999);
      const watermarkMs = list.time - changes * 1000;
      const farBack = { atMs: 0, watermarkMs };
      return walk(list, { ...later, watermarkMs, farBack }, [], { pageSize: 25, largest: 500 }).pages;
    };
    list.time += hour;
    expect(pagesAfter(10)).toBe(1);
    list.time += hour;
    expect(pagesAfter(1500)).toBe(7);
  });

  it('ends although the service loses a customer before every page', () => {
    const everyTime: Disturbance[][] = Array.from({ length: 2000 }, () => [
      ['remove', 0],
      ['insert', 0],
      ['remove', 1],
    ]);
    expect(() => walk(new MovingList(200), neverPulled, everyTime)).not.toThrow();
  });
});

describe('the order of the pages', () => {
  it('is never doubted while the service honours the sort, however the list moves', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        disturbances,
        (size, pageSize, counts, between) => {
          const { cursor } = walk(new MovingList(size), neverPulled, between, { pageSize, counts });
          expect(cursor.sortHonoured).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is seen to be none across pages that are each in order, down to pages of one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        (size, pageSize, counts) => {
          const list = new MovingList(size);
          list.rows.reverse();
          const { cursor } = walk(list, neverPulled, [], { pageSize, counts });
          expect(cursor.sortHonoured).toBe(false);
        },
      ),
    );
  });
});

describe('a service that shows changes up to ten minutes late', () => {
  const minute = 60_000;
  it('has every one of them read within ten minutes more, though most passes stop early', () => {
    const changes = fc.array(fc.tuple(fc.nat(60 * minute), fc.nat(10 * minute)), {
      minLength: 300,
      maxLength: 400,
    });
    fc.assert(
      fc.property(changes, (added) => {
        const list = new LateList(0);
        for (const [at, lateMs] of added) list.add(hour + at, lateMs);
        list.showAt(0);
        let { cursor } = walk(list, neverPulled, [], { nowMs: hour });
        cursor = { ...cursor, pass: null, fullPassAtMs: hour };
        const read = new Set<string>();
        const due: string[][] = [];
        for (let nowMs = hour; nowMs <= 3 * hour; nowMs += minute) {
          due.push(list.showAt(nowMs));
          const walked = walk(list, cursor, [], { nowMs });
          cursor = walked.cursor;
          for (const uid of walked.read) read.add(uid);
          expect((due.at(-11) ?? []).filter((uid) => !read.has(uid))).toEqual([]);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is asked for ten minutes of changes once in ten minutes, and for little more than one else', () => {
    const list = new LateList(0);
    for (let at = 0; at < 3 * hour; at += 1000) list.add(at, 0);
    const cursor = {
      ...neverPulled,
      watermarkMs: hour,
      farBack: { atMs: hour, watermarkMs: hour },
      fullPassAtMs: hour,
    };
    const pagesAt = (nowMs: number): number => {
      list.showAt(nowMs);
      return walk(list, { ...cursor, watermarkMs: nowMs - minute }, [], { nowMs, pageSize: 10 }).pages;
    };
    expect(pagesAt(hour + 9 * minute)).toBe(13);
    expect(pagesAt(hour + 10 * minute)).toBe(121);
  });
});

describe('the rest between two pulls', () => {
  it('is as long as was set, and grows with the base where every pull has to read all of it', () => {
    expect(restMsOf(neverPulled, 1_000_000, 60_000)).toBe(60_000);
    expect(restMsOf({ ...neverPulled, sortHonoured: false }, 100, 60_000)).toBe(60_000);
    expect(restMsOf({ ...neverPulled, sortHonoured: false }, 1_000_000, 60_000)).toBe(10_000_000);
    expect(restMsOf({ ...neverPulled, sortHonoured: false }, null, 60_000)).toBe(60_000);
  });
});

describe('customers that are gone at the service', () => {
  const minute = 60_000;
  const quiet: SyncCursor = { ...neverPulled, watermarkMs: 5, fullPasses: 1, fullPassAtMs: 0 };
  const since = (cursor: SyncCursor, here: number, known: number, nowMs: number) => {
    const noted = noteBalance(cursor, { here, known }, nowMs);
    const asked = [noted, { here, known }] as const;
    return (at: number) => ({ search: wantsSearch(...asked, at), full: wantsFullPass(...asked, at) });
  };

  it('are searched for, and read for after ten minutes of searching', () => {
    const at = since(quiet, 2001, 2000, hour);
    expect(at(hour)).toEqual({ search: true, full: false });
    expect(at(hour + 9 * minute)).toEqual({ search: true, full: false });
    expect(at(hour + 10 * minute)).toEqual({ search: false, full: true });
    expect(since(quiet, 2000, 2000, hour)(2 * hour)).toEqual({ search: false, full: false });
  });

  it('are not searched for where reading everything is as cheap', () => {
    expect(since(quiet, 101, 100, hour)(hour)).toEqual({ search: false, full: true });
    expect(since(quiet, 2005, 2000, hour)(hour)).toEqual({ search: false, full: true });
    const later = 5 * hour;
    expect(since(quiet, 1_000_010, 1_000_000, later)(later)).toEqual({ search: true, full: false });
    expect(since(quiet, 1_000_500, 1_000_000, later)(later)).toEqual({ search: false, full: true });
  });

  it('are not searched for all the time in a large base', () => {
    const cursor = { ...quiet, soughtAtMs: hour };
    const at = (nowMs: number) => since(cursor, 200_001, 200_000, nowMs)(nowMs);
    expect(at(hour + 3 * minute)).toMatchObject({ search: false });
    expect(at(hour + 4 * minute)).toMatchObject({ search: true });
  });

  it('are left to a full pass where they are too many, and to a person where some are held back', () => {
    expect(since(quiet, 1000, 900, hour)(hour)).toEqual({ search: false, full: true });
    expect(since({ ...quiet, heldBack: 100 }, 1000, 900, hour)(hour)).toEqual({ search: false, full: false });
    expect(since({ ...quiet, heldBack: 100 }, 1000, 899, hour)(hour)).toEqual({ search: false, full: true });
  });

  it('are waited for no longer when the clock jumps', () => {
    expect(since(quiet, 2001, 2000, 5 * hour)(hour)).toMatchObject({ full: true });
  });
});

describe('which pass comes next', () => {
  const pulled: SyncCursor = { ...neverPulled, watermarkMs: 5, fullPasses: 1, fullPassAtMs: 100 * hour };
  it('is a full one at first, once a day, and always when the sort is ignored', () => {
    expect(kindAt(neverPulled, 0)).toBe('full');
    expect(kindAt(pulled, 101 * hour)).toBe('recent');
    expect(kindAt(pulled, 125 * hour)).toBe('full');
    expect(kindAt({ ...pulled, sortHonoured: false }, 101 * hour)).toBe('full');
  });

  it('is at worst a full one too many when the wall clock jumps', () => {
    expect(kindAt(pulled, 76 * hour)).toBe('full');
  });

  it('goes on with what was broken off, whatever the clock says', () => {
    const { pass } = beginPull(neverPulled, { full: 500, recent: 100 }, 7, 0);
    const half = { ...pass, covered: 1500 };
    expect(beginPull({ ...pulled, pass: half }, { full: 50, recent: 10 }, 9, 999 * hour).pass).toEqual(half);
  });
});
