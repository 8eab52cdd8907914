import type { Holdings } from '#shared/customer/holdings';
import { findUnheld } from '#shared/customer/holdings';
import { isNewerThan } from '#shared/sync/revision';
import type {
  CustomerPage,
  CustomerService,
  ServiceAnswer,
} from '../../electron/core/services/customer-service.ts';
import { answerOf, failure, type Line } from './line.ts';
import type { ModelService } from './model-service.ts';

const fields = ['firstname', 'lastname', 'companyName', 'mobile', 'email'] as const;

/** What the service that counts its versions has room for. */
export const narrowHoldings: Holdings = {
  types: ['PERSON', 'COMPANY'],
  fields: { PERSON: [...fields], COMPANY: ['companyName', 'mobile', 'email'], B2B: [] },
};

/**
 * The port to a service with few operations, each write of which takes several
 * requests: what is there is looked at first and read back afterwards, and
 * anything may go wrong between two of them.
 */
export function connectEmporix(model: ModelService, { read, write }: Line): CustomerService {
  const unsupported = () => Promise.resolve(failure('rejected', 'service.unsupported'));
  /** How large the pages really are, as far as the first one tells. */
  const pageSizes = new Map<number, number>();

  const get: CustomerService['get'] = (uid, options) =>
    read(`get ${uid}`, () => answerOf(model.get(uid)), options);

  async function list(page: number, pageSize: number, options: object): Promise<ServiceAnswer<CustomerPage>> {
    const answer = await read(
      `list ${page}`,
      () => ({ outcome: 'done', value: model.list(page, pageSize, false) }),
      options,
    );
    if (answer.outcome === 'done' && page === 0) {
      const came = answer.value.items.length;
      const isAll = came === 0 || came === answer.value.totalCount;
      pageSizes.set(pageSize, isAll ? pageSize : came);
    }
    return answer;
  }

  return {
    kind: 'emporix',
    capabilities: [],
    holds: narrowHoldings,
    get,

    async listPage({ page, pageSize }, options = {}) {
      if (page > 0 && !pageSizes.has(pageSize)) {
        const first = await list(0, pageSize, options);
        if (first.outcome !== 'done') return first;
      }
      const answer = await list(page, pageSize, options);
      if (answer.outcome !== 'done') return answer;
      return { outcome: 'done', value: { ...answer.value, pageSize: pageSizes.get(pageSize) ?? pageSize } };
    },

    findByExternalId: () => Promise.resolve({ outcome: 'done', value: [] }),

    async create(customer, options) {
      const { customerUid, customerType, ...wanted } = customer;
      if (findUnheld(narrowHoldings, customerType, wanted).length > 0) return unsupported();
      const present = await get(customerUid, options);
      if (present.outcome === 'done') return failure('conflict');
      if (present.outcome !== 'not-found') return present;
      const put = await write(
        [[customerUid, 'create']],
        `put ${customerUid}`,
        ([from]) => answerOf(model.put(customer, from!)),
        options,
      );
      if (put.outcome !== 'done') return put;
      const after = await get(customerUid, options);
      if (after.outcome === 'not-found') return failure('unknown');
      return { outcome: 'done', value: after.outcome === 'done' ? after.value : null };
    },

    async update(uid, changes, { baseRevision = null, ...options } = {}) {
      const present = await get(uid, options);
      if (present.outcome !== 'done') return present;
      const { value: record } = present;
      if (isNewerThan(record, baseRevision)) return failure('conflict');
      if (findUnheld(narrowHoldings, 'PERSON', changes, record).length > 0) return unsupported();
      const version = record['revision'] as number;
      const patched = await write(
        [[uid, 'update']],
        `patch ${uid} ${version} ${JSON.stringify(changes)}`,
        ([from]) => answerOf(model.patch(uid, changes, version, from!)),
        options,
      );
      if (patched.outcome !== 'done') return patched;
      const after = await get(uid, options);
      return { outcome: 'done', value: after.outcome === 'done' ? after.value : null };
    },

    delete: (uid, options) =>
      write([[uid, 'delete']], `delete ${uid}`, ([from]) => answerOf(model.delete(uid, from!)), options),

    merge: unsupported,
    addExtension: unsupported,
    removeExtension: unsupported,
    printCard: unsupported,
    batch: unsupported,
    search: unsupported,
    searchExternal: unsupported,
    storeDetails: unsupported,
    export: unsupported,
  };
}
