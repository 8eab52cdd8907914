import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TillFailure } from '../../../shared/contract/errors.ts';
import { describeCause } from '../../../electron/core/log/describe-cause.ts';
import { fitEntry, fittingLog, type LogDetails } from '../../../electron/core/log/log-details.ts';
import { openLogFile, readLogLines } from '../../../electron/core/log/log-file.ts';
import { respellLine, spellLine } from '../../../electron/core/log/log-line.ts';
import { BugElsewhere } from '../../../electron/core/threads/bug-elsewhere.ts';
import { openLog } from '../../../electron/host/log.ts';
import { makeFolder } from '../db/open-writer.ts';
import { openCore } from '../operations/open-core.ts';

const hostLog = fileURLToPath(new URL('../../../electron/host/log.ts', import.meta.url));
const atMs = Date.parse('2026-03-04T05:06:07.890Z');
const uuid = '0b7e3a52-8a3f-4e52-9d0f-0c4f3a3f6a11';

function lineOf(event: string, details: unknown): string {
  return spellLine(atMs, fitEntry('warning', event, details));
}

describe('a line of the log', () => {
  it('says when, how important, what, and what belongs to it', () => {
    expect(JSON.parse(lineOf('print-job.failed', { jobId: uuid, page: 3, code: 'SQLITE_FULL' }))).toEqual({
      time: '2026-03-04T05:06:07.890Z',
      level: 'warning',
      event: 'print-job.failed',
      jobId: uuid,
      page: 3,
      code: 'SQLITE_FULL',
    });
  });

  it('has no place for what a person is called or has, whichever detail it is put into', () => {
    const people = ['Kari', 'Nordmann', 'kari.nordmann@example.com', '+47 412 34 567', '41234567', 'KARI'];
    const keys = ['jobId', 'mutationIds', 'operation', 'code', 'outcome', 'mended', 'unfit', 'cause', 'page'];
    for (const text of people) {
      const bug = new TypeError(`${text} has no name\n    at ${text} (electron/${text}.ts:1:1)`);
      const values = [text, [text], { text }, { name: text, code: text, at: [text] }, bug];
      for (const value of [...values, Object.assign(new Error(text), { name: text, code: text })]) {
        const details = Object.fromEntries([...keys, text].map((key) => [key, value]));
        expect(lineOf('till.opened', details)).not.toContain(text);
        expect(lineOf(text, details)).not.toContain(text);
      }
    }
  });

  it('names the details it had to leave out, and is read again as it was written', () => {
    const line = lineOf('push.broken', {
      mutationIds: [uuid, 'Kari'],
      jobId: 'Kari',
      cause: new Error('Kari'),
    });
    expect(JSON.parse(line)).toMatchObject({
      mutationIds: [uuid],
      unfit: ['jobId'],
      cause: { name: 'Error' },
    });
    expect(respellLine(line)).toBe(line);
    expect(respellLine(line.slice(0, 60))).toBeUndefined();
    expect(
      respellLine(`{"time":"2026-03-04T05:06:07.890Z","level":"info","event":"till.opened","who":"Kari"}`),
    ).not.toContain('Kari');
  });

  it('is one line of plain signs, whatever it is given', () => {
    const anything = fc.anything({ withNullPrototype: true });
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.dictionary(fc.string(), anything),
        anything,
        (event, details, value) => {
          const all = { ...details, cause: value, jobId: value, page: value, mutationIds: value };
          expect(lineOf(event, all)).toMatch(/^\{[\x20-\x7e]*\}$/);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('what is said of a bug', () => {
  it('is its kind and where it was thrown, by places inside the program', () => {
    const { name, at } = describeCause(new RangeError('Kari is out of range'));
    expect(name).toBe('RangeError');
    expect(at[0]).toMatch(/^tests\/core\/log\/log\.test\.ts:\d+:\d+$/);
    expect(JSON.stringify(at)).not.toContain(process.cwd());
  });

  it('is the code of an expected failure, or of the system', () => {
    expect(describeCause(new TillFailure('disk.full'))).toMatchObject({
      name: 'TillFailure',
      code: 'disk.full',
    });
    expect(describeCause(Object.assign(new Error('x'), { code: 'ENOSPC' }))).toMatchObject({
      code: 'ENOSPC',
    });
  });

  it('keeps what another thread said of it, and where it was called from', () => {
    const there = describeCause(new SyntaxError('Unexpected token K, "Kari"'));
    const { name, at } = describeCause(new BugElsewhere('SyntaxError: "Kari"', there));
    expect(name).toBe('SyntaxError');
    expect(at.length).toBeGreaterThan(there.at.length);
    expect(at.slice(0, there.at.length)).toEqual(there.at);
  });
});

describe('the files of the log', () => {
  it('take no more room than they may, and keep the newest lines', () => {
    const folder = makeFolder();
    const append = openLogFile(folder, { maxBytes: 1000 });
    for (let number = 0; number < 500; number += 1) append(lineOf('pull.unreadable', { page: number }));
    const names = readdirSync(join(folder, 'logs')).toSorted();
    expect(names).toEqual(['till.1.log', 'till.2.log', 'till.3.log', 'till.4.log', 'till.log']);
    for (const name of names) {
      const { size, mode } = statSync(join(folder, 'logs', name));
      expect(size).toBeLessThanOrEqual(1000);
      expect(mode & 0o077).toBe(process.platform === 'win32' ? mode & 0o077 : 0);
    }
    const pages = readLogLines(folder).map((line) => (JSON.parse(line) as { page: number }).page);
    expect(pages).toEqual(Array.from({ length: pages.length }, (_, index) => 500 - pages.length + index));
    expect(pages.length).toBeGreaterThan(30);
  });

  it('go on where another run left off', () => {
    const folder = makeFolder();
    for (const page of [1, 2]) openLogFile(folder)(lineOf('pull.unreadable', { page }));
    expect(readLogLines(folder)).toHaveLength(2);
  });

  it('cannot be written, and the till goes on', () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'logs'), 'in the way');
    const log = openLog(folder);
    expect(() => log('info', 'till.opened', { ms: 1 })).not.toThrow();
    expect(readFileSync(join(folder, 'logs'), 'utf8')).toBe('in the way');
  });

  it('are made by the first line alone', () => {
    const folder = makeFolder();
    openLog(folder);
    expect(existsSync(join(folder, 'logs'))).toBe(false);
  });
});

describe('a bug that nobody has caught', () => {
  it.each([
    ['throw new RangeError("Kari Nordmann")', 'host.crashed', 1],
    [
      'await new Promise((go) => { void Promise.reject(new RangeError("Kari Nordmann")); setTimeout(go); })',
      'host.rejection-unhandled',
      0,
    ],
  ])('is noted without its words: %s', (bug, event, code) => {
    const folder = makeFolder();
    const start = `import { noteCrashes, openLog } from ${JSON.stringify(hostLog)};
      noteCrashes(openLog(${JSON.stringify(folder)}));
      ${bug};`;
    const ended = spawnSync(process.execPath, ['--input-type=module', '-e', start], { encoding: 'utf8' });
    expect(ended.status).toBe(code);
    const [line = ''] = readLogLines(folder);
    expect(JSON.parse(line)).toMatchObject({ event, cause: { name: 'RangeError' } });
    expect(`${line}${ended.stderr}${ended.stdout}`).not.toContain('Kari');
  });
});

describe('how much is written', () => {
  it('is what the settings say, from the moment they say it', async () => {
    const { core, logged } = await openCore();
    const answered = () => logged.filter(({ event }) => event === 'operation.answered').length;
    await core.callUntrusted('settings.get', {});
    expect(answered()).toBe(0);
    await core.call('settings.set', { changes: { logLevel: 'debug' } });
    await core.callUntrusted('customers.search', { query: 'Kari Nordmann' });
    await core.callUntrusted('customers.get', { customerUid: 'kari' });
    expect(logged.slice(-2).map(({ details }) => details)).toMatchObject([
      { operation: 'customers.search', outcome: 'ok' },
      { operation: 'customers.get', outcome: 'customer.not-found' },
    ]);
    await core.call('settings.set', { changes: { logLevel: 'error' } });
    await core.callUntrusted('settings.get', {});
    expect(answered()).toBe(2);
  });

  it('never keeps a detail it does not know, even one that was spread in', () => {
    const lines: unknown[] = [];
    const spread = { page: 1, who: 'Kari' } as LogDetails;
    fittingLog((...line) => lines.push(line))('info', 'pull.unreadable', spread);
    expect(lines).toEqual([['info', 'pull.unreadable', { page: 1 }]]);
  });
});
