import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseReleaseKey } from '../../electron/core/updates/minisign.ts';
import { readFeed, type FeedQuestion } from '../../electron/core/updates/read-feed.ts';
import { inProject } from '../../scripts/project.ts';
import { captureCommand } from '../../scripts/run-command.ts';
import { makeFolder } from '../core/db/open-writer.ts';

const feed = (...args: readonly string[]) =>
  captureCommand(process.execPath, [inProject('scripts/feed.ts'), ...args]);

/** What it says for programs, among what it says for people; by its text, since folders have no order. */
function jsonLinesOf(output: string): unknown[] {
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  return lines.toSorted().map((line) => JSON.parse(line) as unknown);
}

/** A static server is a folder with an address. */
function asServer(folder: string): typeof fetch {
  return async (address) => {
    const { pathname } = new URL(address instanceof Request ? address.url : address);
    return new Response(readFileSync(join(folder, pathname)));
  };
}

it('makes a key, signs what tills believe, vouches for it anew, and never writes over a key', async () => {
  const folder = makeFolder();
  const keyPath = join(makeFolder(), 'release.key');
  const made = await feed('new-key', keyPath);
  expect(made.code).toBe(0);
  expect(statSync(keyPath).mode & 0o777).toBe(0o600);
  expect((await feed('new-key', keyPath)).code).toBe(1);

  // A beta of the same version, versions that end and begin like it, and what IT brings by its own means.
  const ofX86 = 'linux-x86_64.AppImage';
  for (const name of [
    `tillbook-0.2.0-beta.1-${ofX86}`,
    `tillbook-0.2.0-${ofX86}`,
    'tillbook-0.2.0-linux-arm64.AppImage',
    `tillbook-10.2.0-${ofX86}`,
    `tillbook-0.2.01-${ofX86}`,
    `copy-of-tillbook-0.2.0-${ofX86}`,
    'tillbook-0.2.0-win-x64.exe',
  ]) {
    writeFileSync(join(folder, name), name);
  }
  writeFileSync(join(folder, 'notes.txt'), 'Faster.\n');
  const sign = ['sign', folder, '--key', keyPath, '--version', '0.2.0', '--percent', '10'];
  const signed = await feed(...sign, '--notes', join(folder, 'notes.txt'));
  expect(jsonLinesOf(signed.output)).toEqual([
    { feed: 'latest-linux-arm64.yml', version: '0.2.0', percent: 10 },
    { feed: 'latest-linux.yml', version: '0.2.0', percent: 10 },
  ]);

  const [{ publicKey }] = jsonLinesOf(made.output) as [{ publicKey: string }];
  const question: FeedQuestion = {
    feed: 'latest-linux',
    feedUrl: 'https://updates.example.no/',
    keys: [parseReleaseKey(publicKey)!],
    version: '0.1.0',
    nowMs: Date.now(),
    newestSignedMs: 0,
    fetch: asServer(folder),
    signal: new AbortController().signal,
  };
  const first = await readFeed(question);
  expect(first).toMatchObject({ version: '0.2.0', stagingPercentage: 10, releaseNotes: 'Faster.\n' });
  expect(first.files.map(({ url }) => url)).toEqual([`tillbook-0.2.0-${ofX86}`]);

  expect((await feed('renew', folder, '--key', keyPath, '--percent', '100', '--days', '7')).code).toBe(0);
  const renewed = await readFeed({ ...question, newestSignedMs: Date.parse(first.signedAt) });
  expect(renewed).toMatchObject({ version: '0.2.0', stagingPercentage: 100, files: first.files });
  expect(Date.parse(renewed.signedAt)).toBeGreaterThan(Date.parse(first.signedAt));
  expect(Date.parse(renewed.expiresAt) - Date.parse(renewed.signedAt)).toBe(7 * 86_400_000);
});

it('says how it is used', async () => {
  const { code, output } = await feed('publish');
  expect(code).toBe(2);
  expect(output).toContain('sign FOLDER --key FILE');
});

/** A folder with the program of a version, and a key. */
async function makeReleaseFolder() {
  const folder = makeFolder();
  const keyPath = join(makeFolder(), 'release.key');
  await feed('new-key', keyPath);
  const program = (version: string) => join(folder, `tillbook-${version}-linux-x86_64.AppImage`);
  writeFileSync(program('0.2.0'), 'the program');
  const sign = (version: string, ...more: readonly string[]) =>
    feed('sign', folder, '--key', keyPath, '--version', version, ...more);
  const renew = (...more: readonly string[]) => feed('renew', folder, '--key', keyPath, ...more);
  const percent = () =>
    (JSON.parse(readFileSync(join(folder, 'latest-linux.yml'), 'utf8')) as { stagingPercentage?: number })
      .stagingPercentage;
  return { folder, keyPath, program, sign, renew, percent };
}

it('never gives a release to more tills than was said', async () => {
  const { program, sign, percent } = await makeReleaseFolder();
  expect((await sign('0.2.0')).output).toContain('No till takes 0.2.0');
  expect(percent()).toBe(0);
  await sign('0.2.0', '--percent', '10');
  expect((await sign('0.2.0')).code).toBe(0);
  expect(percent()).toBe(10);
  writeFileSync(program('0.3.0'), 'the next program');
  await sign('0.3.0');
  expect(percent()).toBe(0);
}, 60_000);

it('vouches for nothing that is missing, other than it was signed, or damaged', async () => {
  const { folder, keyPath, program, sign, renew } = await makeReleaseFolder();
  await sign('0.2.0', '--percent', '10');
  const path = join(folder, 'latest-linux.yml');
  const signed = readFileSync(path, 'utf8');
  const refused = async (ended: ReturnType<typeof feed>, words: string) => {
    const { code, output } = await ended;
    expect(code).toBe(1);
    expect(output).toContain(words);
    expect(output.trim().split('\n')).toHaveLength(1);
  };
  writeFileSync(program('0.2.0'), 'another program');
  await refused(renew(), 'is not the file that latest-linux.yml was signed for');
  writeFileSync(program('0.2.0'), '');
  await refused(sign('0.2.0', '--percent', '20'), 'is empty');
  rmSync(program('0.2.0'));
  await refused(renew(), 'which is not in the folder');
  expect(readFileSync(path, 'utf8')).toBe(signed);
  writeFileSync(path, '{}');
  await refused(renew(), 'a damaged one');
  writeFileSync(keyPath, '-----BEGIN PRIVATE KEY-----');
  await refused(renew(), 'no key that');
}, 60_000);

it.each([
  ['--days', '0'],
  ['--days', 'abc'],
  ['--percent', ''],
  ['--percent', '101'],
  ['--percent', 'abc'],
  ['--version', 'abc'],
  ['too', 'many'],
])('refuses %s %j in words', async (...args) => {
  const { code, output } = await feed('renew', 'folder', '--key', 'key', ...args);
  expect(code).toBe(2);
  expect(output.split('\n')[0]).toMatch(/ takes .*, and not “|one argument too many/);
  expect(output).toContain('renew FOLDER --key FILE');
});

it('helps', async () => {
  const { code, output } = await feed('--help');
  expect(code).toBe(0);
  expect(output).toContain('for none (0)');
});
