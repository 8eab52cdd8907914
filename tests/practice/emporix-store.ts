import { onTestFinished } from 'vitest';

import type { ClientCredentials } from '../../electron/practice/emporix/access.ts';
import type { EmporixCustomer } from '../../electron/practice/emporix/emporix-customer.ts';
import { createPracticeStore, type PracticeStoreOptions } from '../../electron/practice/practice-store.ts';
import { expectContractAnswer } from './contract-answers.ts';
import { ask, isJson, type Reply, type RequestParts } from './service-requests.ts';

export interface EmporixCall extends RequestParts {
  /** A new one for the till's client when absent. */
  token?: string | null;
  tenant?: string;
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
    { token, tenant = ownTenant, ...parts }: EmporixCall = {},
  ): Promise<Reply<T>> => {
    const bearer = token === undefined ? await (ownToken ??= tokenOf()) : token;
    const fullPath = `/customer/${tenant}/customers${path}`;
    const reply = await ask<T>(method, emporixUrl + fullPath, { ...parts, token: bearer });
    if (isJson(reply) || reply.status < 300) {
      expectContractAnswer('emporix', method, fullPath, reply.status, reply.body);
    }
    return reply;
  };

  /** Calls a control endpoint. */
  const control = <T = { customers: number; passwordMails: number; tokensIssued: number }>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Reply<T>> => ask(method, controlUrl + path, { body });

  return { store, emporixUrl, signIn, tokenOf, call, control };
}
