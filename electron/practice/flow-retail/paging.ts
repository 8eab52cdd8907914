import { invalidField } from './api-error.ts';

/** Which part of a list is wanted. Pages count from 1, as callers of the real service do. */
export interface PageRequest {
  pageNumber: number;
  pageSize: number;
}

export interface Sort {
  field: string;
  direction: 'ASC' | 'DESC';
}

export interface Page<T> {
  items: T[];
  /** How many there are on all pages. */
  totalCount: number;
}

/** The query of a list or search, already checked for its types. */
export interface PagingQuery {
  pageNumber?: number;
  pageSize?: number;
  sortBy?: string;
  sortDirection?: 'ASC' | 'DESC';
}

const defaultPageSize = 50;

/** A larger page is asked for in vain: the answer has this many items and says so in its paging. */
const maxPageSize = 1_000;

/** Far beyond any list, and small enough to be an offset. */
const maxPageNumber = 1_000_000_000;

/** Throws a 400 when a number is out of range. */
export function pageRequestOf({ pageNumber = 1, pageSize = defaultPageSize }: PagingQuery): PageRequest {
  if (pageNumber < 1) throw invalidField('pageNumber', 'must be 1 or more, the first page is 1');
  if (pageNumber > maxPageNumber) throw invalidField('pageNumber', `must be ${maxPageNumber} or less`);
  if (pageSize < 1) throw invalidField('pageSize', 'must be 1 or more');
  return { pageNumber, pageSize: Math.min(pageSize, maxPageSize) };
}

/** The sort that is asked for, or undefined. Throws a 400 when the field is none of `sortable`. */
export function sortOf(
  { sortBy, sortDirection = 'ASC' }: PagingQuery,
  sortable: ReadonlySet<string>,
): Sort | undefined {
  if (sortBy === undefined) return undefined;
  if (!sortable.has(sortBy)) throw invalidField('sortBy', `cannot sort by "${sortBy}"`);
  return { field: sortBy, direction: sortDirection };
}

/** The answer to a list: items that are JSON already, with their paging. */
export function pageJson(page: Page<string>, { pageNumber, pageSize }: PageRequest): string {
  const paging = JSON.stringify({ pageNumber, pageSize, totalCount: page.totalCount });
  return `{"items":[${page.items.join(',')}],"paging":${paging}}`;
}
