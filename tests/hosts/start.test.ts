import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeFolder } from '../core/db/open-writer.ts';
import { answerOf, runTill } from './till-process.ts';

const bootstrap = fileURLToPath(new URL('../../scripts/run.mjs', import.meta.url));

/** `npm start` on a machine without a display, until it prints where the till is. */
async function start(dataDir: string) {
  const { DISPLAY: _x11, WAYLAND_DISPLAY: _wayland, TILLBOOK_KEY: _key, ...env } = process.env;
  const child = spawn(process.execPath, [bootstrap, 'start', '--data', dataDir], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words += text));
  const ended = once(child, 'close');
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then((): never => {
      throw new Error(`It ended before it printed an address: ${words}`);
    }),
  ])) as [string];
  const address = new URL(line.slice(line.indexOf('http')));
  return {
    address,
    words: () => words,
    kill: async (): Promise<void> => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    /** Asks it to stop, and waits until all that it started has let go of its output. */
    stop: async (): Promise<unknown> => {
      child.kill('SIGTERM');
      const [code] = (await ended) as [number];
      return code;
    },
  };
}

/** Opens the till as a browser would and asks one thing of it. */
async function ask(address: URL, operation: string, input: object): Promise<unknown> {
  const opened = await fetch(address, { redirect: 'manual' });
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = await fetch(address.origin, { headers: { cookie } });
  expect(await page.text()).toContain('<title>Tillbook</title>');
  const answer = await fetch(new URL(`/api/call/${operation}`, address), {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  return answer.json();
}

describe.skipIf(process.platform !== 'linux')('npm start without a display', () => {
  it('says so in one line and serves the practice till, with its 25,000 customers on their way', async () => {
    const dataDir = makeFolder();
    const started = await start(dataDir);
    expect(started.words().match(/^Electron cannot run here: .+$/gm)).toHaveLength(1);
    const answer = await ask(started.address, 'sync.status', {});
    expect(answer).toMatchObject({ ok: true, status: { connection: { practice: true, till: '1' } } });
    const { connection } = (answer as { status: { connection: { url: string } } }).status;
    const counted = await fetch(new URL('/practice/customers-count', connection.url));
    expect(await counted.json()).toEqual({ count: 25_000 });

    expect(await started.stop()).toBe(0);
    await expect(fetch(connection.url)).rejects.toThrow('fetch failed');
    expect((await runTill(['--data', dataDir, 'call', 'sync.status'])).code).toBe(0);
  });

  it('leaves nothing running when it is killed', async () => {
    const started = await start(makeFolder());
    const { connection } = (await ask(started.address, 'connection.get', {})) as {
      connection: { url: string };
    };
    await started.kill();
    const isThere = async (): Promise<boolean> =>
      fetch(connection.url).then(
        () => true,
        () => false,
      );
    await expect.poll(isThere, { timeout: 20_000 }).toBe(false);
  });

  it('leaves a till that belongs to a real service as it is', async () => {
    const dataDir = makeFolder();
    const connection = {
      service: 'flow-retail',
      url: 'http://127.0.0.1:9/v2',
      tenant: 'shop',
      practice: false,
    };
    const secret = { kind: 'token', token: 'secret' };
    const input = JSON.stringify({ connection, secret });
    expect(answerOf(await runTill(['--data', dataDir, 'call', 'connection.set', input]))).toMatchObject({
      ok: true,
    });
    const started = await start(dataDir);
    expect(await ask(started.address, 'connection.get', {})).toMatchObject({ ok: true, connection });
    expect(await started.stop()).toBe(0);
  });
});
