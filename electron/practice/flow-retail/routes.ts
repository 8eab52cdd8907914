import { Hono } from 'hono';

import { tenantUid } from '../seed/organisation.ts';
import { grantOf, requirePermission, type Grant, type PracticeTokens } from './access.ts';
import { ApiError, errorBody, invalidField, notFound } from './api-error.ts';
import { isBrokenOff } from '../broken-off.ts';
import type { Operation } from '../contract.ts';
import type { RequestEnvironment } from '../faults/quirks.ts';
import { operations } from './contract.ts';
import { batch, checkBatchLists } from './operations/batch.ts';
import type { Call, Handler } from './operations/call.ts';
import { print } from './operations/cards.ts';
import {
  create,
  details,
  listCustomers,
  remove,
  searchCustomers,
  storeDetails,
  update,
} from './operations/customers.ts';
import { exportCustomer } from './operations/export.ts';
import { addExtension, removeExtension } from './operations/extensions.ts';
import { searchExternal } from './operations/external-search.ts';
import { merge } from './operations/merge.ts';
import type { World } from './world.ts';

/**
 * The handlers by the contract's operation ids. Each states the body and query it works on; the contract's checks,
 * which run before it, are what makes that true.
 */
const handlers: Readonly<Record<string, Handler>> = {
  'get-tenants-customers': listCustomers,
  'post-tenants-customers': create,
  'post-tenants-customers-search': searchCustomers,
  'post-tenants-customers-search-external': searchExternal,
  'tenant-customer-data-export': exportCustomer,
  'post-tenants-customers-print': print,
  'get-tenants-customers-details': details,
  'put-tenants-customers-details': update,
  'delete-tenants-customers-details': remove,
  'post-tenant-customer-extensions': addExtension,
  'delete-tenant-customer-extensions': removeExtension,
  'post-tenants-customers-batch': batch,
  'get-store-customer-details': storeDetails,
  'post-tenants-tenantUid-customers-customerUid-merge': merge,
};

/** The Flow Retail API: every operation of the contract, checked in the order token, tenant, permission, content. */
export function createFlowRetailRoutes(
  world: World,
  tokens: PracticeTokens,
  signedIn: (token: string) => Grant | undefined,
): Hono<{ Bindings: RequestEnvironment }> {
  const app = new Hono<{ Bindings: RequestEnvironment }>();
  const allowed = new Map<string, string[]>();

  for (const operation of operations) {
    const handler = handlers[operation.operationId];
    if (!handler) throw new Error(`The contract's operation ${operation.operationId} has no handler`);
    const route = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
    allowed.set(route, [...(allowed.get(route) ?? []), operation.method.toUpperCase()]);

    app.on(operation.method.toUpperCase(), route, async (c) => {
      const grant = grantOf(c.req.header('authorization'), tokens, signedIn);
      const params: Record<string, string> = c.req.param();
      operation.checkParams(params);
      if (params['tenantUid'] !== tenantUid) throw notFound('TENANT', params['tenantUid'] ?? '');
      requirePermission(grant, handler.permission, 'This operation');

      const query: Record<string, unknown> = c.req.query();
      operation.checkQuery(query);
      const body = readBody(operation, await c.req.text());
      const call: Call = { params, query, body, grant, world, quirks: c.env.quirks };
      const answer = world.inTransaction(() => handler.handle(call));
      return new Response(answer.json ?? null, {
        status: answer.status,
        headers: answer.json === undefined ? {} : { 'Content-Type': 'application/json' },
      });
    });
  }

  for (const [route, methods] of allowed) {
    app.all(route, () => {
      const message = `Only ${methods.join(', ')} can be used here`;
      throw new ApiError(405, 'METHOD_NOT_ALLOWED', message, { Allow: methods.join(', ') });
    });
  }
  return app;
}

function readBody(operation: Operation, text: string): unknown {
  let body: unknown = {};
  if (text.trim() !== '') {
    try {
      body = JSON.parse(text);
    } catch (error) {
      throw new ApiError(400, 'MALFORMED_JSON', `The body is not JSON: ${(error as SyntaxError).message}`);
    }
  }
  if (operation.operationId === 'post-tenants-customers-batch') checkBatchLists(body);
  else if (typeof body !== 'object' || body === null) throw invalidField('body', 'must be object');
  else operation.checkBody(body);
  return body;
}

const faultCodes = { 401: 'UNAUTHORIZED', 429: 'TOO_MANY_REQUESTS', 500: 'INTERNAL_ERROR' } as const;

/** The error form, for faults that never reach an operation. */
export const faultBody = (status: keyof typeof faultCodes, message: string): object =>
  errorBody(faultCodes[status], message);

/** The answer to whatever was thrown: the service's error form; a bug becomes a 500 and is told on stderr. */
export function answerError(error: unknown): Response {
  if (error instanceof ApiError) {
    return Response.json(errorBody(error.code, error.message), {
      status: error.status,
      headers: error.headers,
    });
  }
  if (isBrokenOff(error)) return new Response(null, { status: 400 });
  const body = errorBody('INTERNAL_ERROR', 'The practice store has a bug; its log tells more');
  process.stderr.write(`${body.logId} ${error instanceof Error ? error.stack : String(error)}\n`);
  return Response.json(body, { status: 500 });
}
