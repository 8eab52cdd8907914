import { ApiError } from './api-error.ts';

export type Permission = 'TENANT.ACCESS' | 'TENANT.BACKOFFICE';

/** Who is calling: what its bearer token allows. */
export interface Grant {
  permissions: readonly Permission[];
}

/**
 * The bearer tokens of a practice store, one for each part that a caller can play:
 * `access` a cashier's token, `backoffice` a manager's, `integration` another system's,
 * `unprivileged` a signed-in user without any permission.
 */
export interface PracticeTokens {
  access: string;
  backoffice: string;
  integration: string;
  unprivileged: string;
}

export const permissionsOf: Readonly<Record<keyof PracticeTokens, readonly Permission[]>> = {
  access: ['TENANT.ACCESS'],
  backoffice: ['TENANT.ACCESS', 'TENANT.BACKOFFICE'],
  integration: ['TENANT.ACCESS', 'TENANT.BACKOFFICE'],
  unprivileged: [],
};

/** The tokens of a seed: well known on purpose, since a practice store guards nothing. */
export const practiceTokens = (seed: number): PracticeTokens => ({
  access: `practice-access-${seed}`,
  backoffice: `practice-backoffice-${seed}`,
  integration: `practice-integration-${seed}`,
  unprivileged: `practice-unprivileged-${seed}`,
});

/** Reads an Authorization header; `signedIn` knows the tokens of users on registered tills. Throws a 401 when no known bearer token is in it. */
export function grantOf(
  authorization: string | undefined,
  tokens: PracticeTokens,
  signedIn: (token: string) => Grant | undefined,
): Grant {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  for (const kind of ['access', 'backoffice', 'integration', 'unprivileged'] as const) {
    if (token === tokens[kind]) return { permissions: permissionsOf[kind] };
  }
  const grant = token === undefined ? undefined : signedIn(token);
  if (grant !== undefined) return grant;
  throw new ApiError(
    401,
    'UNAUTHORIZED',
    token ? 'The bearer token is not valid' : 'A bearer token is missing',
    { 'WWW-Authenticate': 'Bearer' },
  );
}

/** Throws a 403 that names the permission when the caller lacks it. */
export function requirePermission(grant: Grant, permission: Permission, purpose: string): void {
  if (!grant.permissions.includes(permission)) {
    throw new ApiError(403, 'PERMISSION_REQUIRED', `${purpose} needs the permission ${permission}`);
  }
}
