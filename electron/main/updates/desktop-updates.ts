import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import { app } from 'electron';
import type { FeedSystem } from '#shared/updates/feed';
import {
  formerVersionOf,
  putFormerBack,
  replaceProgram,
  requireFile,
} from '../../core/updates/replace-program.ts';
import type { FetchedRelease, UpdateHost } from '../../core/updates/update-host.ts';
import { tell } from '../../host/log.ts';
import type { ReleaseFetcher } from './fetch-release.ts';
import { releaseKeys } from './release-keys.ts';

/** What the desktop does about its own program. */
export interface DesktopUpdates extends UpdateHost {
  /** The last thing a till does, with its data closed: puts in place what is to be, and comes back where it is to. */
  finish(): Promise<void>;
}

/** How a till ends: for now, to come back, or to come back as it was before the last release. */
type Ending = 'close' | 'restart' | 'go-back';

/** @returns undefined where IT puts releases on the machine, and in a build that would believe nobody */
export function createDesktopUpdates(dataDir: string, env: NodeJS.ProcessEnv): DesktopUpdates | undefined {
  const keys = releaseKeys(env);
  const program = programFile(env);
  const isInstalled = app.isPackaged && process.platform !== 'linux';
  if (keys.length === 0 || (program === undefined && !isInstalled)) return undefined;

  const version = app.getVersion();
  let fetcher: ReleaseFetcher | undefined;
  let staged: FetchedRelease | null = null;
  let ending: Ending = 'close';
  let finishing: Promise<void> | undefined;

  function end(how: Ending): void {
    ending = how;
    // The answer to whoever asked for it goes out first.
    setImmediate(() => app.quit());
  }

  async function finish(): Promise<void> {
    if (program === undefined) {
      if (staged !== null) await requireFile(staged.path, staged.file);
      if (staged !== null) fetcher?.handToInstaller(ending === 'restart');
      return;
    }
    if (ending === 'go-back') putFormerBack(dataDir, { path: program, version });
    else if (staged !== null) {
      // Hours may have passed since it was fetched.
      await requireFile(staged.path, staged.file);
      replaceProgram(dataDir, { path: program, version }, staged.path);
    }
  }

  async function finishAnyhow(): Promise<void> {
    try {
      await finish();
    } catch (cause) {
      tell(`The release was not put in place: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
    // Whatever came of it: a shop that has just had a till has one again.
    if (ending !== 'close' && program !== undefined) startAgain(program);
  }

  return {
    version,
    system: systemOf(process.platform, process.arch),
    keys,
    async download(feed, feedUrl, onPercent) {
      fetcher ??= (await import('./fetch-release.ts')).createReleaseFetcher(dataDir);
      return fetcher.fetch(feed, feedUrl, onPercent);
    },
    stage(release) {
      staged = release;
    },
    restart: () => end('restart'),
    former: () => (program === undefined ? null : formerVersionOf(dataDir, version)),
    goBack: () => end('go-back'),
    finish() {
      finishing ??= finishAnyhow();
      return finishing;
    },
  };
}

/** The one file this till is, where it is one (AppImage) that this account may replace. */
function programFile(env: NodeJS.ProcessEnv): string | undefined {
  const path = env['APPIMAGE'];
  if (process.platform !== 'linux' || path === undefined || !isAbsolute(path)) return undefined;
  try {
    accessSync(path, constants.W_OK);
    accessSync(dirname(path), constants.W_OK);
    return path;
  } catch {
    return undefined; // Somebody else's: IT replaces it.
  }
}

function systemOf(platform: NodeJS.Platform, arch: string): FeedSystem {
  if (platform === 'win32') return 'windows';
  if (platform === 'darwin') return 'mac';
  return arch === 'arm64' ? 'linux-arm64' : 'linux';
}

/** With the switches this till was started with; the link it was opened by has been followed. */
function startAgain(program: string): void {
  app.releaseSingleInstanceLock();
  const switches = process.argv.slice(1).filter((argument) => !argument.startsWith('tillbook:'));
  spawn(program, switches, { detached: true, stdio: 'ignore' })
    .on('error', (cause) => tell(`The till did not come back by itself: ${cause.message}`))
    .unref();
}
