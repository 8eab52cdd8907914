import { createHash, createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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

/** The secret half, as {@link writeReleaseKey} wrote it. @throws in words when the file is anything else */
export function readReleaseKey(path: string): ReleaseKey {
  const { id, key } = readJson(path, keyFileSchema, 'no key that “feed new-key” has made');
  return { id: Buffer.from(id, 'hex'), key: createPrivateKey(key) };
}

/** What is said of a release besides its files. */
export interface Release {
  readonly version: string;
  readonly channel: UpdateChannel;
  readonly notes: string;
  /** 0 to 100; undefined: what the feed of this version has, and 0 when it is a new one. */
  readonly percentage?: number | undefined;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** How long it is vouched for. */
  readonly days: number;
}

/**
 * Writes the signed feeds of a release: one for each system that the folder has the program of this version for, under
 * the name it was made with. None is written when one cannot be.
 *
 * @returns the feeds
 * @throws in words when a program is empty, or the feed that lies there cannot be read and no percentage is given
 */
export function writeFeeds(folder: string, release: Release, key: ReleaseKey): Feed[] {
  const there = new Set(readdirSync(folder));
  const feeds = feedSystems.flatMap((system) => {
    const name = programNameOf(release.version, system);
    if (!there.has(name)) return [];
    const at = new Date(release.nowMs).toISOString();
    const feed = feedNameOf(release.channel, system);
    const made = feedSchema.parse({
      feed,
      version: release.version,
      files: [describeFile(folder, name)],
      releaseDate: at,
      releaseNotes: release.notes,
      ...stagingOf(release.percentage ?? percentageThere(folder, feed, release.version)),
      signedAt: at,
      expiresAt: expiryOf(release),
    });
    return [made];
  });
  for (const feed of feeds) writeSigned(folder, feed, key);
  return feeds;
}

/** Of the feed that lies there: undefined when all tills get this version by it, 0 when it has another or there is none. */
function percentageThere(folder: string, feed: string, version: string): number | undefined {
  const path = join(folder, `${feed}.yml`);
  if (!existsSync(path)) return 0;
  const there = readFeedFile(path);
  return there.version === version ? there.stagingPercentage : 0;
}

function stagingOf(percentage: number | undefined): Pick<Feed, 'stagingPercentage'> {
  return percentage === undefined ? {} : { stagingPercentage: percentage };
}

/**
 * Vouches for the feeds of a folder anew, and lets more tills have them; the release stays the same. None is written
 * when one cannot be.
 *
 * @throws in words when a feed is damaged, or a file it names is not there as it was signed
 */
export function renewFeeds(
  folder: string,
  { percentage, nowMs, days }: Pick<Release, 'percentage' | 'nowMs' | 'days'>,
  key: ReleaseKey,
): Feed[] {
  const names = readdirSync(folder).filter((name) => /^(latest|beta)(-[a-z0-9-]+)?\.yml$/.test(name));
  const feeds = names.map((name) => {
    const { stagingPercentage, ...feed } = readFeedFile(join(folder, name));
    for (const { url, sha512 } of feed.files) {
      if (!existsSync(join(folder, url)))
        throw new Error(`${name} names ${url}, which is not in the folder.`);
      if (describeFile(folder, url).sha512 !== sha512) {
        throw new Error(`${url} is not the file that ${name} was signed for.`);
      }
    }
    return Object.assign(feed, stagingOf(percentage ?? stagingPercentage), {
      signedAt: new Date(nowMs).toISOString(),
      expiresAt: expiryOf({ nowMs, days }),
    });
  });
  for (const feed of feeds) writeSigned(folder, feed, key);
  return feeds;
}

function readFeedFile(path: string): Feed {
  return readJson(path, feedSchema, 'no feed, or a damaged one: sign it again with --percent');
}

/** @throws with the path and what it is not */
function readJson<Schema extends z.ZodType>(path: string, schema: Schema, words: string): z.output<Schema> {
  const text = readFileSync(path, 'utf8');
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    // What the parsers say is for programmers, and may quote a secret.
    throw new Error(`${path} is ${words}.`, { cause });
  }
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
  if (content.length === 0) throw new Error(`${url} is empty.`);
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
