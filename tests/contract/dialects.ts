import type { OperationInput } from '../../shared/contract/operations.ts';
import { createService, placeOfOne } from '../../electron/core/services/create-service.ts';
import type { CustomerService } from '../../electron/core/services/customer-service.ts';
import { openContract, type ContractFile } from './contract-file.ts';

/** A customer service as its contract has it, and the till's client for it. */
export interface Dialect {
  readonly name: 'flow-retail' | 'emporix';
  readonly contract: ContractFile;
  readonly connection: (url: string) => OperationInput<'connection.set'>;
  /** A record of the service's own. */
  readonly record: (customerUid: string) => object;
  /** The answer of the list, and the headers that belong to it. */
  readonly page: (records: readonly object[]) => { body: unknown; headers: Readonly<Record<string, string>> };
  readonly isList: (method: string, path: string) => boolean;
}

const changedAt = '2026-01-15T12:00:00.000Z';

export const dialects: readonly Dialect[] = [
  {
    name: 'flow-retail',
    contract: openContract('flow-retail.contract.json'),
    connection: (url) => ({
      connection: { service: 'flow-retail', url, tenant: 'tenant-1', store: 'store-1', practice: true },
      secret: { kind: 'token', token: 'token-1' },
    }),
    record: (customerUid) => ({
      customerUid,
      customerType: 'PERSON',
      firstname: 'Bjørn',
      lastname: customerUid,
      createdAt: changedAt,
      lastModifiedAt: changedAt,
    }),
    page: (records) => ({
      body: { items: records, paging: { pageNumber: 1, pageSize: 100, totalCount: records.length } },
      headers: {},
    }),
    isList: (method, path) => method === 'GET' && /\/customers(\?|$)/.test(path),
  },
  {
    name: 'emporix',
    contract: openContract('emporix.contract.json'),
    connection: (url) => ({
      connection: { service: 'emporix', url, tenant: 'practicestore', practice: true },
      secret: { kind: 'client-credentials', clientId: 'id', clientSecret: 'secret' },
    }),
    record: (customerUid) => ({
      id: customerUid,
      customerNumber: customerUid,
      firstName: 'Bjørn',
      lastName: customerUid,
      contactEmail: `${customerUid}@example.no`,
      metadata: { version: 1 },
      metadataCreatedAt: changedAt,
    }),
    page: (records) => ({ body: records, headers: { count: String(records.length) } }),
    isList: (method, path) => method === 'GET' && /\/customers(\?|$)/.test(path),
  },
];

/** The client a till would have with this connection. */
export function clientOf(dialect: Dialect, url: string, fetch = globalThis.fetch): CustomerService {
  const { connection, secret } = dialect.connection(url);
  return createService(connection, placeOfOne(secret), fetch);
}
