import type { ErrorCode, TillError } from '#shared/contract/errors';
import type { Connection } from '#shared/contract/values';

interface Mend {
  /** The words under `connect.mend` that say what to do. */
  readonly words: 'token' | 'client' | 'permission' | 'scope' | 'tenant' | 'address' | 'network';
  /** Where to look: the field that is probably wrong. */
  readonly field: 'url' | 'tenant' | 'token' | 'clientSecret';
}

const ofBoth: Partial<Record<ErrorCode, Mend>> = {
  'service.no-tenant': { words: 'tenant', field: 'tenant' },
  'service.bad-answer': { words: 'address', field: 'url' },
  'service.unreachable': { words: 'network', field: 'url' },
};

const mends: Readonly<Record<Connection['service'], Partial<Record<ErrorCode, Mend>>>> = {
  'flow-retail': {
    ...ofBoth,
    'service.unauthorized': { words: 'token', field: 'token' },
    'service.forbidden': { words: 'permission', field: 'token' },
  },
  emporix: {
    ...ofBoth,
    'service.unauthorized': { words: 'client', field: 'clientSecret' },
    'service.forbidden': { words: 'scope', field: 'tenant' },
  },
};

/** What whoever connects a till can do about a refusal; null where the failure's own words say all there is. */
export function mendOf(service: Connection['service'], { code }: TillError): Mend | null {
  return mends[service][code] ?? null;
}
