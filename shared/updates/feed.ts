import { z } from 'zod';
import type { ErrorCode } from '../contract/errors.ts';
import type { UpdateChannel } from './channels.ts';
import { compareVersions, versionNotation } from './versions.ts';

/** One file of a release, beside the feed. */
const fileSchema = z.object({
  /** Its name in the feed's folder: no path, no address. */
  url: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,199}$/),
  /** SHA-512 in base64, as electron-updater counts it. */
  sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
  size: z.number().int().positive(),
});

/**
 * Which release there is for one system on one channel. The file has the name and the fields that electron-updater
 * expects of a static server; its text is JSON, which is YAML too, so that there is one way to read it.
 */
export const feedSchema = z.object({
  /** The file's own name: a feed of another system or channel is not taken for this one. */
  feed: z.string().max(60),
  version: z.string().max(60).regex(versionNotation),
  /** The one program of its system. */
  files: z.tuple([fileSchema]),
  /** RFC 3339. */
  releaseDate: z.iso.datetime(),
  /** Plain text. */
  releaseNotes: z.string().max(20_000).default(''),
  /** How many of a hundred tills get it; all when absent. */
  stagingPercentage: z.number().min(0).max(100).optional(),
  /** RFC 3339: when this was signed. Nobody may bring an older one back. */
  signedAt: z.iso.datetime(),
  /** RFC 3339: after that nobody vouches for it any more, so nobody can hide later ones for longer. */
  expiresAt: z.iso.datetime(),
});
export type Feed = z.output<typeof feedSchema>;
export type FeedFile = z.output<typeof fileSchema>;

/** The systems whose tills put releases in place themselves, as electron-updater names their feeds. */
export const feedSystems = ['linux', 'linux-arm64'] as const;
export type FeedSystem = (typeof feedSystems)[number];

/** `latest-linux`, `beta-linux-arm64`: without `.yml`. */
export function feedNameOf(channel: UpdateChannel, system: FeedSystem): string {
  return `${channel}-${system}`;
}

/** How far ahead of a till's clock the one may be that a feed was signed by. */
const mostAheadMs = 24 * 3_600_000;

/** What a till knows when it reads a feed. */
export interface FeedReader {
  /** Which one it asked for. */
  readonly feed: string;
  /** The version it is. */
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** The newest of that name it has believed from that address, in milliseconds since the epoch; 0: none yet. */
  readonly newestSignedMs: number;
}

/**
 * Why a feed that is signed well is not believed all the same; undefined when it is.
 *
 * - `update.invalid`: of another system or channel
 * - `update.replayed`: signed before one that was believed already
 * - `update.ahead`: signed later than now; believed, it would make all that come after it look replayed
 * - `update.expired`: nobody has signed it for too long; somebody may be holding newer ones back
 * - `update.older`: it would put an older version in the place of this one
 */
export function distrust(feed: Feed, reader: FeedReader): ErrorCode | undefined {
  if (feed.feed !== reader.feed) return 'update.invalid';
  if (Date.parse(feed.signedAt) < reader.newestSignedMs) return 'update.replayed';
  if (Date.parse(feed.signedAt) > reader.nowMs + mostAheadMs) return 'update.ahead';
  if (Date.parse(feed.expiresAt) <= reader.nowMs) return 'update.expired';
  if (compareVersions(feed.version, reader.version) < 0) return 'update.older';
  return undefined;
}
