import { describe, expect, it } from 'vitest';
import type { OperationInput } from '#shared/contract/operations';
import { openCore } from './open-core.ts';

const connectionTo = (tenant: string): OperationInput<'connection.set'> => ({
  connection: { service: 'flow-retail', url: `http://127.0.0.1:9/${tenant}`, tenant, practice: true },
  secret: { kind: 'token', token: 'a token' },
});

/** A service whose pages come only once the till gives them up, and what is still being asked of it. */
function openSlowService(items: readonly object[] = []) {
  let open = 0;
  const fetch: typeof globalThis.fetch = (_url, init) =>
    new Promise((resolve) => {
      open += 1;
      init?.signal?.addEventListener('abort', () => {
        open -= 1;
        resolve(Response.json({ items, paging: { totalCount: items.length, pageSize: 500, pageNumber: 0 } }));
      });
    });
  return { fetch, openRequests: () => open };
}

describe('connecting', () => {
  it('leaves one sync at work, however often it is asked for', async () => {
    const { fetch, openRequests } = openSlowService();
    const { core } = await openCore({ backgroundSync: true, fetch });
    const answers = await Promise.all(
      [1, 2, 3].map(() => core.call('connection.set', connectionTo('tenant-a'))),
    );
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, true]);
    await core.close();
    expect(openRequests()).toBe(0);
  });

  it('to another tenant never takes in a page that was asked of the former one', async () => {
    const { fetch } = openSlowService([{ customerUid: 'of-a', customerType: 'PERSON', firstname: 'Ane' }]);
    const { core } = await openCore({ backgroundSync: true, fetch });
    await core.call('connection.set', connectionTo('tenant-a'));
    const answer = await core.call('connection.set', connectionTo('tenant-b'));
    const { connection } = (await core.call('connection.get', {})) as { connection?: { tenant: string } };
    const { hits } = (await core.call('customers.search', { query: 'ane' })) as { hits?: unknown[] };
    // Either the page came first, and the till stays with its tenant, or the tenant changed and the page is gone.
    expect({ changed: answer.ok, tenant: connection?.tenant, hits: hits?.length }).toEqual(
      answer.ok
        ? { changed: true, tenant: 'tenant-b', hits: 0 }
        : { changed: false, tenant: 'tenant-a', hits: 1 },
    );
  });

  it('takes no address a till could not sign in at, nor one with a password in it', async () => {
    const { core } = await openCore();
    const { connection, secret } = connectionTo('tenant-a');
    for (const url of [
      'ftp://shop.example/v2',
      'javascript:alert(1)',
      'https://kari:hemmelig@shop.example/v2',
      'https://kari@shop.example/v2',
      'https://shop.example/v2?key=1',
      'https://shop.example/v2#top',
    ]) {
      expect(
        await core.call('connection.set', { connection: { ...connection, url }, secret }),
        url,
      ).toMatchObject({
        error: { code: 'input.invalid', issues: [{ field: 'connection.url' }] },
      });
    }
    expect(await core.call('connection.get', {})).toMatchObject({ connection: null });
  });
});
