import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A CUPS daemon of its own: nothing of this computer's printing is touched. */
export interface PrivateCups {
  /** For `CUPS_SERVER`. */
  readonly server: string;
  /** A queue that prints PDF on a raw TCP port of this machine. */
  addQueue(name: string, port: number, description: string): void;
  /** Stops a queue, as CUPS does by itself when its printer fails. */
  disable(name: string): void;
  /** Documents the queue has taken and not printed. */
  waiting(name: string): number;
  stop(): Promise<void>;
}

const driver = fileURLToPath(new URL('./card-printer.ppd', import.meta.url));
const cupsd = ['/usr/sbin/cupsd', '/usr/bin/cupsd'].find((path) => existsSync(path));

/** Why there can be no CUPS here; undefined when there can. */
export function whyNoCups(): string | undefined {
  if (cupsd === undefined) return 'there is no cupsd (Debian: cups)';
  const { error } = spawnSync('lp', ['--help'], { stdio: 'ignore' });
  return error === undefined ? undefined : 'there is no lp (Debian: cups-client)';
}

export async function startPrivateCups(): Promise<PrivateCups> {
  const folder = mkdtempSync(join(tmpdir(), 'till-cups-'));
  // The daemon's filters run as another user.
  execFileSync('chmod', ['755', folder]);
  for (const part of ['spool', 'tmp', 'cache', 'state', 'log', 'ppd', 'ssl']) mkdirSync(join(folder, part));
  const server = join(folder, 'cups.sock');
  const isRoot = process.getuid?.() === 0;
  const everybody = 'Order allow,deny\n  Allow all';
  writeFileSync(
    join(folder, 'cupsd.conf'),
    [
      `Listen ${server}`,
      'WebInterface No',
      'Browsing No',
      'LogLevel warn',
      'DefaultAuthType None',
      `<Location />\n  ${everybody}\n</Location>`,
      `<Location /admin>\n  ${everybody}\n</Location>`,
      `<Policy default>\n<Limit All>\n  ${everybody}\n</Limit>\n</Policy>`,
      '',
    ].join('\n'),
  );
  writeFileSync(
    join(folder, 'cups-files.conf'),
    [
      `ServerRoot ${folder}`,
      `RequestRoot ${folder}/spool`,
      `TempDir ${folder}/tmp`,
      `CacheDir ${folder}/cache`,
      `StateDir ${folder}/state`,
      `ServerKeychain ${folder}/ssl`,
      `AccessLog ${folder}/log/access`,
      `ErrorLog ${folder}/log/error`,
      `PageLog ${folder}/log/page`,
      'Sandboxing relaxed',
      ...(isRoot ? ['User lp', 'Group lp', 'SystemGroup root'] : []),
      '',
    ].join('\n'),
  );
  const daemon = spawn(
    cupsd ?? 'cupsd',
    ['-f', '-c', join(folder, 'cupsd.conf'), '-s', join(folder, 'cups-files.conf')],
    { stdio: 'ignore' },
  );
  const ended = once(daemon, 'exit');
  await listening(server, ended);

  const run = (command: string, ...words: string[]): string =>
    execFileSync(command, words, {
      encoding: 'utf8',
      env: { ...process.env, CUPS_SERVER: server, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return {
    server,
    addQueue: (name, port, description) =>
      void run(
        'lpadmin',
        '-p',
        name,
        '-E',
        '-v',
        `socket://127.0.0.1:${port}`,
        '-P',
        driver,
        '-D',
        description,
      ),
    disable: (name) => void run('cupsdisable', name),
    waiting: (name) => run('lpstat', '-W', 'not-completed', '-o', name).split('\n').filter(Boolean).length,
    async stop() {
      daemon.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The daemon says nothing when it is ready: it takes calls then. */
async function listening(server: string, ended: Promise<unknown>): Promise<void> {
  let hasEnded = false;
  void ended.then(() => (hasEnded = true));
  for (;;) {
    if (hasEnded) throw new Error('cupsd ended before it was ready');
    const socket = connect(server);
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => setTimeout(resolve, 50, false));
    });
    socket.destroy();
    if (isOpen) return;
  }
}
