import { uidSchema, type CustomerRecord } from '#shared/customer/model';
import { tidyWords, type ErrorDetails } from '../judge-answer.ts';
import type { CustomerPage, StoreCredit, StoreDetails } from '../customer-service.ts';

/**
 * From what Flow Retail sends to what the till works with. Nothing is taken for
 * granted: real servers omit required fields, send null, or add fields nobody
 * has heard of. Records are kept as they came; undefined means "no sense in it".
 */

export function readCustomerRecord(value: unknown): CustomerRecord | undefined {
  if (!isObject(value)) return undefined;
  return hasUid(value) ? value : undefined;
}

function hasUid(value: Readonly<Record<string, unknown>>): value is CustomerRecord {
  return uidSchema.safeParse(value['customerUid']).success;
}

/** One list answer, with the number the service gives to the page it sent. */
export interface ListAnswer extends CustomerPage {
  readonly pageNumber: number | undefined;
}

/** @param requestedPageSize what the page size is taken to be when the service does not say */
export function readList(value: unknown, requestedPageSize: number): ListAnswer | undefined {
  if (!isObject(value) || !Array.isArray(value['items'])) return undefined;
  const items = value['items'].map(readCustomerRecord).filter((item) => item !== undefined);
  const paging = isObject(value['paging']) ? value['paging'] : {};
  const pageSize = readCount(paging['pageSize']);
  return {
    items,
    unreadable: value['items'].length - items.length,
    totalCount: readCount(paging['totalCount']) ?? null,
    pageSize: pageSize === undefined || pageSize === 0 ? requestedPageSize : pageSize,
    pageNumber: readCount(paging['pageNumber']),
  };
}

/**
 * Hits of a registry: nobody's customers, some without any uid. Those get one
 * from their place in the list, which only has to be unique within the answer.
 */
export function readExternalList(value: unknown): readonly CustomerRecord[] | undefined {
  if (!isObject(value) || !Array.isArray(value['items'])) return undefined;
  const items = value['items'].filter(isObject);
  return items.map((item, index) => readCustomerRecord(item) ?? withUid(item, `external-${index + 1}`));
}

function withUid(item: Readonly<Record<string, unknown>>, customerUid: string): CustomerRecord {
  return { ...item, customerUid };
}

export function readStoreDetails(value: unknown): StoreDetails | undefined {
  if (!isObject(value)) return undefined;
  const customer = readCustomerRecord(value['customer']);
  if (customer === undefined || !isObject(value['credit'])) return undefined;
  return { customer, credit: readStoreCredit(value['credit']) };
}

function readStoreCredit(credit: Readonly<Record<string, unknown>>): StoreCredit {
  return {
    // Credit that nobody confirmed is not granted.
    approved: credit['approved'] === true,
    limit: readAmount(credit['limit']),
    balance: readAmount(credit['balance']),
    remaining: readAmount(credit['remaining']),
    maxSingleOrderValue: readAmount(credit['maxSingleOrderValue']),
    declineReason: tidyWords(credit['declineReason']),
  };
}

/** `GenericErrorResponse`: `{code, message, logId}`, each of which may be missing. */
export function readFlowRetailError(body: unknown): ErrorDetails {
  if (!isObject(body)) return {};
  const { code, message, logId } = body;
  return {
    message: tidyWords(message) || tidyWords(code),
    logId: tidyWords(logId),
  };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function readCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function readAmount(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
