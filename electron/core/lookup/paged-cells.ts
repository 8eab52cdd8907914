/**
 * A large array of which pages may still be missing: it is there at once, and a
 * page is read when somebody needs it, or in idle moments.
 */
export interface PagedCells {
  readonly cells: Uint32Array;
  /** Undefined once everything has been read. */
  missing: MissingPages | undefined;
}

interface MissingPages {
  /** By page: 1 while it has not been read. */
  readonly pages: Uint8Array;
  left: number;
  /** Where to look for the next one. */
  next: number;
  /** Reads a page; as long as {@link pageCells}, the last one shorter. */
  readonly read: (page: number) => Uint32Array;
}

/** Two pages fit into a page of the store: a search that needs some rows reads little else. */
const pageBits = 9;
export const pageCells = 1 << pageBits;

export function createPagedCells(length: number, read: (page: number) => Uint32Array): PagedCells {
  const pages = Math.ceil(length / pageCells);
  return {
    cells: new Uint32Array(length),
    missing: pages === 0 ? undefined : { pages: new Uint8Array(pages).fill(1), left: pages, next: 0, read },
  };
}

/** Reads what is missing of the cells [from, to). */
export function ensureCells(paged: PagedCells, from: number, to: number): void {
  for (let page = from >>> pageBits; page << pageBits < to; page += 1) readPage(paged, page);
}

/** Reads one missing page. @returns whether there are more */
export function readMissingPage(paged: PagedCells): boolean {
  const { missing } = paged;
  if (missing === undefined) return false;
  while (missing.pages[missing.next] === 0) missing.next += 1;
  readPage(paged, missing.next);
  return paged.missing !== undefined;
}

function readPage(paged: PagedCells, page: number): void {
  const { missing } = paged;
  if (missing === undefined || missing.pages[page] !== 1) return;
  paged.cells.set(missing.read(page), page << pageBits);
  missing.pages[page] = 0;
  missing.left -= 1;
  if (missing.left === 0) paged.missing = undefined;
}
