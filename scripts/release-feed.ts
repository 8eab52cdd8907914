import { createHash, createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { signFile, type ReleaseKey } from '../electron/core/updates/minisign.ts';
import type { UpdateChannel } from '../shared/updates/channels.ts';
import {
  feedNameOf,
  feedSchema,
  feedSystems,
  type Feed,
  type FeedFile,
  type FeedSystem,
} from '../shared/updates/feed.ts';

const keyFileSchema = z.object({ id: z.string().regex(/^[0-9a-f]{16}$/), key: z.string() });

/** A pair for signing releases. */
export function makeReleaseKey(): ReleaseKey {
  return { id: randomBytes(8), key: generateKeyPairSync('ed25519').privateKey };
}

/** Writes the secret half for its owner alone. @throws when the file is there: a key is never overwritten */
export function writeReleaseKey(path: string, { id, key }: ReleaseKey): void {
  const content = { id: id.toString('hex'), key: key.export({ format: 'pem', type: 'pkcs8' }) };
  writeFileSync(path, `${JSON.stringify(content)}\n`, { mode: 0o600, flag: 'wx' });
}

/** The secret half, as {@link writeReleaseKey} wrote it. */
export function readReleaseKey(path: string): ReleaseKey {
  const { id, key } = keyFileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return { id: Buffer.from(id, 'hex'), key: createPrivateKey(key) };
}

/** What is said of a release besides its files. */
export interface Release {
  readonly version: string;
  readonly channel: UpdateChannel;
  readonly notes: string;
  /** 0 to 100; undefined: everybody. */
  readonly percentage?: number | undefined;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** How long it is vouched for. */
  readonly days: number;
}

/**
 * Writes the signed feeds of a release: one for each system that the folder has the program of this version for, under
 * the name it was made with.
 *
 * @returns the names of the feeds
 */
export function writeFeeds(folder: string, release: Release, key: ReleaseKey): string[] {
  const there = new Set(readdirSync(folder));
  return feedSystems.flatMap((system) => {
    const name = programNameOf(release.version, system);
    if (!there.has(name)) return [];
    const at = new Date(release.nowMs).toISOString();
    const feed = feedSchema.parse({
      feed: feedNameOf(release.channel, system),
      version: release.version,
      files: [describeFile(folder, name)],
      releaseDate: at,
      releaseNotes: release.notes,
      ...(release.percentage !== undefined && { stagingPercentage: release.percentage }),
      signedAt: at,
      expiresAt: expiryOf(release),
    });
    writeSigned(folder, feed, key);
    return [feed.feed];
  });
}

/** Vouches for the feeds of a folder anew, and lets more tills have them; the release stays the same. */
export function renewFeeds(
  folder: string,
  { percentage, nowMs, days }: Pick<Release, 'percentage' | 'nowMs' | 'days'>,
  key: ReleaseKey,
): string[] {
  const names = readdirSync(folder).filter((name) => /^(latest|beta)(-[a-z0-9-]+)?\.yml$/.test(name));
  return names.map((name) => {
    const { stagingPercentage, ...feed } = feedSchema.parse(
      JSON.parse(readFileSync(join(folder, name), 'utf8')),
    );
    const share = percentage ?? stagingPercentage;
    writeSigned(
      folder,
      {
        ...feed,
        ...(share !== undefined && { stagingPercentage: share }),
        signedAt: new Date(nowMs).toISOString(),
        expiresAt: expiryOf({ nowMs, days }),
      },
      key,
    );
    return feed.feed;
  });
}

function expiryOf({ nowMs, days }: Pick<Release, 'nowMs' | 'days'>): string {
  return new Date(nowMs + days * 86_400_000).toISOString();
}

/** The whole name, as `artifactName` of electron-builder.yml has it: a part of it is in that of a beta too. */
function programNameOf(version: string, system: FeedSystem): string {
  return `tillbook-${version}-${system === 'linux' ? 'linux-x86_64' : system}.AppImage`;
}

function describeFile(folder: string, url: string): FeedFile {
  const content = readFileSync(join(folder, url));
  return { url, sha512: createHash('sha512').update(content).digest('base64'), size: content.length };
}

/** The signature first: a till that reads between the two finds one that does not fit, and looks again later. */
function writeSigned(folder: string, feed: Feed, key: ReleaseKey): void {
  const text = `${JSON.stringify(feed, null, 2)}\n`;
  const comment = `${feed.feed} ${feed.version} signed ${feed.signedAt}`;
  for (const [name, content] of [
    [`${feed.feed}.yml.minisig`, signFile(Buffer.from(text), key, comment)],
    [`${feed.feed}.yml`, text],
  ] as const) {
    writeFileSync(join(folder, `${name}.next`), content);
    renameSync(join(folder, `${name}.next`), join(folder, name));
  }
}
