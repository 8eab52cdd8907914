import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { onTestFinished } from 'vitest';
import { signFile, spellReleaseKey, type ReleaseKey } from '../../../electron/core/updates/minisign.ts';
import { addressOf } from '../../../electron/core/updates/read-feed.ts';
import type { FetchedRelease, UpdateHost } from '../../../electron/core/updates/update-host.ts';
import type { Feed } from '../../../shared/updates/feed.ts';
import { makeReleaseKey } from '../../../scripts/release-feed.ts';
import { listenOnLoopback } from '../../loopback-server.ts';
import { makeFolder } from '../db/open-writer.ts';

/** A folder of releases behind a real HTTP server, signed by its own key. */
export interface ReleaseServer {
  readonly feedUrl: string;
  readonly folder: string;
  readonly key: ReleaseKey;
  /** Puts a release there as its maker would, with what is said otherwise; under the name of another feed, too. */
  offer(changes?: Partial<Feed>, signedBy?: ReleaseKey | null, name?: string): void;
  /** What comes in between the next question and its answer. */
  beforeAnswer: () => void;
}

export const program = 'tillbook-0.2.0-linux-x86_64.AppImage';
const dayMs = 86_400_000;

export async function startReleaseServer(): Promise<ReleaseServer> {
  const folder = makeFolder();
  const key = makeReleaseKey();
  const { origin, close } = await listenOnLoopback((request, response) => {
    server.beforeAnswer();
    const path = join(folder, new URL(request.url ?? '/', 'http://localhost').pathname);
    if (!existsSync(path)) response.writeHead(404).end();
    else response.end(readFileSync(path));
  });
  onTestFinished(close);
  const server: ReleaseServer = {
    beforeAnswer: () => {},
    feedUrl: `${origin}/`,
    folder,
    key,
    offer(changes = {}, signedBy = key, name = 'latest-linux') {
      writeFileSync(join(folder, program), `the program, version ${changes.version ?? '0.2.0'}`);
      const content = readFileSync(join(folder, program));
      const feed: Feed = {
        feed: name,
        version: '0.2.0',
        files: [
          {
            url: program,
            sha512: createHash('sha512').update(content).digest('base64'),
            size: content.length,
          },
        ],
        releaseDate: new Date().toISOString(),
        releaseNotes: 'Cards print faster.',
        signedAt: new Date().toISOString(),
        expiresAt: new Date(Date.now() + dayMs).toISOString(),
        ...changes,
      };
      const text = JSON.stringify(feed);
      writeFileSync(join(folder, `${name}.yml`), text);
      const signature =
        signedBy === null ? 'no signature' : signFile(Buffer.from(text), signedBy, feed.version);
      writeFileSync(join(folder, `${name}.yml.minisig`), signature);
    },
  };
  return server;
}

/** A program of version 0.1.0 that fetches by HTTP, and notes what is done with it instead of ending. */
export function makeProgram(key: ReleaseKey): UpdateHost & {
  readonly staged: () => FetchedRelease | null;
  readonly restarts: () => number;
  /** Resolves with the next restart. */
  readonly restarted: Promise<void>;
} {
  const folder = makeFolder();
  let staged: FetchedRelease | null = null;
  let restarts = 0;
  const { promise: restarted, resolve } = Promise.withResolvers<void>();
  return {
    version: '0.1.0',
    system: 'linux',
    keys: [spellReleaseKey(key)],
    async download({ version, files }, feedUrl) {
      const [file] = files;
      const path = join(folder, file.url);
      const answer = await fetch(addressOf(feedUrl, file.url));
      await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(path));
      return { version, path, file };
    },
    stage(release) {
      staged = release;
    },
    restart() {
      restarts += 1;
      resolve();
    },
    former: () => null,
    goBack: () => {},
    staged: () => staged,
    restarts: () => restarts,
    restarted,
  };
}
