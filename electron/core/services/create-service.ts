import { z } from 'zod';
import { TillFailure } from '#shared/contract/errors';
import type { Connection } from '#shared/contract/values';
import { createClientCredentialsSource } from './client-credentials.ts';
import type { CustomerService } from './customer-service.ts';
import { scopes } from './emporix/client.ts';
import { createEmporixService } from './emporix/emporix-service.ts';
import { mixinPlacesOf } from './emporix/mixin-fields.ts';
import { createFlowRetailService } from './flow-retail/flow-retail-service.ts';
import { createTokenSource } from './token-source.ts';

/** How a till signs in, as `connection.set` takes it and the store keeps it. */
const serviceSecretSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('token'), token: z.string() }),
  z.object({ kind: z.literal('client-credentials'), clientId: z.string(), clientSecret: z.string() }),
]);
export type ServiceSecret = z.output<typeof serviceSecretSchema>;

/** The words for a sign-in the service does not have. */
const unsupported = {
  'flow-retail': 'Flow Retail signs in with a token, not with client credentials.',
  emporix: 'Emporix signs in with a client id and its secret, not with a token.',
} as const;

/** `Api_Tenant` of the Emporix contract. */
const emporixTenant = /^[a-z][a-z0-9]{2,15}$/;

/**
 * Fails early for a connection that could never work.
 *
 * @throws TillFailure `service.unsupported`; `input.invalid` for a tenant the service cannot have
 */
export function requireSupported(connection: Connection, secret: ServiceSecret): void {
  const { service, tenant } = connection;
  const wanted = service === 'emporix' ? 'client-credentials' : 'token';
  if (secret.kind !== wanted) {
    throw new TillFailure('service.unsupported', { message: unsupported[service] });
  }
  if (service === 'emporix' && !emporixTenant.test(tenant)) {
    const message = 'A tenant of Emporix has 3 to 16 characters: small letters and digits, a letter first.';
    throw new TillFailure('input.invalid', {
      message,
      issues: [{ field: 'connection.tenant', code: 'tenant.format', message }],
    });
  }
}

/** The service of a connection; `readSecret` reads where the secret is kept, so a replaced one is picked up. */
export function createService(
  connection: Connection,
  readSecret: () => Promise<unknown>,
  fetch: typeof globalThis.fetch,
): CustomerService {
  async function readSecretOf<Kind extends ServiceSecret['kind']>(kind: Kind) {
    const secret = serviceSecretSchema.safeParse(await readSecret());
    return secret.success && secret.data.kind === kind
      ? (secret.data as Extract<ServiceSecret, { kind: Kind }>)
      : undefined;
  }

  const { url: baseUrl, tenant } = connection;
  if (connection.service === 'emporix') {
    return createEmporixService({
      baseUrl,
      tenant,
      mixins: mixinPlacesOf(connection),
      fetch,
      tokens: createClientCredentialsSource({
        tokenUrl: new URL(`${baseUrl.replace(/\/+$/, '')}/oauth/token`),
        scopes: Object.values(scopes),
        read: () => readSecretOf('client-credentials'),
        fetch,
      }),
    });
  }
  const tokens = createTokenSource({
    kind: 'integration',
    read: async () => (await readSecretOf('token'))?.token,
  });
  return createFlowRetailService({ baseUrl, tenantUid: tenant, tokens, fetch });
}

/** A connection's service, without a way to call it. */
export type ConnectedService = Pick<CustomerService, 'kind' | 'capabilities' | 'holds'>;

/** What the service of a connection offers: known without asking it. */
export function offerOf(connection: Connection): ConnectedService {
  const { kind, capabilities, holds } = createService(connection, () => Promise.resolve(null), fetch);
  return { kind, capabilities, holds };
}
