import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { installIntoCache } from '../install-into-cache.ts';

const startMs = 60_000;

/** Prism's program; undefined where the npm registry cannot be reached and it is not there. A hundred megabytes for one run. */
export function installPrism(): string | undefined {
  const folder = installIntoCache('@stoplight/prism-cli', '5.14.2');
  return folder === undefined ? undefined : join(folder, 'dist', 'index.js');
}

/** A mock server of a contract: it checks every request and answers with examples. */
export interface MockServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export async function startPrism(program: string, contractPath: string): Promise<MockServer> {
  const port = await findFreePort();
  const child = spawn(
    process.execPath,
    [program, 'mock', contractPath, '-h', '127.0.0.1', '-p', String(port)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = once(child, 'close');
  let said = '';
  const listening = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Prism does not listen: ${said}`)), startMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (!said.includes('is listening on')) return;
        clearTimeout(timer);
        resolve();
      });
    }
  });
  await listening;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
