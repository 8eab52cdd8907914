/**
 * `npm run feed`: the signed feed that tills get their releases from. A static server with the folder is all it takes.
 *
 *   npm run feed -- new-key FILE
 *   npm run feed -- sign FOLDER --key FILE --version V [--channel latest|beta] [--percent P] [--notes FILE] [--days D]
 *   npm run feed -- renew FOLDER --key FILE [--percent P] [--days D]
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { spellReleaseKey } from '../electron/core/updates/minisign.ts';
import { updateChannels, type UpdateChannel } from '../shared/updates/channels.ts';
import { makeReleaseKey, readReleaseKey, renewFeeds, writeFeeds, writeReleaseKey } from './release-feed.ts';

const usage = `new-key FILE                  a pair for signing: the secret half into FILE, the public one is printed
sign FOLDER --key FILE --version V [--channel latest|beta] [--percent P] [--notes FILE] [--days D]
renew FOLDER --key FILE [--percent P] [--days D]    vouch for it anew, and for more tills`;

process.exitCode = run();

function run(): number {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        version: { type: 'string' },
        channel: { type: 'string', default: 'latest' },
        percent: { type: 'string' },
        notes: { type: 'string' },
        days: { type: 'string', default: '30' },
      },
    });
    const [what, place] = positionals;
    if (what === 'new-key' && place !== undefined) return makeKey(place);
    if (place === undefined || values.key === undefined) return tellUsage();
    const key = readReleaseKey(values.key);
    const when = {
      nowMs: Date.now(),
      days: Number(values.days),
      percentage: values.percent === undefined ? undefined : Number(values.percent),
    };
    if (what === 'renew') return tellFeeds(renewFeeds(place, when, key));
    if (what !== 'sign' || values.version === undefined || !isChannel(values.channel)) return tellUsage();
    const notes = values.notes === undefined ? '' : readFileSync(values.notes, 'utf8');
    return tellFeeds(
      writeFeeds(place, { ...when, version: values.version, channel: values.channel, notes }, key),
    );
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : String(cause));
    return 1;
  }
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

function tellFeeds(feeds: readonly string[]): number {
  for (const feed of feeds) console.log(JSON.stringify({ feed: `${feed}.yml` }));
  if (feeds.length === 0)
    console.error('There is no AppImage of that version in this folder, under the name it was made with.');
  return feeds.length === 0 ? 1 : 0;
}

function tellUsage(): number {
  console.error(usage);
  return 2;
}

function isChannel(text: string): text is UpdateChannel {
  return (updateChannels as readonly string[]).includes(text);
}
