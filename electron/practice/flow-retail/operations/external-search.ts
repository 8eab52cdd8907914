import type { FlowRetailCustomer } from '../../seed/flow-retail-customer.ts';
import { generateCustomers } from '../../seed/generate-customers.ts';
import { ApiError } from '../api-error.ts';
import { scalarFieldsOf } from '../contract.ts';
import { pageJson, pageRequestOf, sortOf, type PagingQuery } from '../paging.ts';
import type { Handler } from './call.ts';

const externalFields = [
  'address',
  'city',
  'companyName',
  'countryCode',
  'createdAt',
  'customerUid',
  'customerType',
  'email',
  'externalId',
  'firstname',
  'lastModifiedAt',
  'lastname',
  'ledgerNumber',
  'mobile',
  'postalCode',
  'pricelistUid',
  'vatNumber',
  'origin',
] as const satisfies readonly (keyof FlowRetailCustomer)[];

type ExternalCustomer = Pick<FlowRetailCustomer, (typeof externalFields)[number]>;

const searchedFields = [
  'firstname',
  'lastname',
  'companyName',
  'city',
  'postalCode',
  'mobile',
  'email',
  'vatNumber',
] as const;

const sortable = scalarFieldsOf('CustomerExternalResponseSchema');
const registerSize = 400;

/** Searches the practice's external register: people and companies that are not customers yet. */
export const searchExternal: Handler<{ query?: string }, PagingQuery> = {
  permission: 'TENANT.ACCESS',
  handle: ({ body, query, world, quirks }) => {
    if (!world.tenantExtensions.has('EXTERNAL_CUSTOMER_SEARCH')) {
      throw new ApiError(
        403,
        'TENANT_EXTENSION_REQUIRED',
        'External search needs the tenant extension EXTERNAL_CUSTOMER_SEARCH',
      );
    }
    const page = pageRequestOf(query);
    const sort = sortOf(query, sortable);
    const words = (body.query ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const hits = registerOf(world.seed).filter((entry) => {
      const text = searchedFields
        .map((field) => entry[field])
        .join(' ')
        .toLowerCase();
      return words.every((word) => text.includes(word));
    });
    if (sort && !quirks.ignoreSort) {
      const field = sort.field as keyof ExternalCustomer;
      const sign = sort.direction === 'ASC' ? 1 : -1;
      hits.sort((a, b) => sign * compareText(a[field], b[field]));
    }
    const first = (page.pageNumber - 1) * page.pageSize;
    const items = hits.slice(first, first + page.pageSize).map((hit) => JSON.stringify(hit));
    return { status: 200, json: pageJson({ items, totalCount: hits.length }, page) };
  },
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const registers = new Map<number, ExternalCustomer[]>();

/** The register of a seed, made once: other people than the base's of the same seed. */
function registerOf(seed: number): ExternalCustomer[] {
  const known = registers.get(seed);
  if (known) return known;
  const register = [...generateCustomers({ count: registerSize, seed: seed + 0x4558_5400 })]
    .filter(({ customerUid }) => !customerUid.startsWith('demo-'))
    .map((customer) => {
      const entry = Object.fromEntries(externalFields.map((field) => [field, customer[field]]));
      return Object.assign(entry as ExternalCustomer, { origin: 'EXTERNAL', pricelistUid: '' });
    });
  registers.set(seed, register);
  return register;
}
