import { because } from '#shared/contract/error-reasons';
import { findUnheld } from '#shared/customer/holdings';
import type { Capability } from '#shared/contract/values';
import type { CustomerRecord, CustomerType } from '#shared/customer/model';
import type { CustomerField } from '#shared/sync/customer-field';
import { isNewerThan } from '#shared/sync/revision';
import { createServiceCaller, type ServiceCallerOptions } from '../service-caller.ts';
import { senselessAnswer, serviceFailure, tidyWords, type Reply } from '../judge-answer.ts';
import type {
  CallOptions,
  CustomerPage,
  CustomerService,
  ServiceAnswer,
  ServiceFailure,
} from '../customer-service.ts';
import { createEmporixClient } from './client.ts';
import { heldFieldsOf } from './held-fields.ts';
import { readCustomerRecord, readEmporixError, writeCustomer, writeMetadata } from './mapper.ts';
import type { MixinPlaces } from './mixin-fields.ts';
import { equals } from './query.ts';
import { countOf, partsOf } from './read-json.ts';
import { isWanted, planQueries } from './search-plan.ts';

export interface EmporixOptions extends Omit<ServiceCallerOptions, 'readError'> {
  /** `^[a-z][a-z0-9]+$`, 3 to 16 characters. */
  readonly tenant: string;
  /** Where the tenant keeps what Emporix itself has no field for. */
  readonly mixins: MixinPlaces;
}

const defaultSearchLimit = 20;
/**
 * The list stands still while it is read: nobody's creation changes. There is
 * no date of the last change to sort by.
 */
const listOrder = 'metadataCreatedAt:desc,id:asc';
/** The document's own limit for an id; its pattern lacks the quantifier. */
const ownIdPattern = /^[A-Za-z0-9_-]{1,66}$/;

/** A customer as it came and as the till reads it. */
interface Found {
  readonly raw: unknown;
  readonly record: CustomerRecord;
}

/** The Emporix customer service (tenant-managed) behind the port. */
export function createEmporixService(options: EmporixOptions): CustomerService {
  const { mixins } = options;
  const call = createEmporixClient(
    createServiceCaller({ ...options, readError: readEmporixError }),
    options.tenant,
  );
  const holds = heldFieldsOf(mixins);
  const expand = ['addresses', 'accounts', ...mixinsToExpand(mixins)].join(',');
  const capabilities: readonly Capability[] = mixins.loyaltyId === undefined ? [] : ['loyalty-id'];
  /** The size that pages asked for with a size really have: a service may cut them without a word. */
  const pageSizes = new Map<number, number>();

  async function find(customerUid: string, options: CallOptions): Promise<ServiceAnswer<Found>> {
    const answer = await call('GET-customer-tenant-retrieve-customer', {
      ...options,
      path: { customerNumber: customerUid },
      query: { expand },
    });
    return read(answer, 'read', ({ body }) => {
      const record = readCustomerRecord(body, mixins);
      // Somebody else's is no answer.
      return record?.customerUid === customerUid ? { raw: body, record } : undefined;
    });
  }

  async function list(page: number, pageSize: number, options: CallOptions) {
    const answer = await call('GET-customer-tenant-list-customers', {
      ...options,
      path: {},
      query: { pageNumber: page + 1, pageSize, sort: listOrder, expand },
    });
    const listed = read(answer, 'read', (reply) => readPage(reply, mixins));
    if (listed.outcome === 'done' && page === 0) {
      const { items, unreadable, totalCount } = listed.value;
      const came = items.length + unreadable;
      const isAll = came === totalCount;
      pageSizes.set(pageSize, came === 0 || came > pageSize || isAll ? pageSize : came);
    }
    return listed;
  }

  return {
    kind: 'emporix',
    capabilities,
    holds,

    async listPage({ page, pageSize }, options = {}) {
      if (page > 0 && !pageSizes.has(pageSize)) {
        const first = await list(0, pageSize, options);
        if (first.outcome !== 'done') return first;
      }
      const listed = await list(page, pageSize, options);
      return listed.outcome === 'done'
        ? { outcome: 'done', value: { ...listed.value, pageSize: pageSizes.get(pageSize) ?? pageSize } }
        : listed;
    },

    async get(customerUid, options = {}) {
      const found = await find(customerUid, options);
      return found.outcome === 'done' ? { outcome: 'done', value: found.value.record } : found;
    },

    async findByExternalId(externalId, options = {}) {
      const place = mixins.externalId;
      const q = place && equals(`mixins.${place.mixin}.${place.name}`, externalId);
      // Where there is no place for it, nobody has one.
      if (q === undefined) return { outcome: 'done', value: [] };
      const answer = await call('GET-customer-tenant-list-customers', {
        ...options,
        path: {},
        query: { q, pageSize: defaultSearchLimit, expand },
      });
      return read(answer, 'read', (reply) =>
        readPage(reply, mixins)?.items.filter((item) => item['externalId'] === externalId),
      );
    },

    async search(request, options = {}) {
      if (request.storeUid !== undefined || request.customerParentUid !== undefined) return unsupported();
      const limit = request.limit ?? defaultSearchLimit;
      const found = new Map<string, CustomerRecord>();
      let unreadable = 0;
      for (const q of planQueries(request, mixins)) {
        const answer = await call('POST-customer-tenant-search', {
          ...options,
          path: {},
          query: { pageSize: limit, expand },
          body: { q },
        });
        const page = read(answer, 'read', (reply) => readPage(reply, mixins));
        if (page.outcome !== 'done') return page;
        unreadable += page.value.unreadable;
        for (const record of page.value.items) {
          if (isWanted(request, record)) found.set(record.customerUid, record);
        }
        if (found.size >= limit) break;
      }
      const items = [...found.values()].slice(0, limit);
      return { outcome: 'done', value: { items, unreadable, totalCount: null, pageSize: limit } };
    },

    /**
     * An upsert under our own id, so that it can be repeated. It would overwrite
     * whoever has the id already: that is looked for first. The other operation
     * for a create has no place for our ids in the document's pattern.
     */
    async create(customer, options = {}) {
      const { customerUid, customerType, consents, ...fields } = customer;
      if (!ownIdPattern.test(customerUid)) return refusedUid();
      if (!holds.types.includes(customerType)) return unheldType(customerType);
      if (consents !== undefined && consents.length > 0) return unheld(['consents']);
      const noRoom = findUnheld(holds, customerType, fields);
      if (noRoom.length > 0) return unheld(noRoom);
      const present = await find(customerUid, options);
      if (present.outcome === 'done') {
        return serviceFailure('conflict', because('customer.id-taken'));
      }
      if (present.outcome !== 'not-found') return present;
      const answer = await call('PUT-customer-tenant-update-customer', {
        ...options,
        path: { customerNumber: customerUid },
        body: writeCustomer(fields, mixins),
      });
      if (answer.outcome !== 'done') return answer;
      const { id = customerUid } = partsOf(answer.value.body);
      if (typeof id !== 'string') return senselessAnswer('write');
      if (id !== customerUid) return otherId(id);
      const found = await find(customerUid, options);
      if (found.outcome === 'done') return { outcome: 'done', value: found.value.record };
      // Said to be done, and nobody is there: it is looked for again before anything else happens.
      return found.outcome === 'not-found' ? serviceFailure('unknown') : { outcome: 'done', value: null };
    },

    async update(customerUid, changes, { baseRevision = null, ...options } = {}) {
      const present = await find(customerUid, options);
      if (present.outcome !== 'done') return present;
      const { raw, record } = present.value;
      if (isNewerThan(record, baseRevision)) return serviceFailure('conflict');
      const noRoom = findUnheld(holds, record['customerType'] as CustomerType, changes, record);
      if (noRoom.length > 0) return unheld(noRoom);
      const body = writeCustomer(changes, mixins, raw);
      if (Object.keys(body).length === 0) return { outcome: 'done', value: record };
      const answer = await call('PATCH-customer-tenant-update-customer', {
        ...options,
        path: { customerNumber: customerUid },
        body: { ...body, ...writeMetadata(raw) },
      });
      const written = read(answer, 'write', nothingAbout(customerUid));
      if (written.outcome !== 'done') return written;
      const after = await find(customerUid, options);
      return { outcome: 'done', value: after.outcome === 'done' ? after.value.record : null };
    },

    async delete(customerUid, options = {}) {
      const answer = await call('DELETE-customer-tenant-remove-customer', {
        ...options,
        path: { customerNumber: customerUid },
      });
      return read(answer, 'write', nothingAbout(customerUid));
    },

    searchExternal: () => Promise.resolve(unsupported()),
    merge: () => Promise.resolve(unsupported()),
    addExtension: () => Promise.resolve(unsupported()),
    removeExtension: () => Promise.resolve(unsupported()),
    batch: () => Promise.resolve(unsupported()),
    printCard: () => Promise.resolve(unsupported()),
    storeDetails: () => Promise.resolve(unsupported()),
    export: () => Promise.resolve(unsupported()),
  };
}

function mixinsToExpand(places: MixinPlaces): string[] {
  const names = Object.values(places).map(({ mixin }) => `mixin:${mixin}`);
  return [...new Set(names)];
}

/** A list answer; its pages are as large as its items are many until somebody knows better. */
function readPage({ body, headers }: Reply, mixins: MixinPlaces): CustomerPage | undefined {
  if (!Array.isArray(body)) return undefined;
  const items = body.flatMap((entry) => readCustomerRecord(entry, mixins) ?? []);
  const count = headers.get('count')?.trim();
  return {
    items,
    unreadable: body.length - items.length,
    totalCount: (count ? countOf(Number(count)) : undefined) ?? null,
    pageSize: body.length,
  };
}

function read<Value>(
  answer: ServiceAnswer<Reply>,
  effect: 'read' | 'write',
  readReply: (reply: Reply) => Value | undefined,
): ServiceAnswer<Value> {
  if (answer.outcome !== 'done') return answer;
  const value = readReply(answer.value);
  return value === undefined ? senselessAnswer(effect) : { outcome: 'done', value };
}

/** A patch and a delete: no body, or one about this customer. What says anything else may not be the service. */
function nothingAbout(customerUid: string): (reply: Reply) => null | undefined {
  return ({ body }) => (body === undefined || partsOf(body)['id'] === customerUid ? null : undefined);
}

function unsupported(): ServiceFailure {
  return serviceFailure('rejected', { code: 'service.unsupported' });
}

function refusedUid(): ServiceFailure {
  return serviceFailure('rejected', {
    code: 'service.unsupported',
    ...because('customer.id-refused'),
  });
}

function otherId(id: string): ServiceFailure {
  return serviceFailure('rejected', because('customer.other-id', { id: tidyWords(id) }));
}

function unheldType(type: CustomerType): ServiceFailure {
  return serviceFailure('rejected', {
    code: 'service.unsupported',
    ...because('customer.type', { type }),
  });
}

function unheld(fields: readonly (CustomerField | 'consents')[]): ServiceFailure {
  return serviceFailure('rejected', {
    code: 'service.unsupported',
    ...because('customer.no-place', { fields: fields.join(', ') }),
    issues: fields.map((field) => ({
      field,
      code: 'field.no-place',
      message: 'There is no place for this.',
    })),
  });
}
