import type { Quirks } from '../faults/quirks.ts';
import { invalidField } from './api-error.ts';
import { scalarFieldsOf } from './contract.ts';
import {
  createCustomer,
  findCustomer,
  patchCustomer,
  replaceCustomer,
  type SignupBody,
  type UpdateBody,
} from './customer-writes.ts';
import type { Selection } from './customer-table.ts';
import type { EmporixCustomer } from './emporix-customer.ts';
import { parseQuery } from './parse-query.ts';
import type { EmporixWorld } from './world.ts';

/** A request that has passed authentication, scope and the contract's checks. */
export interface Call<Body = unknown, Query = unknown> {
  params: Readonly<Record<string, string>>;
  query: Query;
  body: Body;
  world: EmporixWorld;
  quirks: Quirks;
}

/** What an operation answers; `json` is absent where the contract has no body. */
export interface Answer {
  status: 200 | 201 | 202 | 204;
  json?: object;
  headers?: Record<string, string>;
}

export type Handler<Body = unknown, Query = unknown> = (call: Call<Body, Query>) => Answer;

interface ListQuery {
  sort?: string;
  pageNumber?: number;
  pageSize?: number;
  expand?: string;
}

interface SignupQuery {
  sendPasswordResetNotifications?: boolean;
}

const scalarFields = scalarFieldsOf('CustomerForSellerDto');

/** Values inside a mixin are the tenant's own; of the rest, the contract knows every name. */
const isField = (field: string): boolean =>
  scalarFields.has(field) ||
  ['metadata.version', 'b2b.companyRegistrationId', 'mixins'].includes(field) ||
  /^(?:metadata\.)?mixins\.[\w.-]+$/.test(field);

export const listCustomers: Handler<unknown, ListQuery & { q?: string }> = ({ query, world, quirks }) =>
  listAnswer(world, query, query.q, quirks);

export const searchCustomers: Handler<{ q?: string }, ListQuery> = ({ query, body, world, quirks }) =>
  listAnswer(world, query, body.q, quirks);

export const create: Handler<SignupBody, SignupQuery> = ({ body, query, world }) => {
  const { id } = createCustomer(world, body, query.sendPasswordResetNotifications ?? true);
  return { status: 201, json: { id } };
};

export const profile: Handler<unknown, Pick<ListQuery, 'expand'>> = ({ params, query, world }) => ({
  status: 200,
  json: present(findCustomer(world, numberOf(params)), readExpand(query.expand)),
});

export const upsert: Handler<UpdateBody, SignupQuery> = ({ params, body, query, world }) => {
  const id = numberOf(params);
  const before = world.customers.get(id);
  if (before) {
    replaceCustomer(world, before, body);
    return { status: 204 };
  }
  // The path's id becomes the customer's, so it has to be one.
  if (!/^[a-zA-Z0-9_-]{1,66}$/.test(id)) {
    throw invalidField('customerNumber', 'has 1 to 66 of the characters a-z, A-Z, 0-9, _ and -');
  }
  createCustomer(world, { ...body, id }, query.sendPasswordResetNotifications ?? true);
  return { status: 201, json: { id } };
};

export const patch: Handler<UpdateBody> = ({ params, body, world }) => {
  patchCustomer(world, numberOf(params), body);
  return { status: 200 };
};

export const remove: Handler = ({ params, world }) => {
  world.customers.remove(findCustomer(world, numberOf(params)).id);
  return { status: 202 };
};

function numberOf(params: Call['params']): string {
  const number = params['customerNumber'];
  if (number === undefined) throw new Error('The path has no customerNumber');
  return number;
}

function listAnswer(world: EmporixWorld, query: ListQuery, q: string | undefined, quirks: Quirks): Answer {
  const { pageNumber = 1, pageSize = 60 } = query;
  const criteria = parseQuery(q ?? '');
  const unknown = criteria.find(({ field }) => !isField(field));
  if (unknown) throw invalidField('q', `there is no field ${unknown.field}`);
  const sort = readSort(query.sort);
  const expand = readExpand(query.expand);
  const { items, totalCount } = world.customers.list({
    criteria,
    sort: quirks.ignoreSort ? [] : sort,
    pageNumber,
    pageSize: Math.min(pageSize, world.settings.maxPageSize),
  });
  return {
    status: 200,
    json: items.map((customer) => present(customer, expand)),
    ...(world.settings.countHeader && { headers: { Count: String(totalCount) } }),
  };
}

/** Reads `field,other:desc`. Throws a 400 when a part is no field or no direction. */
function readSort(sort: string | undefined): Selection['sort'] {
  return (sort ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [field = '', direction = 'asc', ...rest] = part.trim().split(':');
      if (!isField(field)) throw invalidField('sort', `cannot sort by "${field}"`);
      if (rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) {
        throw invalidField('sort', `"${part}" is neither asc nor desc`);
      }
      return { field, direction: direction === 'asc' ? 'ASC' : 'DESC' };
    });
}

function readExpand(expand: string | undefined): ReadonlySet<string> {
  const parts = (expand ?? '').split(',').map((part) => part.trim());
  const wrong = parts.find(
    (part) => part !== '' && !/^(?:addresses|accounts|mixin(?::[\w*-]+)?)$/.test(part),
  );
  if (wrong !== undefined) throw invalidField('expand', `cannot expand "${wrong}"`);
  return new Set(parts);
}

/** A customer as it is answered: addresses and accounts only for those who ask for them. */
function present(customer: EmporixCustomer, expand: ReadonlySet<string>): object {
  const { addresses, accounts, ...rest } = customer;
  const defaultAddress = addresses.find(({ isDefault }) => isDefault);
  return {
    ...rest,
    ...(expand.has('addresses') && { addresses, ...(defaultAddress && { defaultAddress }) }),
    ...(expand.has('accounts') && { accounts }),
  };
}
