import { randomUUID } from 'node:crypto';

import { EmporixError } from './api-error.ts';

/** The tenant's name in the service's paths. */
export const emporixTenant = 'practicestore';

export interface ClientCredentials {
  clientId: string;
  clientSecret: string;
}

/** Who may sign in: `till` with every scope a till needs, `readOnly` without the right to change anything. */
export interface EmporixClients {
  till: ClientCredentials;
  readOnly: ClientCredentials;
}

const scopesOf: Readonly<Record<keyof EmporixClients, readonly string[]>> = {
  till: ['customer.customer_read', 'customer.customer_manage'],
  readOnly: ['customer.customer_read'],
};

/** The clients of a seed: well known on purpose, since a practice store guards nothing. */
export const emporixClients = (seed: number): EmporixClients => ({
  till: { clientId: `practice-till-${seed}`, clientSecret: `practice-till-secret-${seed}` },
  readOnly: { clientId: `practice-reader-${seed}`, clientSecret: `practice-reader-secret-${seed}` },
});

export interface IssuedToken {
  token: string;
  expiresInSeconds: number;
  scopes: readonly string[];
}

/** Signs clients in and knows what their tokens allow. Tokens are forgotten when the store closes. */
export interface TokenDesk {
  /** The scopes asked for, or all of the client's. Throws a 401 for wrong credentials, a 400 for a scope it lacks. */
  issue(credentials: ClientCredentials, scopes: readonly string[], lifeSeconds: number): IssuedToken;
  /** The scopes of the bearer token in an Authorization header. Throws a 401. */
  scopesOf(authorization: string | undefined): readonly string[];
  /** Every token so far is expired from now on. */
  expireAll(): void;
  issuedCount(): number;
}

/** `clock` in milliseconds since 1970. */
export function createTokenDesk(clients: EmporixClients, clock: () => number): TokenDesk {
  const tokens = new Map<string, { scopes: readonly string[]; expiresAtMs: number }>();
  let issuedCount = 0;

  return {
    issue: ({ clientId, clientSecret }, asked, lifeSeconds) => {
      const name = (['till', 'readOnly'] as const).find(
        (candidate) =>
          clients[candidate].clientId === clientId && clients[candidate].clientSecret === clientSecret,
      );
      if (!name) throw new EmporixError(401, 'invalid_client', 'The client credentials are not valid');
      const wrong = asked.find((scope) => !scopesOf[name].includes(scope));
      if (wrong !== undefined) {
        throw new EmporixError(400, 'invalid_scope', `The client has no scope ${wrong}`);
      }
      issuedCount += 1;
      const token = `practice-emporix-${randomUUID()}`;
      const scopes = asked.length > 0 ? asked : scopesOf[name];
      tokens.set(token, { scopes, expiresAtMs: clock() + lifeSeconds * 1000 });
      return { token, expiresInSeconds: lifeSeconds, scopes };
    },
    scopesOf: (authorization) => {
      const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) throw new EmporixError(401, 'unauthorized', 'A bearer token is missing');
      const known = tokens.get(token);
      if (!known) throw new EmporixError(401, 'invalid_access_token', 'The access token is not valid');
      if (known.expiresAtMs <= clock()) {
        throw new EmporixError(401, 'access_token_expired', 'The access token has expired');
      }
      return known.scopes;
    },
    expireAll: () => {
      for (const known of tokens.values()) known.expiresAtMs = -Infinity;
    },
    issuedCount: () => issuedCount,
  };
}
