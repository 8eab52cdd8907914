import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const cliPath = fileURLToPath(new URL('../../electron/cli/index.ts', import.meta.url));
/** The one that `npm run` uses: dozens of processes compile the same sources. */
const compileCache = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the headless host as a process of its own to its end. */
export async function runTill(
  args: readonly string[],
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly input?: string;
    /** When somebody presses Ctrl+C. */
    readonly interruptedAt?: Promise<unknown>;
  } = {},
): Promise<Ended> {
  const child = spawnTill(args, options.env);
  const ended = collect(child);
  child.stdin?.end(options.input ?? '');
  void options.interruptedAt?.then(() => child.kill('SIGINT'));
  return ended;
}

/** Runs the headless host for a reader who leaves after so many lines, as `head` does. */
export async function runTillUnread(args: readonly string[], linesRead: number): Promise<Ended> {
  const child = spawnTill(args);
  const ended = collect(child);
  child.stdin?.end();
  let stdout = '';
  const leaveInTime = (text = ''): void => {
    stdout += text;
    if (stdout.split('\n').length > linesRead) child.stdout?.destroy();
  };
  child.stdout?.on('data', leaveInTime);
  leaveInTime();
  return ended;
}

/** The one line of JSON a command answers. */
export function answerOf(ended: Ended): unknown {
  return JSON.parse(ended.stdout);
}

/** A command that keeps running. */
export interface RunningTill {
  readonly firstLine: string;
  /** Asks it to stop and waits until it has. */
  readonly stop: () => Promise<Ended>;
  /** Ends it as a power cut would. */
  readonly kill: () => Promise<Ended>;
}

/** Starts a command that keeps running, and waits for the first line it prints. */
export async function startTill(args: readonly string[]): Promise<RunningTill> {
  const child = spawnTill(args);
  const ended = collect(child);
  if (child.stdout === null) throw new Error('stdout is not piped');
  const signal = (name: NodeJS.Signals): Promise<Ended> => {
    child.kill(name);
    return ended;
  };
  onTestFinished(async () => {
    await signal('SIGKILL');
  });
  const [firstLine] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>,
    ended.then(({ stderr }): never => {
      throw new Error(`It ended before it said anything: ${stderr}`);
    }),
  ]);
  return { firstLine, stop: () => signal('SIGTERM'), kill: () => signal('SIGKILL') };
}

function spawnTill(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const { TILLBOOK_KEY: _key, TILLBOOK_DATA: _data, ...inherited } = process.env;
  return spawn(process.execPath, [cliPath, ...args], {
    env: { NODE_COMPILE_CACHE: compileCache, ...inherited, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

function collect(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}
