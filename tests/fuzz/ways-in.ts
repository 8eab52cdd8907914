import { Agent, request } from 'node:http';
import type { Core } from '../../electron/core/core.ts';
import { answerCall } from '../../electron/host/answer-call.ts';
import { startBrowserHost } from '../../electron/serve/start-browser-host.ts';
import type { OperationName } from '#shared/contract/operation-names';
import { openFuzzTill, permitPort, type FuzzTill } from './fuzz-till.ts';

/** One way a call comes to the core. Answers what came back: JSON text, or the value itself. */
export interface WayIn {
  readonly name: 'core' | 'bridge' | 'http';
  /** What it carries: values of this process, or text. */
  readonly carries: 'values' | 'text';
  ask(name: OperationName, sent: unknown): Promise<unknown>;
}

/** Does something with a till of its own, and the ways into it. */
export async function withFuzzTill(
  use: (till: FuzzTill, ways: readonly WayIn[]) => Promise<void>,
): Promise<void> {
  const till = await openFuzzTill();
  const { ways, close } = await openWaysIn(till.core);
  try {
    await use(till, ways);
  } finally {
    await close();
    await till.close();
  }
}

/** The ways into one till; `close` ends its browser host. */
async function openWaysIn(
  core: Core,
): Promise<{ readonly ways: readonly WayIn[]; readonly close: () => Promise<void> }> {
  const host = await startBrowserHost({ core, log: () => {}, callsPerSecond: 1e9 });
  const { hostname, port, search, origin } = new URL(host.address);
  permitPort(Number(port));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const to = { hostname, port, agent };

  function post(path: string, body: string, headers: Record<string, string>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const sent = request({ ...to, path, method: 'POST', headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.once('end', () => resolve(JSON.parse(text)));
      });
      sent.once('error', reject);
      sent.end(body);
    });
  }

  const cookie = await new Promise<string>((resolve, reject) => {
    const sent = request({ ...to, path: `/${search}` }, (response) => {
      response.resume();
      resolve(response.headers['set-cookie']?.[0]?.split(';')[0] ?? '');
    });
    sent.once('error', reject);
    sent.end();
  });
  const headers = { cookie, origin, 'content-type': 'application/json' };

  return {
    ways: [
      { name: 'core', carries: 'values', ask: (name, sent) => core.callUntrusted(name, sent) },
      { name: 'bridge', carries: 'text', ask: (name, sent) => answerCall(core, name, sent) },
      {
        name: 'http',
        carries: 'text',
        ask: (name, sent) => post(`/api/call/${name}`, String(sent), headers),
      },
    ],
    async close() {
      agent.destroy();
      await host.close();
    },
  };
}
