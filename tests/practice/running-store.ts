import { onTestFinished } from 'vitest';

import { createPracticeStore, type PracticeStoreOptions } from '../../electron/practice/practice-store.ts';
import type { FlowRetailCustomer } from '../../electron/practice/seed/flow-retail-customer.ts';
import { expectContractAnswer } from './contract-answers.ts';

export interface Reply<T = unknown> {
  status: number;
  headers: Headers;
  body: T;
}

export interface CallOptions {
  body?: unknown;
  /** Sent as it is, instead of `body` as JSON. */
  text?: string;
  token?: string | null;
  tenantUid?: string;
  faults?: string;
}

export interface CustomerPage {
  items: FlowRetailCustomer[];
  paging: { pageNumber: number; pageSize: number; totalCount: number };
}

export interface BatchReply {
  create: BatchList;
  update: BatchList;
  delete: BatchList;
  upsert: BatchList;
}

interface BatchList {
  success: number;
  errors: Record<'errorCode' | 'message' | 'customerUid' | 'productUid' | 'priceUid', string>[];
}

/** A practice store on a free port, closed with the test, and ways to talk to it. */
export async function startStore(options: Partial<PracticeStoreOptions> = {}) {
  const store = createPracticeStore({ customers: 60, seed: 7, ...options });
  onTestFinished(() => store.close());
  const { baseUrl, controlUrl } = await store.listen(0);

  /** Calls `/tenants/{tenantUid}` + path as a manager; every answer is held against the contract. */
  const call = async <T = FlowRetailCustomer>(
    method: string,
    path: string,
    { body, text, token = store.tokens.backoffice, tenantUid = store.tenantUid, faults }: CallOptions = {},
  ): Promise<Reply<T>> => {
    const tenantPath = `/tenants/${tenantUid}${path}`;
    const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(baseUrl + tenantPath, {
      method,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(faults !== undefined && { 'x-practice-fault': faults }),
        ...(sent !== undefined && { 'content-type': 'application/json' }),
      },
      ...(sent !== undefined && { body: sent }),
    });
    const received = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    const answer: unknown = isJson ? JSON.parse(received) : received === '' ? undefined : received;
    if (isJson || response.status === 204) {
      expectContractAnswer(method, tenantPath, response.status, answer);
    }
    return { status: response.status, headers: response.headers, body: answer as T };
  };

  /** Calls a control endpoint. */
  const control = async <T>(method: string, path: string, body?: unknown): Promise<Reply<T>> => {
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

  return { store, baseUrl, call, control };
}

/** The error form of the service. */
export interface ErrorBody {
  code: string;
  message: string;
  logId: string;
}

/** The least that a person needs. */
export const person = {
  customerType: 'PERSON',
  firstname: 'Ola',
  lastname: 'Ås',
  countryCode: 'NO',
} as const;
