import { onTestFinished } from 'vitest';

import type { ClientCredentials } from '../../electron/practice/emporix/access.ts';
import type { EmporixCustomer } from '../../electron/practice/emporix/emporix-customer.ts';
import { createPracticeStore, type PracticeStoreOptions } from '../../electron/practice/practice-store.ts';
import { expectEmporixAnswer } from './emporix-contract.ts';
import type { Reply } from './running-store.ts';

export interface EmporixCall {
  body?: unknown;
  /** Sent as it is, instead of `body` as JSON. */
  text?: string;
  /** A new one for the till's client when absent. */
  token?: string | null;
  tenant?: string;
  faults?: string;
  contentType?: string;
}

/** The service's error form. */
export interface EmporixErrorBody {
  status: number;
  type: string;
  message: string;
  details: { field: string }[];
}

export interface TokenBody {
  access_token: string;
  token_type: string;
  expires_in: number;
  scope: string;
}

/** A practice store on a free port, closed with the test, and ways to talk to its Emporix side. */
export async function startEmporix(options: Partial<PracticeStoreOptions> = {}) {
  const store = createPracticeStore({ customers: 60, seed: 7, ...options });
  onTestFinished(() => store.close());
  const { emporixUrl, controlUrl } = await store.listen(0);
  const { clients, tenant: ownTenant } = store.emporix;

  /** Signs in; `changed` replaces fields of the form. */
  const signIn = async (
    { clientId, clientSecret }: ClientCredentials = clients.till,
    changed: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Reply<TokenBody>> => {
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const response = await fetch(`${emporixUrl}/oauth/token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ ...form, ...changed }),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as TokenBody,
    };
  };
  const tokenOf = async (credentials?: ClientCredentials): Promise<string> =>
    (await signIn(credentials)).body.access_token;

  let ownToken: Promise<string> | undefined;
  /** Calls `/customer/{tenant}/customers` + path; every answer is held against the contract. */
  const call = async <T = EmporixCustomer>(
    method: string,
    path: string,
    { body, text, token, tenant = ownTenant, faults, contentType = 'application/json' }: EmporixCall = {},
  ): Promise<Reply<T>> => {
    const bearer = token === undefined ? await (ownToken ??= tokenOf()) : token;
    const fullPath = `/customer/${tenant}/customers${path}`;
    const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(emporixUrl + fullPath, {
      method,
      headers: {
        ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
        ...(faults !== undefined && { 'x-practice-fault': faults }),
        ...(sent !== undefined && { 'content-type': contentType }),
      },
      ...(sent !== undefined && { body: sent }),
    });
    const received = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    const answer: unknown = isJson ? JSON.parse(received) : received === '' ? undefined : received;
    if (isJson || response.status < 300) expectEmporixAnswer(method, fullPath, response.status, answer);
    return { status: response.status, headers: response.headers, body: answer as T };
  };

  /** Calls a control endpoint. */
  const control = async <T = { customers: number; passwordMails: number; tokensIssued: number }>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Reply<T>> => {
    const response = await fetch(controlUrl + path, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const received = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (received === '' ? undefined : JSON.parse(received)) as T,
    };
  };

  return { store, emporixUrl, signIn, tokenOf, call, control };
}
