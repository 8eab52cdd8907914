import { onTestFinished } from 'vitest';

import { createPracticeStore, type PracticeStoreOptions } from '../../electron/practice/practice-store.ts';
import type { FlowRetailCustomer } from '../../electron/practice/seed/flow-retail-customer.ts';
import { expectContractAnswer } from './contract-answers.ts';
import { ask, isJson, type Reply, type RequestParts } from './service-requests.ts';

export interface CallOptions extends Omit<RequestParts, 'contentType'> {
  tenantUid?: string;
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
    { token = store.tokens.backoffice, tenantUid = store.tenantUid, ...parts }: CallOptions = {},
  ): Promise<Reply<T>> => {
    const tenantPath = `/tenants/${tenantUid}${path}`;
    const reply = await ask<T>(method, baseUrl + tenantPath, { ...parts, token });
    if (isJson(reply) || reply.status === 204) {
      expectContractAnswer('flow-retail', method, tenantPath, reply.status, reply.body);
    }
    return reply;
  };

  /** Calls a control endpoint. */
  const control = <T>(method: string, path: string, body?: unknown): Promise<Reply<T>> =>
    ask(method, controlUrl + path, { body });

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
