import { fillPath, namingWhatLacks, type ContractRequest, type Sendable } from '../contract-request.ts';
import type { CallService, ServiceCall } from '../service-caller.ts';
import type { Reply } from '../judge-answer.ts';
import type { ServiceAnswer } from '../customer-service.ts';
import type { operations } from './api.gen.ts';

/**
 * The 14 operations of the Flow Retail customer API v2, by the operation ids of
 * its contract. Requests are typed from the contract; answers are not, because
 * real servers omit and add: the mapper reads them.
 */
export const routes = {
  'get-tenants-customers': ['GET', '/tenants/{tenantUid}/customers', 'read'],
  'post-tenants-customers': ['POST', '/tenants/{tenantUid}/customers', 'write'],
  'post-tenants-customers-search': ['POST', '/tenants/{tenantUid}/customers/search', 'read'],
  'post-tenants-customers-search-external': [
    'POST',
    '/tenants/{tenantUid}/customers/search/external',
    'read',
  ],
  'tenant-customer-data-export': ['GET', '/tenants/{tenantUid}/customers/{customerUid}/export', 'read'],
  'post-tenants-customers-print': ['POST', '/tenants/{tenantUid}/customers/{customerUid}/print', 'write'],
  'get-tenants-customers-details': ['GET', '/tenants/{tenantUid}/customers/{customerUid}', 'read'],
  'put-tenants-customers-details': ['PUT', '/tenants/{tenantUid}/customers/{customerUid}', 'write'],
  'delete-tenants-customers-details': ['DELETE', '/tenants/{tenantUid}/customers/{customerUid}', 'write'],
  'post-tenant-customer-extensions': [
    'POST',
    '/tenants/{tenantUid}/customers/{customerUid}/extensions/{customerExtensionCode}',
    'write',
  ],
  'delete-tenant-customer-extensions': [
    'DELETE',
    '/tenants/{tenantUid}/customers/{customerUid}/extensions/{customerExtensionCode}',
    'write',
  ],
  'post-tenants-customers-batch': ['POST', '/tenants/{tenantUid}/customers/batch', 'write'],
  'get-store-customer-details': [
    'GET',
    '/tenants/{tenantUid}/stores/{storeUid}/customers/{customerUid}',
    'read',
  ],
  'post-tenants-tenantUid-customers-customerUid-merge': [
    'POST',
    '/tenants/{tenantUid}/customers/{customerUid}/merge',
    'write',
  ],
} as const satisfies Record<
  keyof operations,
  readonly [ServiceCall['method'], string, ServiceCall['effect']]
>;

type OperationId = keyof operations;
type PathOf<Id extends OperationId> = Omit<operations[Id]['parameters']['path'], 'tenantUid'>;
type QueryOf<Id extends OperationId> = NonNullable<operations[Id]['parameters']['query']>;
type BodyOf<Id extends OperationId> =
  NonNullable<operations[Id]['requestBody']> extends { content: { 'application/json': infer Body } }
    ? Sendable<Body>
    : never;

export type FlowRetailRequest<Id extends OperationId> = ContractRequest<PathOf<Id>, QueryOf<Id>, BodyOf<Id>>;

export type CallFlowRetail = <Id extends OperationId>(
  operationId: Id,
  request: FlowRetailRequest<Id>,
) => Promise<ServiceAnswer<Reply>>;

export function createFlowRetailClient(callService: CallService, tenantUid: string): CallFlowRetail {
  return async (operationId, { path, ...request }) => {
    const [method, template, effect] = routes[operationId];
    const answer = await callService({
      ...request,
      method,
      effect,
      path: fillPath(template, { ...path, tenantUid }),
    });
    const isDelete = operationId === 'delete-tenants-customers-details';
    return namingWhatLacks(answer, isDelete ? 'TENANT.BACKOFFICE' : 'TENANT.ACCESS');
  };
}
