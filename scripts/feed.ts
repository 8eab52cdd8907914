/**
 * `npm run feed`: the signed feed that tills get their releases from. A static server with the folder is all it takes.
 *
 *   npm run feed -- new-key FILE
 *     a pair for signing: the secret half into FILE, the public one is printed
 *   npm run feed -- sign FOLDER --key FILE --version V [--channel latest|beta] [--percent P] [--notes FILE] [--days D]
 *     a release for P of a hundred tills; without it for as many as the feed of that version has, and for none (0)
 *     when the version is new
 *   npm run feed -- renew FOLDER --key FILE [--percent P] [--days D]
 *     vouch for it anew, and for more tills
 */
import { readFileSync } from 'node:fs';
import { spellReleaseKey } from '../electron/core/updates/minisign.ts';
import { updateChannels, type UpdateChannel } from '../shared/updates/channels.ts';
import type { Feed } from '../shared/updates/feed.ts';
import { versionNotation } from '../shared/updates/versions.ts';
import { readArguments, stopWithUsage } from './command-line.ts';
import { makeReleaseKey, readReleaseKey, renewFeeds, writeFeeds, writeReleaseKey } from './release-feed.ts';

const usage = `new-key FILE
sign FOLDER --key FILE --version V [--channel latest|beta] [--percent P] [--notes FILE] [--days D]
renew FOLDER --key FILE [--percent P] [--days D]`;

process.exitCode = run();

function run(): number {
  const { values, positionals } = readArguments(
    {
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        version: { type: 'string' },
        channel: { type: 'string', default: 'latest' },
        percent: { type: 'string' },
        notes: { type: 'string' },
        days: { type: 'string', default: '30' },
      },
    },
    usage,
  );
  const [what, place, superfluous] = positionals;
  if (superfluous !== undefined) stopWithUsage(`“${superfluous}” is one argument too many.`, usage);
  if (place === undefined) return tellUsage();
  const days = wholeNumber('days', values.days, 1, 3650);
  const percentage =
    values.percent === undefined ? undefined : wholeNumber('percent', values.percent, 0, 100);
  const { key: keyPath, version, channel } = values;
  if (version !== undefined && !versionNotation.test(version)) {
    stopWithUsage(`--version takes a version like 1.2.3 or 1.2.3-beta.1, and not “${version}”.`, usage);
  }
  try {
    if (what === 'new-key') return makeKey(place);
    if (keyPath === undefined) return tellUsage();
    const when = { nowMs: Date.now(), days, percentage };
    if (what === 'renew') return tellFeeds(renewFeeds(place, when, readReleaseKey(keyPath)));
    if (what !== 'sign' || version === undefined || !isChannel(channel)) return tellUsage();
    const notes = values.notes === undefined ? '' : readFileSync(values.notes, 'utf8');
    return tellFeeds(writeFeeds(place, { ...when, version, channel, notes }, readReleaseKey(keyPath)));
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : String(cause));
    return 1;
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (!/^\d{1,4}$/.test(text) || number < least || number > most) {
    stopWithUsage(`--${name} takes a whole number from ${least} to ${most}, and not “${text}”.`, usage);
  }
  return number;
}

function makeKey(path: string): number {
  const key = makeReleaseKey();
  writeReleaseKey(path, key);
  console.log(JSON.stringify({ publicKey: spellReleaseKey(key) }));
  console.error(
    `${path} signs releases: keep it off every till and every server. Put the public half into resources/updates/keys.json before the build.`,
  );
  return 0;
}

function tellFeeds(feeds: readonly Feed[]): number {
  for (const { feed, version, stagingPercentage = 100 } of feeds) {
    console.log(JSON.stringify({ feed: `${feed}.yml`, version, percent: stagingPercentage }));
    if (stagingPercentage === 0) {
      console.error(`No till takes ${version} by ${feed}.yml yet: say how many with --percent.`);
    }
  }
  if (feeds.length === 0)
    console.error('This folder has no feed, or no AppImage of that version under the name it was made with.');
  return feeds.length === 0 ? 1 : 0;
}

function tellUsage(): number {
  console.error(usage);
  return 2;
}

function isChannel(text: string): text is UpdateChannel {
  return (updateChannels as readonly string[]).includes(text);
}
