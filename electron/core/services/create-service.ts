import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { TillFailure } from '#shared/contract/errors';
import { signInSchema, type ServiceSignIn } from '#shared/contract/sign-in';
import type { Connection } from '#shared/contract/values';
import { createClientCredentialsSource } from './client-credentials.ts';
import type { CustomerService } from './customer-service.ts';
import { createDeviceTokenSource, keptDeviceSchema } from './device-sign-in.ts';
import { scopes } from './emporix/client.ts';
import { createEmporixService } from './emporix/emporix-service.ts';
import { mixinPlacesOf } from './emporix/mixin-fields.ts';
import { createDeviceRegistration } from './flow-retail/device-registration.ts';
import { createFlowRetailService } from './flow-retail/flow-retail-service.ts';
import { createTokenSource } from './token-source.ts';

/** How a till signs in, as the store keeps it: of a device, also what came of the sign-in. */
const keptSignInSchema = z.union([keptDeviceSchema, signInSchema]);
export type ServiceSecret = ServiceSignIn;
type KeptSignIn = z.output<typeof keptSignInSchema>;

/** The words for a sign-in the service does not have. */
const unsupported = {
  'flow-retail': 'Flow Retail signs in with a token or as a registered till, not with client credentials.',
  emporix: 'Emporix signs in with a client id and its secret, and with nothing else.',
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
  if ((service === 'emporix') !== (secret.kind === 'client-credentials')) {
    throw new TillFailure('service.unsupported', { message: unsupported[service] });
  }
  if ((secret.kind === 'device') !== (connection.signInUrl !== undefined)) {
    const message = 'A sign-in as a registered till and the address it goes to belong together.';
    throw new TillFailure('input.invalid', {
      message,
      issues: [{ field: 'connection.signInUrl', code: 'required', message }],
    });
  }
  if (
    secret.kind === 'device' &&
    (secret.registrationCode === undefined) === (secret.deviceToken === undefined)
  ) {
    const message =
      'A till signs in with a registration code or with its device token: one of them is wanted.';
    throw new TillFailure('input.invalid', {
      message,
      issues: [{ field: 'secret.registrationCode', code: 'required', message }],
    });
  }
  if (service === 'emporix' && !emporixTenant.test(tenant)) {
    const message = 'A tenant of Emporix has 3 to 16 characters: small letters and digits, a letter first.';
    throw new TillFailure('input.invalid', {
      message,
      issues: [{ field: 'connection.tenant', code: 'tenant.format', message }],
    });
  }
}

/** Where the sign-in of a connection is kept. */
export interface SignInPlace {
  /** As it was kept last: one that somebody replaced is picked up. */
  readonly read: () => Promise<unknown>;
  /** What came of a sign-in, to be found there next time. */
  readonly keep: (signIn: unknown) => Promise<void>;
}

/** The service of a connection. */
export function createService(
  connection: Connection,
  signIn: SignInPlace,
  fetch: typeof globalThis.fetch,
): CustomerService {
  async function readSecretOf<Kind extends KeptSignIn['kind']>(kind: Kind) {
    const secret = keptSignInSchema.safeParse(await signIn.read());
    return secret.success && secret.data.kind === kind
      ? (secret.data as Extract<KeptSignIn, { kind: Kind }>)
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
  const { signInUrl } = connection;
  const tokens =
    signInUrl === undefined
      ? createTokenSource({ kind: 'integration', read: async () => (await readSecretOf('token'))?.token })
      : createDeviceTokenSource({
          device: createDeviceRegistration({ signInUrl, tenantUid: tenant, fetch, clock: Date.now }),
          read: () => readSecretOf('device'),
          keep: signIn.keep,
          ids: randomUUID,
          clock: Date.now,
        });
  return createFlowRetailService({ baseUrl, tenantUid: tenant, tokens, fetch });
}

/** A connection's service, without a way to call it. */
export type ConnectedService = Pick<CustomerService, 'kind' | 'capabilities' | 'holds'>;

/** What the service of a connection offers: known without asking it. */
export function offerOf(connection: Connection): ConnectedService {
  const { kind, capabilities, holds } = createService(connection, placeOfOne(null), fetch);
  return { kind, capabilities, holds };
}

/** A sign-in that lives in memory alone. */
export function placeOfOne(signIn: unknown): SignInPlace {
  let kept = signIn;
  return {
    read: () => Promise.resolve(kept),
    keep: (next) => {
      kept = next;
      return Promise.resolve();
    },
  };
}
