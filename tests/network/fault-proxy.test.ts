import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { faultKinds, startFaultProxy } from './fault-proxy.ts';
import { requestLength, responseLength } from './http-framing.ts';

const answerText = 'x'.repeat(5_000);
const body = JSON.stringify({ name: 'Åse' });

/** A service that counts whole requests, behind a proxy. */
async function startBehindProxy({ connections, seed }: { connections: number; seed: number }) {
  let arrived = 0;
  const service = createServer((request, response) => {
    let received = '';
    request.setEncoding('utf8').on('data', (text: string) => (received += text));
    request.on('end', () => {
      if (received !== body) return;
      arrived += 1;
      response.end(answerText);
    });
    request.on('error', () => undefined);
  });
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  const proxy = await startFaultProxy({
    target: `http://127.0.0.1:${(service.address() as AddressInfo).port}`,
    seed,
    connections,
    maxDelayMs: 20,
  });
  onTestFinished(async () => {
    await proxy.close();
    service.closeAllConnections();
    service.close();
  });

  const post = async (): Promise<'whole' | 'broken' | 'silent'> => {
    const signal = AbortSignal.timeout(150);
    try {
      const response = await fetch(proxy.url, { method: 'POST', body, signal });
      const text = await response.text();
      return text === answerText ? 'whole' : 'broken';
    } catch {
      return signal.aborted ? 'silent' : 'broken';
    }
  };
  return { proxy, post, arrived: () => arrived };
}

describe('the fault proxy', () => {
  it('plays every kind as often as asked, and lets everything pass afterwards', async () => {
    const { proxy, post, arrived } = await startBehindProxy({ connections: 6, seed: 11 });
    const seen = new Set<string>();
    let asked = 0;
    while (!proxy.isDone()) {
      seen.add(await post());
      asked += 1;
    }
    expect([...seen].toSorted()).toEqual(['broken', 'silent', 'whole']);
    const repeats = [...proxy.repeated.values()].reduce((sum, count) => sum + count, 0);
    expect(repeats).toBe(proxy.struck.duplicate);
    // Some never arrived, and only what was repeated arrived twice.
    expect(arrived() - repeats).toBeLessThan(asked);

    proxy.quieten();
    for (let i = 0; i < 10; i += 1) expect(await post()).toBe('whole');
    for (const kind of faultKinds) expect(proxy.struck[kind]).toBeGreaterThanOrEqual(6);
  });
});

describe('the framing of messages', () => {
  const request = Buffer.from('PUT /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /');
  const chunked = Buffer.from(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nHTTP',
  );
  const empty = Buffer.from('HTTP/1.1 204 No Content\r\n\r\n');

  it.each([
    ['a request', request, requestLength, request.length - 5],
    ['an answer in chunks', chunked, responseLength, chunked.length - 4],
    ['an answer without a body', empty, responseLength, empty.length],
  ])('finds the end of %s at every byte', (_what, bytes, lengthOf, length) => {
    for (let have = 0; have < length; have += 1) {
      expect(lengthOf(bytes.subarray(0, have))).toBeUndefined();
    }
    for (let have = length; have <= bytes.length; have += 1) {
      expect(lengthOf(bytes.subarray(0, have))).toBe(length);
    }
  });
});
