import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A display of its own, with a Norwegian keyboard and a window manager, so that no other test's windows take the focus. */
export interface PrivateDisplay {
  /** `:99`, for `DISPLAY`. */
  readonly name: string;
  close(): Promise<void>;
}

/** Needs Xvfb and openbox. Rejects where there is neither. */
export async function startPrivateDisplay(): Promise<PrivateDisplay> {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1366x900x24', '-nolisten', 'tcp', '-noreset'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const said = server.stdio[3];
  if (!said) throw new Error('Xvfb has no place to say its display.');
  const [number] = (await Promise.race([once(said, 'data'), once(server, 'exit')])) as [Buffer | number];
  const name = `:${String(number).trim()}`;
  const manager = spawn('openbox', ['--sm-disable'], {
    env: { ...process.env, DISPLAY: name },
    stdio: 'ignore',
  });
  await once(manager, 'spawn');
  execFileSync('setxkbmap', ['-display', name, 'no']);
  return {
    name,
    async close() {
      await stop(manager);
      await stop(server);
    },
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
