import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, onTestFinished } from 'vitest';
import { createClientCredentialsSource } from '../../../electron/core/services/client-credentials.ts';
import { createEmporixService } from '../../../electron/core/services/emporix/emporix-service.ts';
import { mixinPlacesOf } from '../../../electron/core/services/emporix/mixin-fields.ts';
import type { CustomerService, ServiceAnswer } from '../../../electron/core/services/customer-service.ts';
import { listenOnLoopback } from '../../loopback-server.ts';
import { openContract } from '../../contract/contract-file.ts';
import { answerJson } from './scripted-service.ts';

const contract = openContract('emporix.contract.json');

export interface SeenEmporixRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: unknown;
  /** A form's fields, of a request for a token. */
  readonly form: Readonly<Record<string, string>>;
}

export type EmporixScript = (response: ServerResponse, request: SeenEmporixRequest) => void;

export interface EmporixOptions {
  /** How the sign-in answers; a token of an hour when absent. */
  readonly signIn?: EmporixScript;
  readonly mixins?: Parameters<typeof mixinPlacesOf>[0]['mixins'];
  readonly monotonicMs?: () => number;
  readonly clock?: () => number;
  readonly credentials?: () => { clientId: string; clientSecret: string } | undefined;
}

export interface ScriptedEmporix {
  readonly service: CustomerService;
  /** Requests to the service, those for tokens aside. */
  readonly requests: SeenEmporixRequest[];
  readonly signIns: SeenEmporixRequest[];
  readonly baseUrl: string;
}

/** A service of the Emporix dialect that answers what the test says. Every request it gets has to be one of the contract. */
export async function startScriptedEmporix(
  script: EmporixScript,
  options: EmporixOptions = {},
): Promise<ScriptedEmporix> {
  const requests: SeenEmporixRequest[] = [];
  const signIns: SeenEmporixRequest[] = [];
  const problems: string[] = [];
  const {
    signIn = (response) =>
      answerJson(response, 200, { access_token: `token-${signIns.length}`, expires_in: 3600 }),
  } = options;
  const server = await listenOnLoopback((incoming, response) => {
    const answer = async () => {
      const request = await readRequest(incoming);
      if (request.path === '/oauth/token') {
        signIns.push(request);
        signIn(response, request);
        return;
      }
      requests.push(request);
      problems.push(...contract.problemsOf({ ...request, path: incoming.url ?? '' }));
      script(response, request);
    };
    void answer();
  });
  onTestFinished(async () => {
    await server.close();
    expect(problems).toEqual([]);
  });
  const baseUrl = server.origin;
  return { service: connectToEmporix(baseUrl, options), requests, signIns, baseUrl };
}

export function connectToEmporix(
  baseUrl: string,
  options: EmporixOptions & { tenant?: string } = {},
): CustomerService {
  const { credentials = () => ({ clientId: 'till-1', clientSecret: 'secret & more' }) } = options;
  const tokens = createClientCredentialsSource({
    tokenUrl: new URL('/oauth/token', baseUrl),
    scopes: ['customer.customer_read', 'customer.customer_manage'],
    read: () => Promise.resolve(credentials()),
    ...(options.monotonicMs && { monotonicMs: options.monotonicMs }),
    ...(options.clock && { clock: options.clock }),
  });
  const { tenant = 'shop', clock } = options;
  const mixins = mixinPlacesOf(options.mixins === undefined ? {} : { mixins: options.mixins });
  return createEmporixService({ baseUrl, tenant, mixins, tokens, clock });
}

async function readRequest(incoming: IncomingMessage): Promise<SeenEmporixRequest> {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += String(chunk);
  const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://service');
  const contentType = incoming.headers['content-type'];
  const isForm = contentType === 'application/x-www-form-urlencoded';
  return {
    method: incoming.method ?? '',
    path: pathname,
    query: Object.fromEntries(searchParams),
    authorization: incoming.headers.authorization,
    contentType,
    body: text === '' || isForm ? undefined : JSON.parse(text),
    form: isForm ? Object.fromEntries(new URLSearchParams(text)) : {},
  };
}

export function valueOf<Value>(answer: ServiceAnswer<Value>): Value {
  if (answer.outcome !== 'done') throw new Error(`${answer.outcome}: ${answer.error.message}`);
  return answer.value;
}
