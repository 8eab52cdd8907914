import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { AppImageUpdater, Provider, type AppUpdater, type UpdateInfo } from 'electron-updater';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import { TillFailure } from '#shared/contract/errors';
import type { Feed } from '#shared/updates/feed';
import { makeDataFolder } from '../../core/db/data-folder.ts';
import { addressOf } from '../../core/updates/read-feed.ts';
import type { FetchedRelease } from '../../core/updates/update-host.ts';
import { updateFolderOf } from '../../core/updates/update-notes.ts';

/** What electron-updater fetches: the one file the core has believed a feed about. */
interface Known {
  readonly provider: 'custom';
  readonly updateProvider: typeof KnownRelease;
  readonly info: UpdateInfo;
  readonly address: URL;
}

/** Stands in the place of electron-updater's own feeds, none of which is signed. */
class KnownRelease extends Provider<UpdateInfo> {
  readonly known: Known;
  constructor(known: Known, _updater: unknown, surroundings: ProviderRuntimeOptions) {
    super(surroundings);
    this.known = known;
  }
  override getLatestVersion(): Promise<UpdateInfo> {
    return Promise.resolve(this.known.info);
  }
  override resolveFiles({ files }: UpdateInfo): { url: URL; info: UpdateInfo['files'][number] }[] {
    return files.map((info) => ({ url: this.known.address, info }));
  }
}

/** Fetches releases. */
export interface ReleaseFetcher {
  fetch(feed: Feed, feedUrl: string, onPercent: (percent: number) => void): Promise<FetchedRelease>;
}

export function createReleaseFetcher(dataDir: string): ReleaseFetcher {
  const updater = createUpdater(dataDir);
  return {
    async fetch(feed, feedUrl, onPercent) {
      const [file] = feed.files;
      const known: Known = {
        provider: 'custom',
        updateProvider: KnownRelease,
        address: addressOf(feedUrl, file.url),
        info: {
          version: feed.version,
          files: [{ ...file }],
          path: file.url,
          sha512: file.sha512,
          releaseDate: feed.releaseDate,
        },
      };
      const tell = ({ percent }: { readonly percent: number }): void => onPercent(percent);
      updater.setFeedURL(known);
      updater.on('download-progress', tell);
      try {
        await updater.checkForUpdates();
        const [path] = await updater.downloadUpdate();
        if (path === undefined) throw new TillFailure('update.failed');
        return { version: feed.version, path, file };
      } catch (cause) {
        throw failureOf(cause);
      } finally {
        updater.off('download-progress', tell);
      }
    },
  };
}

function createUpdater(dataDir: string): AppUpdater {
  const updater = new AppImageUpdater();
  // What it would say may hold addresses and paths; what went wrong is noted by its code.
  updater.logger = null;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.disableWebInstaller = true;
  updater.disableDifferentialDownload = true;
  // A checkout that is to try it looks like an AppImage (the environment's APPIMAGE).
  updater.forceDevUpdateConfig = !app.isPackaged;
  const path = join(updateFolderOf(dataDir), 'updater.yml');
  makeDataFolder(updateFolderOf(dataDir));
  writeFileSync(path, 'updaterCacheDirName: tillbook-updater\n');
  updater.updateConfigPath = path;
  return updater;
}

function failureOf(cause: unknown): unknown {
  if (cause instanceof TillFailure || !(cause instanceof Error)) return cause;
  const code = 'code' in cause ? String(cause.code) : '';
  if (code === 'ERR_CHECKSUM_MISMATCH') return new TillFailure('update.file-changed');
  if (code === 'ENOSPC') return new TillFailure('disk.full');
  const isOfNetwork = /^(net::|HTTP_ERROR|E(CONN|HOST|NET|PIPE|TIMEDOUT|AI_))/.test(
    `${code}${cause.message}`,
  );
  return isOfNetwork || /status \d{3}|aborted|timed out/.test(cause.message)
    ? new TillFailure('update.unreachable')
    : cause;
}
