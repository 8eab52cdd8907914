import type { PracticeReady } from '../../electron/practice/run.ts';
import type { OperationInput } from '../../shared/contract/operations.ts';

/** The services a practice store speaks for. */
export const serviceKinds = ['flow-retail', 'emporix'] as const;
export type ServiceKind = (typeof serviceKinds)[number];

/** @throws in words for anything that is no service */
export function readServiceKind(text: string): ServiceKind {
  const kind = serviceKinds.find((known) => known === text);
  if (kind === undefined)
    throw new Error(`There is no service ${text}; there are ${serviceKinds.join(', ')}`);
  return kind;
}

/** What tells a practice store's tills where to sign in. */
export interface PracticeShops {
  readonly flowRetail: Pick<PracticeReady['flowRetail'], 'tenantUid' | 'storeUid' | 'tokens'>;
  readonly emporix: Pick<PracticeReady['emporix'], 'tenant' | 'clientId' | 'clientSecret'>;
}

/** What connects a till to a practice store, or to whatever stands before it. @param origin `http://host:port` */
export function connectionVia(
  origin: string,
  kind: ServiceKind,
  { flowRetail, emporix }: PracticeShops,
): OperationInput<'connection.set'> {
  if (kind === 'flow-retail') {
    const { tenantUid: tenant, storeUid: store, tokens } = flowRetail;
    return {
      connection: { service: kind, url: `${origin}/v2`, tenant, store, till: '1', practice: true },
      secret: { kind: 'token', token: tokens.backoffice },
    };
  }
  const { tenant, clientId, clientSecret } = emporix;
  return {
    connection: { service: kind, url: origin, tenant, practice: true },
    secret: { kind: 'client-credentials', clientId, clientSecret },
  };
}

/** Signs another system of the shop in to its Emporix. @returns the access token */
export async function signInToEmporix(
  origin: string,
  { clientId, clientSecret }: PracticeShops['emporix'],
): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const response = await fetch(`${origin}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { access_token: string }).access_token;
}
