import { notFound } from '../api-error.ts';
import { scalarFieldsOf } from '../contract.ts';
import type { CustomerChanges, CustomerDraft } from '../customer-changes.ts';
import { createCustomer, deleteCustomer, updateCustomer } from '../customer-writes.ts';
import type { SearchCriteria } from '../search-sql.ts';
import { stores } from '../../seed/organisation.ts';
import { pageJson, pageRequestOf, sortOf, type PagingQuery } from '../paging.ts';
import { findCustomer } from '../world.ts';
import { answer, noContent, param, type Handler } from './call.ts';

const sortable = scalarFieldsOf('CustomerResponseSchema');

export const listCustomers: Handler<unknown, PagingQuery & { customerExternalId?: string }> = {
  permission: 'TENANT.ACCESS',
  handle: ({ query, world, quirks }) => {
    const page = pageRequestOf(query);
    const asked = sortOf(query, sortable);
    const sort = quirks.ignoreSort ? undefined : asked;
    const filter = { externalId: query.customerExternalId };
    // Oldest first: customers that arrive while somebody pages through come at the end.
    const oldestFirst = { field: 'createdAt', direction: 'ASC' } as const;
    const customers = world.customers.list(filter, sort ?? oldestFirst, page);
    return { status: 200, json: pageJson(customers, page) };
  },
};

export const searchCustomers: Handler<SearchCriteria, PagingQuery> = {
  permission: 'TENANT.ACCESS',
  handle: ({ body, query, world, quirks }) => {
    const page = pageRequestOf(query);
    const asked = sortOf(query, sortable);
    const { items, totalCount } = world.customers.search(body, quirks.ignoreSort ? undefined : asked, page);
    const texts = items.map((customer) => JSON.stringify(customer));
    return { status: 200, json: pageJson({ items: texts, totalCount }, page) };
  },
};

export const create: Handler<CustomerDraft> = {
  permission: 'TENANT.ACCESS',
  handle: ({ body, world }) => answer(201, createCustomer(world, body)),
};

export const details: Handler = {
  permission: 'TENANT.ACCESS',
  handle: (call) => answer(200, findCustomer(call.world, param(call, 'customerUid'))),
};

export const update: Handler<CustomerChanges> = {
  permission: 'TENANT.ACCESS',
  handle: (call) => {
    // Consents are given at creation and in batches; the body of an update has none.
    const changes = { ...call.body, consents: [] };
    return answer(200, updateCustomer(call.world, call.grant, param(call, 'customerUid'), changes));
  },
};

export const remove: Handler = {
  permission: 'TENANT.BACKOFFICE',
  handle: (call) => {
    deleteCustomer(call.world, param(call, 'customerUid'));
    return noContent;
  },
};

/** No single order on account may be larger, in hundredths. */
const maxSingleOrderValue = 5_000_000;

export const storeDetails: Handler = {
  permission: 'TENANT.ACCESS',
  handle: (call) => {
    const storeUid = param(call, 'storeUid');
    if (!stores.some((store) => store.storeUid === storeUid)) throw notFound('STORE', storeUid);
    const customer = findCustomer(call.world, param(call, 'customerUid'));
    const { limit, balance } = customer.credit;
    const remaining = Math.max(0, limit - balance);
    const declineReason =
      limit === 0 ? 'No credit limit is set' : remaining === 0 ? 'The credit limit is used up' : '';
    return answer(200, {
      customer,
      credit: {
        approved: declineReason === '',
        limit,
        balance,
        remaining,
        maxSingleOrderValue: Math.min(remaining, maxSingleOrderValue),
        declineReason,
      },
    });
  },
};
