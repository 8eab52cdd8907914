import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { app } from 'electron';
import { formerVersionOf, placeFormer, placeRelease } from '../../core/updates/replace-program.ts';
import type { FetchedRelease, UpdateHost } from '../../core/updates/update-host.ts';
import { tell } from '../../host/log.ts';
import { comeBack } from '../come-back.ts';
import { ownAppImage } from '../own-app-image.ts';
import type { ReleaseFetcher } from './fetch-release.ts';
import { releaseKeys } from './release-keys.ts';

/** What the desktop does about its own program. */
export interface DesktopUpdates extends UpdateHost {
  /** The last thing a till does, with its data closed: puts in place what is to be, and comes back where it is to. */
  finish(): Promise<void>;
}

/** How a till ends: for now, to come back, or to come back as it was before the last release. */
type Ending = 'close' | 'restart' | 'go-back';

/**
 * @returns undefined where IT puts releases on the machine: everywhere but in an AppImage that the account may write,
 *   and in a build that would believe nobody
 */
export function createDesktopUpdates(dataDir: string, env: NodeJS.ProcessEnv): DesktopUpdates | undefined {
  const keys = releaseKeys(env);
  const path = writableImage(env);
  if (keys.length === 0 || path === undefined) return undefined;

  const current = { path, version: app.getVersion() };
  let fetcher: ReleaseFetcher | undefined;
  let staged: FetchedRelease | null = null;
  let ending: Ending = 'close';

  function end(how: Ending): void {
    ending = how;
    // The answer to whoever asked for it goes out first.
    setImmediate(() => app.quit());
  }

  return {
    version: current.version,
    system: process.arch === 'arm64' ? 'linux-arm64' : 'linux',
    keys,
    async download(feed, feedUrl, onPercent) {
      fetcher ??= (await import('./fetch-release.ts')).createReleaseFetcher(dataDir);
      return fetcher.fetch(feed, feedUrl, onPercent);
    },
    stage(release) {
      staged = release;
    },
    restart: () => end('restart'),
    former: () => formerVersionOf(dataDir, current.version),
    goBack: () => end('go-back'),
    async finish() {
      try {
        if (ending === 'go-back') placeFormer(dataDir, current);
        else if (staged !== null) await placeRelease(dataDir, current, staged);
      } catch (cause) {
        tell(`The release was not put in place: ${cause instanceof Error ? cause.message : String(cause)}`);
      }
      // Whatever came of it: a shop that has just had a till has one again.
      if (ending !== 'close') comeBack({ inSafeMode: false });
    },
  };
}

/** The AppImage this till is, where this account may replace it. */
function writableImage(env: NodeJS.ProcessEnv): string | undefined {
  const path = ownAppImage(env);
  if (path === undefined) return undefined;
  try {
    accessSync(path, constants.W_OK);
    accessSync(dirname(path), constants.W_OK);
    return path;
  } catch {
    return undefined; // Somebody else's: IT replaces it.
  }
}
