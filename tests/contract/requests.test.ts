import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCall } from './any-call.ts';
import { clientOf, dialects, type Dialect } from './dialects.ts';
import type { SentRequest } from './contract-file.ts';

const baseUrl = 'https://service.example/base';

/** The client on a network that keeps what is sent and answers with an empty page, a record or nothing. */
function listen(dialect: Dialect) {
  const sent: SentRequest[] = [];
  const answer: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.pathname.endsWith('/oauth/token')) return Response.json({ access_token: 't', expires_in: 3600 });
    const headers = new Headers(init?.headers);
    const path = url.pathname.replace('/base', '') + url.search;
    const text = init?.body;
    const method = init?.method ?? 'GET';
    sent.push({
      method,
      path,
      contentType: headers.get('content-type') ?? undefined,
      body: typeof text === 'string' ? JSON.parse(text) : undefined,
    });
    if (dialect.isList(method, path)) {
      const { body, headers: own } = dialect.page([]);
      return Response.json(body, { headers: own });
    }
    const uid = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
    // A read before a write finds nobody half of the time: both ways are walked.
    const isKnown = uid.length % 2 === 0;
    return isKnown ? Response.json(dialect.record(uid)) : Response.json({}, { status: 404 });
  };
  return { service: clientOf(dialect, baseUrl, answer), sent };
}

describe.each(dialects)('every request to $name', (dialect) => {
  it('is one of its contract, whatever is handed in', { timeout: 120_000 }, async () => {
    const { service, sent } = listen(dialect);
    const used = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anyCall, async ({ method, run }) => {
        sent.length = 0;
        await run(service);
        used.add(method);
        expect(sent.flatMap((request) => dialect.contract.problemsOf(request))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
    expect(used.size).toBe(15);
  });
});
