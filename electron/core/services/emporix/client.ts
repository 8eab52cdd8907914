import { fillPath, namingWhatLacks, type ContractRequest, type Sendable } from '../contract-request.ts';
import type { CallService, ServiceCall } from '../service-caller.ts';
import type { Reply } from '../judge-answer.ts';
import type { ServiceAnswer } from '../customer-service.ts';
import type { operations } from './api.gen.ts';

export const scopes = { read: 'customer.customer_read', manage: 'customer.customer_manage' } as const;

/**
 * The 7 operations of the Emporix customer service (tenant-managed), by the
 * operation ids of its contract. Requests are typed from the contract; answers
 * are not: the mapper reads them.
 */
export const routes = {
  'GET-customer-tenant-list-customers': ['GET', '/customer/{tenant}/customers', 'read'],
  'POST-customer-tenant-create-customer': ['POST', '/customer/{tenant}/customers', 'write'],
  'POST-customer-tenant-search': ['POST', '/customer/{tenant}/customers/search', 'read'],
  'GET-customer-tenant-retrieve-customer': ['GET', '/customer/{tenant}/customers/{customerNumber}', 'read'],
  'PUT-customer-tenant-update-customer': ['PUT', '/customer/{tenant}/customers/{customerNumber}', 'write'],
  'PATCH-customer-tenant-update-customer': [
    'PATCH',
    '/customer/{tenant}/customers/{customerNumber}',
    'write',
  ],
  'DELETE-customer-tenant-remove-customer': [
    'DELETE',
    '/customer/{tenant}/customers/{customerNumber}',
    'write',
  ],
} as const satisfies Record<
  keyof operations,
  readonly [ServiceCall['method'], string, ServiceCall['effect']]
>;

type OperationId = keyof operations;
type PathOf<Id extends OperationId> = Omit<operations[Id]['parameters']['path'], 'tenant'>;
type QueryOf<Id extends OperationId> = NonNullable<operations[Id]['parameters']['query']>;
type JsonOf<Body> = Body extends { content: { 'application/json': infer Json } } ? Json : never;
/** The types say of a field with a default that it is always there, which holds for answers only. */
type BodyOf<Id extends OperationId> = Sendable<Partial<JsonOf<NonNullable<operations[Id]['requestBody']>>>>;

export type CustomerBody = BodyOf<'PATCH-customer-tenant-update-customer'>;

export type EmporixRequest<Id extends OperationId> = ContractRequest<PathOf<Id>, QueryOf<Id>, BodyOf<Id>>;

export type CallEmporix = <Id extends OperationId>(
  operationId: Id,
  request: EmporixRequest<Id>,
) => Promise<ServiceAnswer<Reply>>;

/** A create or an upsert mails the customer a link to set a password unless it is told not to. */
const quietly = { sendPasswordResetNotifications: false } as const;
const notifying: ReadonlySet<OperationId> = new Set([
  'POST-customer-tenant-create-customer',
  'PUT-customer-tenant-update-customer',
]);

export function createEmporixClient(callService: CallService, tenant: string): CallEmporix {
  return async (operationId, { path, query, ...request }) => {
    const [method, template, effect] = routes[operationId];
    const answer = await callService({
      ...request,
      method,
      effect,
      path: fillPath(template, { ...path, tenant }),
      query: { ...query, ...(notifying.has(operationId) ? quietly : {}) },
    });
    return namingWhatLacks(answer, effect === 'read' ? scopes.read : scopes.manage);
  };
}
