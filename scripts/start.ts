/**
 * `npm start`: the till in Electron, or in a browser where Electron cannot run.
 *
 * A till that is connected to a customer service opens as it is. Any other is a
 * practice till: the practice store is started beside it and connected.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import type { Result } from '#shared/contract/errors';
import { runTill } from '../electron/cli/index.ts';
import { openCore } from '../electron/cli/open-core.ts';
import type { Core } from '../electron/core/core.ts';
import { resolveDataDir } from '../electron/host/data-dir.ts';
import { tell } from '../electron/host/log.ts';
import { parentGone } from '../electron/practice/parent-gone.ts';
import { buildWhenStale } from './build-when-stale.ts';
import { canOpenWindow, findElectron, type ElectronFound } from './find-electron.ts';
import { startPracticeStore, type RunningPracticeStore } from './practice-store.ts';
import { projectDir } from './project.ts';

const usage = `npm start -- [--data DIR] [--browser] [--port N]

  --data DIR   the till's data folder; without it the practice till's own
  --browser    serve the till to a browser, even where Electron can run
  --port N     the browser's port (any free one without it)
`;

/** An Electron that ends by a signal within this time has not shown its window. */
const startMs = 15_000;

void parentGone().then(() => process.kill(process.pid, 'SIGTERM'));
process.exitCode = await start();

async function start(): Promise<number> {
  const options = readArguments();
  if (options === undefined) return 2;
  if (options.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  if (!(await buildWhenStale())) return 1;

  const electron = options.browser === true ? undefined : await lookForElectron();
  const dataDir = resolveDataDir(options.data, 'practice');
  // What IT has set up on this machine is for its till, and not for the practice till.
  if (options.data === undefined && process.env['TILLBOOK_DATA'] === undefined) {
    process.env['TILLBOOK_CONFIG'] ??= '';
  }
  const practice = await connectPractice(dataDir, electron !== undefined);
  if (!practice.ok) {
    tell(practice.error.message);
    return 1;
  }
  try {
    const code = electron === undefined ? undefined : await runElectron(electron, dataDir);
    return code ?? (await runTill(['--data', dataDir, 'serve', `--port=${options.port ?? 0}`]));
  } finally {
    await practice.store?.stop();
  }
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        browser: { type: 'boolean' },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const { port = '0' } = values;
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
      throw new Error(`--port takes a whole number from 0 to 65535, and not “${port}”.`);
    }
    return values;
  } catch (cause) {
    tell(`${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`);
    return undefined;
  }
}

/** Electron's executable; undefined, and one line about it, where it cannot run. */
async function lookForElectron(): Promise<string | undefined> {
  const window = canOpenWindow();
  const electron: ElectronFound = window.ok ? await findElectron() : window;
  if (electron.ok) return electron.path;
  tell(`Electron cannot run here: ${electron.reason}. Serving the same till to a browser instead.`);
  return undefined;
}

/**
 * Connects the till to a practice store started for it, unless it is connected to a real service.
 *
 * @param desktop the desktop till may hold a key this process cannot read, or be open already: it
 *   is then left to the desktop till to say so
 */
async function connectPractice(
  dataDir: string,
  desktop: boolean,
): Promise<Result<{ store?: RunningPracticeStore }>> {
  const opened = await openCore(
    { dataDir, env: process.env },
    { backgroundSync: false, unattendedAs: 'npm start' },
  );
  if (!opened.ok) {
    const isForDesktop = opened.error.code === 'store.in-use' || opened.error.code === 'store.no-key';
    return desktop && isForDesktop ? { ok: true } : opened;
  }
  try {
    return await connectPracticeTo(opened.core, dataDir);
  } finally {
    await opened.core.close();
  }
}

async function connectPracticeTo(
  core: Core,
  dataDir: string,
): Promise<Result<{ store?: RunningPracticeStore }>> {
  const before = await core.call('connection.get', {});
  if (!before.ok) return before;
  const { connection } = before;
  if (connection !== null && !connection.practice) return { ok: true };
  if (core.provisioning.managed.includes('connection')) return { ok: true };
  const store = await startPracticeStore(
    dataDir,
    connection === null ? 0 : Number(new URL(connection.url).port),
  );
  if (store === undefined) {
    tell('The till opens without its practice store and works as it does offline.');
    return { ok: true };
  }
  const connected = await core.call('connection.set', store.connection);
  if (connected.ok) return { ok: true, store };
  await store.stop();
  return connected;
}

/**
 * Runs the desktop till until its window is closed.
 *
 * @returns its exit code; undefined, and one line about it, when Chromium gave up while it started
 *   (its sandbox is not permitted everywhere)
 */
async function runElectron(path: string, dataDir: string): Promise<number | undefined> {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const startedMs = performance.now();
  const child = spawn(path, [projectDir, '--data', dataDir], { stdio: 'inherit', env });
  // A terminal's Ctrl+C reaches Electron by itself; it closes its store, and then this process ends.
  const forward = (): boolean => child.kill('SIGTERM');
  process.on('SIGINT', doNothing).on('SIGTERM', forward).on('SIGHUP', forward);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  process.off('SIGINT', doNothing).off('SIGTERM', forward).off('SIGHUP', forward);
  if (signal === null || performance.now() - startedMs > startMs) return code ?? 1;
  tell(`Electron cannot run here: it ended by ${signal}. Serving the same till to a browser instead.`);
  return undefined;
}

function doNothing(): void {}
