import type { CustomerRecord } from '#shared/customer/model';
import { createServiceCaller, type ServiceCallerOptions } from '../service-caller.ts';
import { senselessAnswer, serviceFailure, type Reply } from '../judge-answer.ts';
import { createFlowRetailClient } from './client.ts';
import { batchBodyOf, readBatchOutcome } from './batch.ts';
import {
  readCustomerRecord,
  readExternalList,
  readFlowRetailError,
  readList,
  readStoreDetails,
  type ListAnswer,
} from './mapper.ts';
import {
  offersEverything,
  type CallOptions,
  type CustomerService,
  type ExtensionRequest,
  type ServiceAnswer,
} from '../customer-service.ts';

export interface FlowRetailOptions extends Omit<ServiceCallerOptions, 'readError'> {
  readonly tenantUid: string;
}

/** Orders and service jobs of years: more than any other answer. */
const maxExportBytes = 128 * 1024 * 1024;
const exportTimeoutMs = 120_000;
const defaultSearchLimit = 20;

/** The Flow Retail customer API v2 behind the port: all 14 operations. */
export function createFlowRetailService(options: FlowRetailOptions): CustomerService {
  const call = createFlowRetailClient(
    createServiceCaller({ ...options, readError: readFlowRetailError }),
    options.tenantUid,
  );

  /** The number the service gives its first page: its contract does not say, its answers do. */
  let firstPageNumber: number | undefined;

  async function list(
    query: { pageNumber?: number; pageSize: number; sortBy?: string; sortDirection?: 'ASC' | 'DESC' },
    options: CallOptions,
  ): Promise<ServiceAnswer<ListAnswer>> {
    const answer = await call('get-tenants-customers', { ...options, path: {}, query });
    return read(answer, 'read', (body) => readList(body, query.pageSize));
  }

  /** Asks for the first page without a number, and so learns where the service starts to count. */
  async function findFirstPageNumber(options: CallOptions): Promise<ServiceAnswer<number>> {
    if (firstPageNumber !== undefined) return { outcome: 'done', value: firstPageNumber };
    const answer = await list({ pageSize: 1 }, options);
    if (answer.outcome !== 'done') return answer;
    firstPageNumber = answer.value.pageNumber ?? 0;
    return { outcome: 'done', value: firstPageNumber };
  }

  async function changeExtension<Value>(
    method: 'post' | 'delete',
    { customerUid, extensionCode, storeUid }: ExtensionRequest,
    options: CallOptions,
    readBody: (body: unknown) => Value | undefined,
  ): Promise<ServiceAnswer<Value>> {
    // The only extension the contract lets a till touch.
    if (extensionCode !== 'TWO_INVOICE') return serviceFailure('rejected', { code: 'service.unsupported' });
    const answer = await call(`${method}-tenant-customer-extensions`, {
      ...options,
      path: { customerUid, customerExtensionCode: extensionCode },
      body: { storeUid },
    });
    return read(answer, 'write', readBody);
  }

  return {
    kind: 'flow-retail',
    ...offersEverything,

    async listPage({ page, pageSize, newestFirst }, options = {}) {
      const first = page === 0 ? undefined : await findFirstPageNumber(options);
      if (first !== undefined && first.outcome !== 'done') return first;
      const answer = await list(
        {
          ...(first === undefined ? {} : { pageNumber: first.value + page }),
          pageSize,
          ...(newestFirst === true ? { sortBy: 'lastModifiedAt', sortDirection: 'DESC' } : {}),
        },
        options,
      );
      if (answer.outcome === 'done' && page === 0) firstPageNumber = answer.value.pageNumber ?? 0;
      return answer;
    },

    async get(customerUid, options = {}) {
      const answer = await call('get-tenants-customers-details', { ...options, path: { customerUid } });
      return read(answer, 'read', recordOf(customerUid));
    },

    async findByExternalId(externalId, options = {}) {
      const query = { customerExternalId: externalId, pageSize: 10 };
      const answer = await call('get-tenants-customers', { ...options, path: {}, query });
      // A service that ignores the filter answers its whole list.
      return read(answer, 'read', (body) =>
        readList(body, query.pageSize)?.items.filter((item) => item['externalId'] === externalId),
      );
    },

    async search(request, options = {}) {
      const { query, exactMatch, types, scope, storeUid, customerParentUid } = request;
      const limit = request.limit ?? defaultSearchLimit;
      const answer = await call('post-tenants-customers-search', {
        ...options,
        path: {},
        query: { pageSize: limit },
        body: {
          query,
          ...(exactMatch === undefined ? {} : { exactMatch }),
          ...(types === undefined ? {} : { customerTypes: [...types] }),
          ...(scope === undefined ? {} : { scope: [...scope] }),
          ...(storeUid === undefined ? {} : { storeUid }),
          ...(customerParentUid === undefined ? {} : { customerParentUid }),
        },
      });
      return read(answer, 'read', (body) => readList(body, limit));
    },

    async searchExternal(query, options = {}) {
      const answer = await call('post-tenants-customers-search-external', {
        ...options,
        path: {},
        body: { query },
      });
      return read(answer, 'read', readExternalList);
    },

    async create(customer, options = {}) {
      const answer = await call('post-tenants-customers', { ...options, path: {}, body: customer });
      return read(answer, 'write', recordOf(customer.customerUid));
    },

    async update(customerUid, changes, options = {}) {
      const answer = await call('put-tenants-customers-details', {
        ...options,
        path: { customerUid },
        body: changes,
      });
      return read(answer, 'write', recordOf(customerUid));
    },

    async delete(customerUid, options = {}) {
      return read(
        await call('delete-tenants-customers-details', { ...options, path: { customerUid } }),
        'write',
        nothingAbout(customerUid),
      );
    },

    async merge(customerUid, mergeFromCustomerUid, options = {}) {
      const answer = await call('post-tenants-tenantUid-customers-customerUid-merge', {
        ...options,
        path: { customerUid },
        body: { mergeFromCustomerUid },
      });
      return read(answer, 'write', recordOf(customerUid));
    },

    addExtension: (request, options = {}) =>
      changeExtension('post', request, options, recordOf(request.customerUid)),

    removeExtension: (request, options = {}) =>
      changeExtension('delete', request, options, nothingAbout(request.customerUid)),

    async batch(request, options = {}) {
      const answer = await call('post-tenants-customers-batch', {
        ...options,
        path: {},
        body: batchBodyOf(request),
      });
      return read(answer, 'write', (body) => readBatchOutcome(request, body));
    },

    async printCard(customerUid, printerUid, options = {}) {
      const answer = await call('post-tenants-customers-print', {
        ...options,
        path: { customerUid },
        body: printerUid === undefined ? {} : { printerUid },
      });
      return read(answer, 'write', nothingAbout(customerUid));
    },

    async storeDetails(customerUid, storeUid, options = {}) {
      const answer = await call('get-store-customer-details', {
        ...options,
        path: { customerUid, storeUid },
      });
      return read(answer, 'read', (body) => {
        const details = readStoreDetails(body);
        return details?.customer.customerUid === customerUid ? details : undefined;
      });
    },

    async export(customerUid, options = {}) {
      const answer = await call('tenant-customer-data-export', {
        ...options,
        path: { customerUid },
        timeoutMs: exportTimeoutMs,
        maxBodyBytes: maxExportBytes,
      });
      return read(answer, 'read', (body) => body);
    },
  };
}

function read<Value>(
  answer: ServiceAnswer<Reply>,
  effect: 'read' | 'write',
  readBody: (body: unknown) => Value | undefined,
): ServiceAnswer<Value> {
  if (answer.outcome !== 'done') return answer;
  const value = readBody(answer.value.body);
  return value === undefined ? senselessAnswer(effect) : { outcome: 'done', value };
}

/** The record of exactly this customer: somebody else's is no answer. */
function recordOf(customerUid: string): (body: unknown) => CustomerRecord | undefined {
  return (body) => {
    const record = readCustomerRecord(body);
    return record?.customerUid === customerUid ? record : undefined;
  };
}

/** For 204: no body, or one about this customer. What says anything else may not be the service. */
function nothingAbout(customerUid: string): (body: unknown) => null | undefined {
  const readRecord = recordOf(customerUid);
  return (body) => (body === undefined || readRecord(body) !== undefined ? null : undefined);
}
