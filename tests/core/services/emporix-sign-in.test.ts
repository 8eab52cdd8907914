import { describe, expect, it } from 'vitest';
import type { ServerResponse } from 'node:http';
import { answerJson } from './scripted-service.ts';
import { startScriptedEmporix, valueOf } from './scripted-emporix.ts';

const customer = { id: 'c-1', firstName: 'Bjørn' };
const fault = { fault: { faultstring: 'Invalid access token', detail: { errorcode: 'oauth.v2.Invalid' } } };

describe('signing in with client credentials', () => {
  it('asks for a token once, form-encoded, and signs with it', async () => {
    const { service, requests, signIns } = await startScriptedEmporix((response) =>
      answerJson(response, 200, customer),
    );
    valueOf(await service.get('c-1'));
    valueOf(await service.get('c-1'));
    expect(signIns).toMatchObject([
      {
        method: 'POST',
        contentType: 'application/x-www-form-urlencoded',
        form: {
          grant_type: 'client_credentials',
          client_id: 'till-1',
          client_secret: 'secret & more',
          scope: 'customer.customer_read customer.customer_manage',
        },
      },
    ]);
    expect(requests.map(({ authorization }) => authorization)).toEqual(['Bearer token-1', 'Bearer token-1']);
  });

  it('asks for one token, however many requests wait for it', async () => {
    const waiting: ServerResponse[] = [];
    const { service, signIns } = await startScriptedEmporix(
      (response) => answerJson(response, 200, customer),
      { signIn: (response) => void waiting.push(response) },
    );
    const asked = Array.from({ length: 20 }, () => service.get('c-1'));
    await expect.poll(() => waiting.length).toBe(1);
    answerJson(waiting[0]!, 200, { access_token: 'one-for-all', expires_in: 3600 });
    const answers = await Promise.all(asked);
    expect(answers.every(({ outcome }) => outcome === 'done')).toBe(true);
    expect(signIns).toHaveLength(1);
  });

  it('renews ahead of the end, by a clock that never jumps', async () => {
    let monotonicMs = 1_000;
    let wallMs = Date.parse('2026-03-01T10:00:00Z');
    const { service, signIns } = await startScriptedEmporix(
      (response) => answerJson(response, 200, customer),
      { monotonicMs: () => monotonicMs, clock: () => wallMs },
    );
    valueOf(await service.get('c-1'));
    wallMs += 86_400_000;
    valueOf(await service.get('c-1'));
    expect(signIns).toHaveLength(1);
    wallMs -= 2 * 86_400_000;
    monotonicMs += 3_600_000 - 61_000;
    valueOf(await service.get('c-1'));
    expect(signIns).toHaveLength(1);
    monotonicMs += 2_000;
    valueOf(await service.get('c-1'));
    expect(signIns).toHaveLength(2);
  });

  it('goes on with the old token while the sign-in is out of order, until its end', async () => {
    let monotonicMs = 0;
    const { service, signIns } = await startScriptedEmporix(
      (response) => answerJson(response, 200, customer),
      {
        monotonicMs: () => monotonicMs,
        signIn: (response) =>
          signIns.length === 1
            ? answerJson(response, 200, { access_token: 'first', expires_in: 600 })
            : answerJson(response, 503, { message: 'later' }),
      },
    );
    valueOf(await service.get('c-1'));
    monotonicMs = 590_000;
    valueOf(await service.get('c-1'));
    expect(signIns).toHaveLength(2);
    monotonicMs = 601_000;
    expect((await service.update('c-1', { firstname: 'B' })).outcome).toBe('unreachable');
  });

  it.each([undefined, 0, -5, 'soon', null])(
    'uses a token that lives %s seconds until it is refused',
    async (life) => {
      const { service, signIns } = await startScriptedEmporix(
        (response, { authorization }) =>
          authorization === 'Bearer token-1' && signIns.length === 1 && requestsSoFar() > 2
            ? answerJson(response, 401, fault)
            : answerJson(response, 200, customer),
        {
          signIn: (response) =>
            answerJson(response, 200, { access_token: `token-${signIns.length}`, expires_in: life }),
        },
      );
      let asked = 0;
      const requestsSoFar = () => asked;
      for (asked = 1; asked <= 4; asked += 1) valueOf(await service.get('c-1'));
      expect(signIns).toHaveLength(2);
    },
  );
});

describe('a token that is refused', () => {
  it.each([
    ['by the gateway', fault],
    ['by the service', { status: 401, type: 'unauthorized', message: 'no' }],
    ['without a word', undefined],
  ])('%s is renewed once and the call repeated', async (_, refusal) => {
    const { service, requests, signIns } = await startScriptedEmporix((response, { authorization }) =>
      authorization === 'Bearer token-2'
        ? answerJson(response, 200, customer)
        : answerJson(response, 401, refusal),
    );
    const answers = await Promise.all(Array.from({ length: 5 }, () => service.get('c-1')));
    expect(answers.map(({ outcome }) => outcome)).toEqual(Array(5).fill('done'));
    expect(signIns).toHaveLength(2);
    expect(requests.filter(({ authorization }) => authorization === 'Bearer token-2')).toHaveLength(5);
  });

  it('again and again is a matter for a person, and no endless loop', async () => {
    const { service, requests, signIns } = await startScriptedEmporix((response) =>
      answerJson(response, 401, fault),
    );
    const answer = await service.delete('c-1');
    expect(answer).toMatchObject({
      outcome: 'unauthorized',
      error: {
        code: 'service.unauthorized',
        message: expect.stringContaining('not for this tenant') as unknown,
      },
    });
    expect(requests).toHaveLength(2);
    expect(signIns).toHaveLength(2);
  });
});

describe('a sign-in that lacks a scope', () => {
  it('reads on with those it has, and says with the write which one is missing', async () => {
    const { service, signIns } = await startScriptedEmporix(
      (response, { method }) =>
        answerJson(response, method === 'GET' ? 200 : 403, method === 'GET' ? customer : {}),
      {
        signIn: (response, { form }) =>
          form['scope'] === undefined
            ? answerJson(response, 200, { access_token: 'read-only', expires_in: 3600 })
            : answerJson(response, 400, { error: 'invalid_scope' }),
      },
    );
    valueOf(await service.get('c-1'));
    expect(await service.delete('c-1')).toMatchObject({
      outcome: 'forbidden',
      error: { message: expect.stringContaining('customer.customer_manage') as unknown },
    });
    expect(signIns).toHaveLength(2);
  });
});

describe('a sign-in that fails', () => {
  it.each([
    [401, { error: 'invalid_client' }, 'does not accept this till’s client id and secret'],
    [400, { error: 'invalid_client', error_description: 'bad' }, 'does not accept this till’s client id'],
    [403, fault, 'does not accept this till’s client id'],
    [404, '<html>not here</html>', 'no sign-in at the address'],
  ])('with %i is unauthorized, in words a cashier understands', async (status, body, words) => {
    const { service, requests } = await startScriptedEmporix(
      (response) => answerJson(response, 200, customer),
      { signIn: (response) => answerJson(response, status, body) },
    );
    const answer = await service.create({ customerUid: 'c-1', customerType: 'PERSON', firstname: 'B' });
    expect(answer).toMatchObject({
      outcome: 'unauthorized',
      error: { code: 'service.unauthorized', message: expect.stringContaining(words) as unknown },
    });
    expect(requests).toEqual([]);
  });

  it.each<[string, string, (response: ServerResponse) => void]>([
    ['an error of its own', 'unreachable', (response) => answerJson(response, 500, {})],
    ['a web page', 'unreachable', (response) => void response.writeHead(200).end('<html>Sign in</html>')],
    ['no token', 'unreachable', (response) => answerJson(response, 200, { access_token: '' })],
    ['a broken connection', 'unreachable', (response) => void response.socket?.resetAndDestroy()],
    [
      'a request to slow down',
      'rate-limited',
      (response) => answerJson(response, 429, {}, { 'retry-after': '7' }),
    ],
  ])('with %s says of a write that nothing happened: %s', async (_, outcome, signIn) => {
    const { service, requests } = await startScriptedEmporix(
      (response) => answerJson(response, 200, customer),
      { signIn },
    );
    const answer = await service.delete('c-1');
    expect(answer.outcome).toBe(outcome);
    expect(requests).toEqual([]);
  });

  it('waits as long as the sign-in asks for', async () => {
    const { service } = await startScriptedEmporix((response) => answerJson(response, 200, customer), {
      signIn: (response) => answerJson(response, 429, {}, { 'retry-after': '7' }),
    });
    expect(await service.get('c-1')).toMatchObject({
      outcome: 'rate-limited',
      error: { retryAfterMs: 7000 },
    });
  });

  it('does not keep a request waiting that was given up', async () => {
    const giveUp = new AbortController();
    const { service } = await startScriptedEmporix((response) => answerJson(response, 200, customer), {
      signIn: () => giveUp.abort(),
    });
    const answer = await service.get('c-1', { signal: giveUp.signal });
    expect(answer.outcome).toBe('unreachable');
  });

  it('takes the right credentials as soon as somebody has put them right, and none for a refusal', async () => {
    let clientSecret: string | undefined;
    const { service } = await startScriptedEmporix((response) => answerJson(response, 200, customer), {
      credentials: () => (clientSecret === undefined ? undefined : { clientId: 'till-1', clientSecret }),
      signIn: (response, { form }) =>
        form['client_secret'] === 'right'
          ? answerJson(response, 200, { access_token: 't', expires_in: 3600 })
          : answerJson(response, 401, { error: 'invalid_client' }),
    });
    expect((await service.get('c-1')).outcome).toBe('unauthorized');
    clientSecret = 'wrong';
    expect((await service.get('c-1')).outcome).toBe('unauthorized');
    clientSecret = 'right';
    expect((await service.get('c-1')).outcome).toBe('done');
  });

  it('never says a token or a secret in its words', async () => {
    const { service } = await startScriptedEmporix((response) => answerJson(response, 401, fault), {
      signIn: (response, { form }) =>
        answerJson(response, 400, {
          error: `wrong ${form['client_secret']}`,
          message: form['client_secret'],
        }),
    });
    const answer = await service.get('c-1');
    expect(JSON.stringify(answer)).not.toContain('secret & more');
  });

  it.each([400, 401, 429, 500, 503])('repeats nothing of what a sign-in says with %i', async (status) => {
    const { service } = await startScriptedEmporix((response) => answerJson(response, 200, customer), {
      signIn: (response) => answerJson(response, status, { message: 'you sent secret & more' }),
    });
    expect(JSON.stringify(await service.get('c-1'))).not.toContain('secret & more');
  });
});
