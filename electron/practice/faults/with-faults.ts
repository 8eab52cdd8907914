import { setTimeout as delay } from 'node:timers/promises';

import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';

import { parseFaults, type Fault } from './fault.ts';
import type { FaultRules } from './fault-rules.ts';
import type { Quirks, RequestEnvironment } from './quirks.ts';

const faultHeader = 'x-practice-fault';

/** What became of a request. `status` is what the service decided, null when it never saw the request. */
export interface Outcome {
  response: Response;
  status: number | null;
  delivery: 'whole' | 'cut' | 'reset';
  faults: Fault[];
}

type FaultOf<K extends Fault['kind']> = Extract<Fault, { kind: K }>;

/** A service as the faults see it. */
export interface FaultyService {
  fetch(request: Request, environment: RequestEnvironment): Response | Promise<Response>;
  /** The body of an error in the service's own form. */
  errorBody(status: 401 | 429 | 500, message: string): object;
}

/**
 * Runs a request through a service, with the faults that its header or a rule asks for. Faults come together in this order:
 * delay, reset, refusal, then the effect, then what spoils the answer. `closing` ends delays when the store closes.
 */
export async function fetchWithFaults(
  service: FaultyService,
  request: Request,
  bindings: HttpBindings,
  rules: FaultRules,
  closing: AbortSignal,
): Promise<Outcome> {
  const faults = [
    ...parseFaults(request.headers.get(faultHeader) ?? ''),
    ...rules.strike(request.method, new URL(request.url).pathname),
  ];
  const wait = async (kind: 'latency' | 'latency-after'): Promise<void> => {
    for (const fault of faults)
      if (fault.kind === kind) await delay(fault.ms, undefined, { signal: closing });
  };
  const find = <K extends Fault['kind']>(kind: K): FaultOf<K> | undefined =>
    faults.find((fault): fault is FaultOf<K> => fault.kind === kind);

  await wait('latency');
  if (find('reset-before')) return reset(bindings, null, faults);
  const refusal = refuse(faults, service);
  if (refusal) return { response: refusal, status: refusal.status, delivery: 'whole', faults };

  const batchUid = find('batch-uid')?.naming;
  const quirks: Quirks = {
    ignoreSort: find('ignore-sort') !== undefined,
    ...(batchUid !== undefined && { batchUid }),
  };
  const response = await service.fetch(request, { quirks });
  const { status } = response;
  await wait('latency-after');
  if (find('reset-after')) return reset(bindings, status, faults);
  if (find('cut-body')) return cut(bindings, response, faults);
  const failure = find('500-after');
  return {
    response: failure ? serverError(failure.html, service) : response,
    status,
    delivery: 'whole',
    faults,
  };
}

function refuse(faults: readonly Fault[], service: FaultyService): Response | undefined {
  for (const fault of faults) {
    if (fault.kind === '500') return serverError(fault.html, service);
    if (fault.kind === '401') {
      return Response.json(service.errorBody(401, 'The bearer token is not valid'), {
        status: 401,
        headers: { 'WWW-Authenticate': 'Bearer' },
      });
    }
    if (fault.kind === '429') {
      return Response.json(service.errorBody(429, 'Too many requests'), {
        status: 429,
        headers: { 'Retry-After': String(fault.retryAfterSeconds) },
      });
    }
  }
  return undefined;
}

const serverError = (html: boolean, service: FaultyService): Response =>
  html
    ? new Response(
        '<!doctype html><title>500 Internal Server Error</title><h1>500 Internal Server Error</h1>',
        {
          status: 500,
          headers: { 'Content-Type': 'text/html' },
        },
      )
    : Response.json(service.errorBody(500, 'Something went wrong'), { status: 500 });

function reset({ incoming }: HttpBindings, status: number | null, faults: Fault[]): Outcome {
  incoming.socket.resetAndDestroy();
  return { response: RESPONSE_ALREADY_SENT, status, delivery: 'reset', faults };
}

/** Promises the whole body by its length, sends the first half and breaks the connection; without a body, just breaks it. */
async function cut(bindings: HttpBindings, response: Response, faults: Fault[]): Promise<Outcome> {
  const body = Buffer.from(await response.arrayBuffer());
  if (body.length === 0) return reset(bindings, response.status, faults);
  const { incoming, outgoing } = bindings;
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    'Content-Length': body.length,
  });
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => incoming.socket.destroy());
  return { response: RESPONSE_ALREADY_SENT, status: response.status, delivery: 'cut', faults };
}
