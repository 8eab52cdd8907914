import { Hono, type Context } from 'hono';

import { isBrokenOff } from '../broken-off.ts';
import type { Operation } from '../contract.ts';
import type { RequestEnvironment } from '../faults/quirks.ts';
import { emporixTenant, type TokenDesk } from './access.ts';
import { EmporixError, errorBody, invalidField } from './api-error.ts';
import { operations } from './contract.ts';
import {
  create,
  listCustomers,
  patch,
  profile,
  remove,
  searchCustomers,
  upsert,
  type Call,
  type Handler,
} from './operations.ts';
import type { EmporixWorld } from './world.ts';

/**
 * The handlers by the contract's operation ids. Each states the body and query it works on; the contract's checks,
 * which run before it, are what makes that true.
 */
const handlers: Readonly<Record<string, Handler>> = {
  'GET-customer-tenant-list-customers': listCustomers as Handler,
  'POST-customer-tenant-create-customer': create as Handler,
  'POST-customer-tenant-search': searchCustomers as Handler,
  'GET-customer-tenant-retrieve-customer': profile as Handler,
  'PUT-customer-tenant-update-customer': upsert as Handler,
  'PATCH-customer-tenant-update-customer': patch as Handler,
  'DELETE-customer-tenant-remove-customer': remove,
};

/** The Emporix API and its sign-in, checked in the order token, tenant, scope, content. */
export function createEmporixRoutes(
  world: EmporixWorld,
  desk: TokenDesk,
): Hono<{ Bindings: RequestEnvironment }> {
  const app = new Hono<{ Bindings: RequestEnvironment }>();
  app.post('/oauth/token', async (c) => c.json(issueToken(world, desk, c, await c.req.text())));

  for (const operation of operations) {
    const handler = handlers[operation.operationId];
    if (!handler) throw new Error(`The contract's operation ${operation.operationId} has no handler`);
    const route = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');

    app.on(operation.method.toUpperCase(), route, async (c) => {
      const scopes = desk.scopesOf(c.req.header('authorization'));
      const params: Record<string, string> = c.req.param();
      operation.checkParams(params);
      if (params['tenant'] !== emporixTenant) throw forbidden(`The token is not one of ${params['tenant']}`);
      if (!operation.scopes.some((scope) => scopes.includes(scope))) {
        throw forbidden(`One of the scopes ${operation.scopes.join(', ')} is needed`);
      }
      const query: Record<string, unknown> = c.req.query();
      operation.checkQuery(query);
      const mediaType = mediaTypeOf(c.req.header('content-type'));
      const body = readBody(operation, mediaType, await c.req.text());
      const call: Call = { params, query, body, world, quirks: c.env.quirks };
      world.fill();
      const { status, json, headers } = world.inTransaction(() => handler(call));
      return new Response(json === undefined ? null : JSON.stringify(json), {
        status,
        headers: { ...headers, ...(json !== undefined && { 'Content-Type': 'application/json' }) },
      });
    });
  }

  app.all('*', (c) => {
    const message = `There is no ${c.req.method} at this address`;
    throw new EmporixError(404, 'resource_non_existing', message);
  });
  return app.onError((error) => answerError(error, world));
}

const forbidden = (message: string): EmporixError =>
  new EmporixError(403, 'insufficient_permission', message);

const mediaTypeOf = (header: string | undefined): string =>
  header?.split(';')[0]?.trim().toLowerCase() ?? 'application/json';

/** The answer to a sign-in with client credentials (RFC 6749, 4.4), in the service's words. */
function issueToken(world: EmporixWorld, desk: TokenDesk, c: Context, text: string): object {
  if (mediaTypeOf(c.req.header('content-type')) !== 'application/x-www-form-urlencoded') {
    throw new EmporixError(400, 'invalid_request', 'The request must be form-encoded');
  }
  const form = new URLSearchParams(text);
  if (form.get('grant_type') !== 'client_credentials') {
    throw new EmporixError(400, 'unsupported_grant_type', 'The grant type must be client_credentials');
  }
  const asked = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const tenants = asked.filter((scope) => scope.startsWith('tenant='));
  if (tenants.some((scope) => scope !== `tenant=${emporixTenant}`)) {
    throw forbidden('The client belongs to another tenant');
  }
  const credentials = {
    clientId: form.get('client_id') ?? '',
    clientSecret: form.get('client_secret') ?? '',
  };
  const { token, expiresInSeconds, scopes } = desk.issue(
    credentials,
    asked.filter((scope) => !tenants.includes(scope)),
    world.settings.tokenLifeSeconds,
  );
  return {
    access_token: token,
    token_type: 'Bearer',
    expires_in: expiresInSeconds,
    session_idle_time: 120,
    refresh_token: '',
    refresh_token_expires_in: 0,
    scope: [`tenant=${emporixTenant}`, ...scopes].join(' '),
  };
}

function readBody(operation: Operation, mediaType: string, text: string): unknown {
  if (text.trim() !== '' && !['application/json', 'application/merge-patch+json'].includes(mediaType)) {
    throw invalidField('body', `cannot be ${mediaType}`);
  }
  let body: unknown = {};
  if (text.trim() !== '') {
    try {
      body = JSON.parse(text);
    } catch (error) {
      const message = `The body is not JSON: ${(error as SyntaxError).message}`;
      throw new EmporixError(400, 'bad_payload_syntax', message);
    }
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidField('body', 'must be object');
  }
  operation.checkBody(body, mediaType);
  return body;
}

const faultTypes = { 401: 'unauthorized', 429: 'too_many_requests', 500: 'internal_service_error' } as const;

/** The error form, for faults that never reach an operation. */
export const faultBody = (world: EmporixWorld, status: keyof typeof faultTypes, message: string): object =>
  errorBody({ status, type: faultTypes[status], message, details: [] }, world.settings.unauthorizedAs);

/** The answer to whatever was thrown: the service's error form; a bug becomes a 500 and is told on stderr. */
function answerError(error: unknown, world: EmporixWorld): Response {
  if (error instanceof EmporixError) {
    return Response.json(errorBody(error, world.settings.unauthorizedAs), { status: error.status });
  }
  if (isBrokenOff(error)) return new Response(null, { status: 400 });
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return Response.json(faultBody(world, 500, 'The practice store has a bug; its log tells more'), {
    status: 500,
  });
}
