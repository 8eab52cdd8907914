import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Not among the project's dependencies: a hundred megabytes for one run. */
const prism = '@stoplight/prism-cli@5.14.2';
const startMs = 60_000;

/**
 * Prism's program, installed into the user's cache the first time.
 *
 * @returns undefined where the npm registry cannot be reached and it is not there
 */
export function installPrism(): string | undefined {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'tillbook', prism.replaceAll(/[@/]/g, '-'));
  const program = join(folder, 'node_modules/@stoplight/prism-cli/dist/index.js');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const npm = process.env['npm_execpath'];
  const [command = 'npm', ...prefix] = npm?.endsWith('.js') === true ? [process.execPath, npm] : ['npm'];
  const args = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', prism];
  spawnSync(command, [...prefix, ...args], { stdio: ['ignore', 'ignore', 'ignore'], cwd: folder });
  return existsSync(program) ? program : undefined;
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
