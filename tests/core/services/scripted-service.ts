import type { IncomingMessage, ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { createFlowRetailService } from '../../../electron/core/services/flow-retail/flow-retail-service.ts';
import { createTokenSource, type TokenSource } from '../../../electron/core/services/token-source.ts';
import { listenOnLoopback } from '../../loopback-server.ts';
import type { CustomerService } from '../../../electron/core/services/customer-service.ts';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

export type Script = (response: ServerResponse, request: SeenRequest) => void;

/** A service on loopback that answers what the test says, and the till's client for it. */
export async function startScriptedService(
  script: Script,
  options: { tokens?: TokenSource; timeoutMs?: number; clock?: () => number } = {},
): Promise<{ service: CustomerService; requests: SeenRequest[]; baseUrl: string }> {
  const requests: SeenRequest[] = [];
  const server = await listenOnLoopback((incoming, response) => {
    const answer = async () => {
      const request = await readRequest(incoming);
      requests.push(request);
      script(response, request);
    };
    void answer();
  });
  onTestFinished(() => server.close());
  const baseUrl = `${server.origin}/v2`;
  return { service: connectTo(baseUrl, options), requests, baseUrl };
}

export function connectTo(
  baseUrl: string,
  options: { tenantUid?: string; tokens?: TokenSource; timeoutMs?: number; clock?: () => number } = {},
): CustomerService {
  return createFlowRetailService({
    tenantUid: 'tenant-1',
    tokens: fixedToken('token-1'),
    ...options,
    baseUrl,
  });
}

export function fixedToken(token: string): TokenSource {
  return createTokenSource({ kind: 'integration', read: () => Promise.resolve(token) });
}

async function readRequest(incoming: IncomingMessage): Promise<SeenRequest> {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += String(chunk);
  return {
    method: incoming.method ?? '',
    url: incoming.url ?? '',
    authorization: incoming.headers.authorization,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
