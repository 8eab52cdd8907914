export interface Reply<T = unknown> {
  status: number;
  headers: Headers;
  body: T;
}

export interface RequestParts {
  body?: unknown;
  /** Sent as it is, instead of `body` as JSON. */
  text?: string;
  token?: string | null;
  faults?: string;
  contentType?: string;
}

/** Asks a service. JSON comes parsed, other text as it is, and nothing as undefined. */
export async function ask<T>(
  method: string,
  url: string,
  { body, text, token = null, faults, contentType = 'application/json' }: RequestParts = {},
): Promise<Reply<T>> {
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(url, {
    method,
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(faults !== undefined && { 'x-practice-fault': faults }),
      ...(sent !== undefined && { 'content-type': contentType }),
    },
    ...(sent !== undefined && { body: sent }),
  });
  const received = await response.text();
  const { status, headers } = response;
  const answer: unknown = isJson({ headers }) ? JSON.parse(received) : received === '' ? undefined : received;
  return { status, headers, body: answer as T };
}

export function isJson({ headers }: Pick<Reply, 'headers'>): boolean {
  return headers.get('content-type')?.startsWith('application/json') ?? false;
}
