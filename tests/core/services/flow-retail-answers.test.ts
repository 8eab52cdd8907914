import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { errorWords } from '../../../shared/contract/errors.ts';
import { createTokenSource } from '../../../electron/core/services/token-source.ts';
import { findClosedPort } from '../../loopback-server.ts';
import { answerJson, connectTo, startScriptedService } from './scripted-service.ts';
import type {
  CustomerService,
  ServiceFailureOutcome,
} from '../../../electron/core/services/customer-service.ts';

const read = (service: CustomerService) => service.get('c-1');
const write = (service: CustomerService) => service.update('c-1', { city: 'Bodø' });
const print = (service: CustomerService) => service.printCard('c-1');

const genericError = { code: 'X_1', message: 'Feltet er galt', logId: 'log-77' };

describe('what each status means', () => {
  const meanings: [status: number, ofRead: ServiceFailureOutcome, ofWrite: ServiceFailureOutcome][] = [
    [302, 'failed', 'failed'],
    [400, 'rejected', 'rejected'],
    [401, 'unauthorized', 'unauthorized'],
    [403, 'forbidden', 'forbidden'],
    [404, 'not-found', 'not-found'],
    [408, 'failed', 'failed'],
    [409, 'conflict', 'conflict'],
    [412, 'conflict', 'conflict'],
    [418, 'rejected', 'rejected'],
    [422, 'rejected', 'rejected'],
    [429, 'rate-limited', 'rate-limited'],
    [500, 'failed', 'unknown'],
    [501, 'failed', 'failed'],
    [502, 'failed', 'unknown'],
    [503, 'failed', 'failed'],
    [504, 'failed', 'unknown'],
  ];
  it.each(meanings)('%i is %s to a read and %s to a write', async (status, ofRead, ofWrite) => {
    const { service } = await startScriptedService((response) => {
      answerJson(response, status, genericError, { location: 'http://127.0.0.1:1/' });
    });
    expect((await read(service)).outcome).toBe(ofRead);
    expect((await write(service)).outcome).toBe(ofWrite);
    expect((await print(service)).outcome).toBe(ofWrite);
  });

  it('keeps the words of the service and its logId', async () => {
    const { service } = await startScriptedService((response) => answerJson(response, 422, genericError));
    expect(await write(service)).toEqual({
      outcome: 'rejected',
      error: { code: 'service.rejected', message: 'Feltet er galt', said: 'Feltet er galt', logId: 'log-77' },
    });
  });

  it.each([
    ['HTML', '<html><h1>Bad Request</h1></html>'],
    ['nothing', ''],
    ['half a JSON', '{"message":"Fel'],
    ['a number', '7'],
    ['words of the wrong type', '{"message":{"no":"nei"},"logId":5}'],
  ])('falls back to its own words when the error body is %s', async (_, body) => {
    const { service } = await startScriptedService((response) => {
      response.writeHead(400).end(body);
    });
    const answer = await write(service);
    expect(answer).toMatchObject({ outcome: 'rejected', error: { message: errorWords['service.rejected'] } });
  });

  it('shows words without control characters and not by the metre', async () => {
    const { service } = await startScriptedService((response) =>
      answerJson(response, 400, { message: `one\u0000\n\u001b[31mtwo ${'x'.repeat(5000)}` }),
    );
    const answer = await write(service);
    const words = answer.outcome === 'done' ? '' : answer.error.message;
    expect(words.startsWith('one [31mtwo xxx')).toBe(true);
    expect(words.length).toBe(500);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2031-05-05T10:00:00Z');
  it.each<[string, Record<string, string>, number | undefined]>([
    ['seconds', { 'retry-after': '7' }, 7000],
    [
      'a date, counted from the answer’s own date',
      { date: 'Sun, 06 Nov 1994 08:49:37 GMT', 'retry-after': 'Sun, 06 Nov 1994 08:49:47 GMT' },
      10_000,
    ],
    ['a date in the past', { 'retry-after': 'Sun, 06 Nov 1994 08:49:47 GMT' }, 0],
    ['a year: asked again after an hour', { 'retry-after': '31536000' }, 3_600_000],
    ['nonsense', { 'retry-after': 'soon' }, undefined],
    ['nothing', {}, undefined],
  ])('as %s', async (_, headers, expectedMs) => {
    const { service } = await startScriptedService(
      (response) => {
        answerJson(response, 429, {}, headers);
      },
      { clock: () => now },
    );
    const answer = await write(service);
    expect(answer.outcome).toBe('rate-limited');
    expect(answer.outcome === 'done' ? 0 : answer.error.retryAfterMs).toBe(expectedMs);
  });
});

describe('a connection that breaks', () => {
  it('is unreachable when nobody listens: the write never left', async () => {
    const service = connectTo(`http://127.0.0.1:${await findClosedPort()}/v2`);
    expect((await read(service)).outcome).toBe('unreachable');
    expect((await write(service)).outcome).toBe('unreachable');
  });

  it('is unreachable when the name does not resolve', async () => {
    const service = connectTo('http://no-such-host.invalid/v2');
    expect((await write(service)).outcome).toBe('unreachable');
  });

  const breaks: [string, (response: ServerResponse) => void][] = [
    ['is reset before the answer', (response) => response.socket?.resetAndDestroy()],
    [
      'breaks off within the body',
      (response) => {
        response.writeHead(200, { 'content-length': '500' });
        response.write('{"customerUid":"c-1","ci', () => response.socket?.destroy());
      },
    ],
    ['never answers', () => undefined],
    [
      'falls silent within the body',
      (response) => {
        response.writeHead(200, { 'content-length': '500' });
        response.write('{"customerUid":');
      },
    ],
  ];
  it.each(breaks)('that %s leaves a write unknown and a read to be asked again', async (_, script) => {
    const { service } = await startScriptedService(script, { timeoutMs: 100 });
    expect((await write(service)).outcome).toBe('unknown');
    expect((await print(service)).outcome).toBe('unknown');
    expect(['unreachable', 'failed']).toContain((await read(service)).outcome);
  });

  it('given up by the till leaves a write unknown once it was sent, and untouched before', async () => {
    const controller = new AbortController();
    const { service } = await startScriptedService(() => controller.abort());
    const options = { signal: controller.signal };
    expect((await service.update('c-1', { city: 'Bodø' }, options)).outcome).toBe('unknown');
    expect((await service.update('c-1', { city: 'Bodø' }, options)).outcome).toBe('unreachable');
  });
});

describe('a success that makes no sense', () => {
  const bodies: [string, string][] = [
    ['HTML, as a captive portal sends it', '<html>Sign in to the network</html>'],
    ['half a JSON', '{"customerUid":"c-1",'],
    ['another customer', '{"customerUid":"c-2"}'],
    ['no customer', '{}'],
    ['a list', '[]'],
    ['10 MB and more', JSON.stringify({ customerUid: 'c-1', note: 'x'.repeat(17_000_000) })],
  ];
  it.each(bodies)('%s: unknown after a write, failed after a read', async (_, body) => {
    const { service } = await startScriptedService((response) => {
      response.writeHead(200).end(body);
    });
    expect((await write(service)).outcome).toBe('unknown');
    expect(await read(service)).toMatchObject({
      outcome: 'failed',
      error: { code: 'service.bad-answer' },
    });
  });

  it('does not take a sign-in page for a printed card', async () => {
    const { service } = await startScriptedService((response) => {
      response.writeHead(200).end('<html>Sign in to the network</html>');
    });
    expect((await print(service)).outcome).toBe('unknown');
    expect((await service.delete('c-1')).outcome).toBe('unknown');
  });
});

describe('records', () => {
  it('are kept with fields nobody has heard of, with nulls and without required ones', async () => {
    const record = { customerUid: 'c-1', mobile: null, tags: ['vip'], nested: { deep: [1, null] } };
    const { service } = await startScriptedService((response) => answerJson(response, 200, record));
    expect(await read(service)).toEqual({ outcome: 'done', value: record });
  });

  it('without a usable uid are counted and left out of a page', async () => {
    const items = [{ customerUid: 'c-1' }, { customerUid: '../x' }, null, 'text', { customerUid: 5 }];
    const { service } = await startScriptedService((response) =>
      answerJson(response, 200, { items, paging: null }),
    );
    expect(await service.listPage({ page: 0, pageSize: 100 })).toMatchObject({
      outcome: 'done',
      value: { items: [{ customerUid: 'c-1' }], unreadable: 4, totalCount: null, pageSize: 100 },
    });
  });

  it('found by external id are only those that have it, even when the service ignores the filter', async () => {
    const items = [
      { customerUid: 'c-1', externalId: 'E1' },
      { customerUid: 'c-2', externalId: 'E2' },
    ];
    const { service } = await startScriptedService((response) => answerJson(response, 200, { items }));
    expect(await service.findByExternalId('E2')).toEqual({ outcome: 'done', value: [items[1]] });
  });

  it('of a registry get a place-holder when they have no uid', async () => {
    const items = [{ companyName: 'Fjord AS', vatNumber: 'NO1' }, { customerUid: 'c-9' }];
    const { service } = await startScriptedService((response) => answerJson(response, 200, { items }));
    expect(await service.searchExternal('fjord')).toEqual({
      outcome: 'done',
      value: [{ ...items[0], customerUid: 'external-1' }, items[1]],
    });
  });
});

describe('pages', () => {
  it.each([0, 1])('are counted from 0, also with a service that counts from %i', async (first) => {
    const { service, requests } = await startScriptedService((response, { url }) => {
      const asked = new URL(url, 'http://x').searchParams.get('pageNumber');
      const pageNumber = asked === null ? first : Number(asked);
      answerJson(response, 200, {
        items: [{ customerUid: `page-${pageNumber - first}` }],
        paging: { pageNumber, pageSize: 1, totalCount: 9 },
      });
    });
    // Straight into the middle, as a pull that resumes does.
    const answer = await service.listPage({ page: 4, pageSize: 1, newestFirst: true });
    expect(answer).toMatchObject({ value: { items: [{ customerUid: 'page-4' }], totalCount: 9 } });
    expect(requests.at(-1)?.url).toContain('sortBy=lastModifiedAt&sortDirection=DESC');
    await service.listPage({ page: 5, pageSize: 1 });
    expect(requests).toHaveLength(3);
  });

  it('say the size the service really used', async () => {
    const { service } = await startScriptedService((response) =>
      answerJson(response, 200, { items: [], paging: { pageNumber: 0, pageSize: 100, totalCount: 3 } }),
    );
    expect(await service.listPage({ page: 0, pageSize: 500 })).toMatchObject({ value: { pageSize: 100 } });
  });
});

describe('the token', () => {
  it('is renewed once when it is refused, and the call repeated', async () => {
    let renewals = 0;
    const tokens = createTokenSource({
      kind: 'access',
      read: () => Promise.resolve('old'),
      issue: () => Promise.resolve(`new-${(renewals += 1)}`),
    });
    const { service, requests } = await startScriptedService(
      (response, { authorization }) =>
        answerJson(response, authorization === 'Bearer new-1' ? 200 : 401, { customerUid: 'c-1' }),
      { tokens },
    );
    const answers = await Promise.all([write(service), write(service), write(service)]);
    expect(answers.map((answer) => answer.outcome)).toEqual(['done', 'done', 'done']);
    expect(renewals).toBe(1);
    expect((await print(service)).outcome).toBe('done');
    expect(requests.at(-1)?.authorization).toBe('Bearer new-1');
  });

  it('refused again needs a person, in words that fit its kind', async () => {
    const tokens = createTokenSource({ kind: 'integration', read: () => Promise.resolve('old') });
    const { service, requests } = await startScriptedService(
      (response) => answerJson(response, 401, { message: 'no', logId: 'log-1' }),
      { tokens },
    );
    expect(await write(service)).toMatchObject({
      outcome: 'unauthorized',
      error: {
        code: 'service.unauthorized',
        message: expect.stringContaining('Ask IT') as unknown,
        logId: 'log-1',
      },
    });
    expect(requests).toHaveLength(1);
  });

  it('replaced by somebody is picked up', async () => {
    let kept = 'old';
    const tokens = createTokenSource({ kind: 'integration', read: () => Promise.resolve(kept) });
    const { service } = await startScriptedService(
      (response, { authorization }) =>
        answerJson(response, authorization === 'Bearer fresh' ? 200 : 401, { customerUid: 'c-1' }),
      { tokens },
    );
    expect((await write(service)).outcome).toBe('unauthorized');
    kept = 'fresh';
    expect((await write(service)).outcome).toBe('done');
  });

  it('is never sent after a redirect', async () => {
    const elsewhere = await startScriptedService((response) => answerJson(response, 200, {}));
    const { service } = await startScriptedService((response) =>
      answerJson(response, 307, {}, { location: elsewhere.baseUrl }),
    );
    expect((await write(service)).outcome).toBe('failed');
    expect(elsewhere.requests).toEqual([]);
  });

  it('missing altogether is asked of a person without a request', async () => {
    const tokens = createTokenSource({ kind: 'auth', read: () => Promise.resolve(undefined) });
    const { service, requests } = await startScriptedService((response) => answerJson(response, 200, {}), {
      tokens,
    });
    expect((await read(service)).outcome).toBe('unauthorized');
    expect(requests).toEqual([]);
  });
});
