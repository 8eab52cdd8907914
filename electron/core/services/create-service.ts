import { z } from 'zod';
import { TillFailure } from '#shared/contract/errors';
import type { Connection } from '#shared/contract/values';
import type { CustomerService } from './customer-service.ts';
import { createFlowRetailService } from './flow-retail/flow-retail-service.ts';
import { createTokenSource } from './token-source.ts';

/** How a till signs in, as `connection.set` takes it and the store keeps it. */
const serviceSecretSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('token'), token: z.string() }),
  z.object({ kind: z.literal('client-credentials'), clientId: z.string(), clientSecret: z.string() }),
]);
export type ServiceSecret = z.output<typeof serviceSecretSchema>;

/** The words for a service this version does not speak to. */
const unsupported = {
  emporix: 'This version of Tillbook does not speak to the Emporix customer service.',
  'client-credentials': 'Flow Retail signs in with a token, not with client credentials.',
} as const;

/**
 * Fails early for a connection that could never work.
 *
 * @throws TillFailure `service.unsupported`
 */
export function requireSupported(connection: Connection, secret: ServiceSecret): void {
  const reason =
    connection.service === 'emporix'
      ? unsupported.emporix
      : secret.kind === 'client-credentials'
        ? unsupported['client-credentials']
        : undefined;
  if (reason !== undefined) throw new TillFailure('service.unsupported', { message: reason });
}

/** The service of a connection; `readSecret` reads where the secret is kept, so a replaced token is picked up. */
export function createService(
  connection: Connection,
  readSecret: () => Promise<unknown>,
  fetch: typeof globalThis.fetch,
): CustomerService {
  const tokens = createTokenSource({
    kind: 'integration',
    read: async () => {
      const secret = serviceSecretSchema.safeParse(await readSecret());
      return secret.success && secret.data.kind === 'token' ? secret.data.token : undefined;
    },
  });
  return createFlowRetailService({ baseUrl: connection.url, tenantUid: connection.tenant, tokens, fetch });
}
