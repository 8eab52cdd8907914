import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Measured } from '#shared/health/judge-health';
import { claimDataFolder } from '../../electron/core/db/data-folder.ts';
import { healthyTill, hourMs, statusOf } from '../core/health/healthy-till.ts';
import { makeFolder } from '../core/db/open-writer.ts';
import { listenOnLoopback } from '../loopback-server.ts';
import { answerOf, runTill } from './till-process.ts';

interface Answer {
  readonly summary: unknown;
  readonly tills: readonly {
    readonly till: string | null;
    readonly level: string;
    readonly troubles: string[];
  }[];
}

const now = () => new Date().toISOString();

function tillNumber(till: string, changes: Partial<Measured> = {}): Measured {
  const recent = now();
  return {
    ...healthyTill,
    at: recent,
    outbox: { ...healthyTill.outbox, oldestAt: recent },
    sync: { ...healthyTill.sync, lastPullAt: recent },
    backups: { ...healthyTill.backups, newestAt: recent },
    till: { ...healthyTill.till!, till },
    ...changes,
  };
}

/** As a collector lays them down: a folder a till. */
function collect(): string {
  const folder = makeFolder();
  const put = (name: string, text: string) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'status.json'), text);
  };
  put('a-well', JSON.stringify(statusOf(tillNumber('1'))));
  put(
    'b-parked',
    JSON.stringify(
      statusOf(tillNumber('2', { outbox: { waiting: 0, oldestAt: null, parked: 3, conflicts: 0 } })),
    ),
  );
  put(
    'c-conflicts',
    JSON.stringify(
      statusOf(tillNumber('3', { outbox: { waiting: 0, oldestAt: null, parked: 0, conflicts: 1 } })),
    ),
  );
  const long = new Date(Date.now() - 3 * hourMs).toISOString();
  put('d-silent', JSON.stringify(statusOf(tillNumber('4', { at: long }))));
  put('e-closed', JSON.stringify(statusOf(tillNumber('5', { at: long }), 'stopped')));
  put('f-cut', JSON.stringify(statusOf(tillNumber('6'))).slice(0, 300));
  return folder;
}

describe('fleet-status', () => {
  it('shows first which tills need somebody: troubles, silence, and a file nobody can read', async () => {
    const ended = await runTill(['fleet-status', collect()]);
    expect(ended.code).toBe(1);
    const { summary, tills } = answerOf(ended) as Answer;
    expect(summary).toEqual({ tills: 6, act: 3, watch: 1, good: 2 });
    expect(tills.map(({ till, level, troubles }) => [till, level, troubles])).toEqual([
      ['2', 'act', ['outbox-parked']],
      ['4', 'act', ['silent']],
      [null, 'act', ['no-status']],
      ['3', 'watch', ['conflicts']],
      ['1', 'good', []],
      ['5', 'good', []],
    ]);
  });

  it('is a table for people', async () => {
    const ended = await runTill(['fleet-status', collect(), '--table']);
    const [head, first] = ended.stdout.split('\n');
    expect(head).toMatch(/^level +store +till +state +at +version +customers +waiting +parked +troubles$/);
    expect(first).toMatch(/^act +aalesund +2 +running .*outbox-parked$/);
  });

  it('asks tills with a token, and never hands it on', async () => {
    const asked: (string | undefined)[] = [];
    const till = await listenOnLoopback((request, response) => {
      asked.push(request.headers.authorization);
      if (request.url === '/elsewhere/status') {
        response.writeHead(302, { location: `/status` }).end();
        return;
      }
      response.end(JSON.stringify(statusOf(tillNumber('7'))));
    });
    onTestFinished(() => till.close());
    const tokenFile = join(makeFolder(), 'token');
    writeFileSync(tokenFile, 'secret-of-the-fleet\n');
    const asking = [`${till.origin}/status`, `${till.origin}/elsewhere/status`, '--token-file', tokenFile];
    const { tills } = answerOf(await runTill(['fleet-status', ...asking])) as Answer;
    expect(tills).toMatchObject([
      { level: 'act', problem: 'unreachable' },
      { level: 'good', till: '7' },
    ]);
    expect(asked).toEqual(['Bearer secret-of-the-fleet', 'Bearer secret-of-the-fleet']);
  });

  it.each([
    [[], 'FOLDER, FILE or URL is missing.'],
    [['https://till.example/status'], '--token-file'],
    [['/nowhere/at/all'], 'cannot be read'],
  ])('refuses %j with words', async (args, words) => {
    const ended = await runTill(['fleet-status', ...args]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(words);
  });

  it('is no “all well” when a folder has no till in it, as a share that is not mounted', async () => {
    const ended = await runTill(['fleet-status', collect(), makeFolder()]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('has no status of a till in it');
  });
});

describe('health', () => {
  it('is measured where the till is closed, and makes none where there is none', async () => {
    const dataDir = makeFolder();
    expect(await runTill(['--data', dataDir, 'health'])).toMatchObject({ code: 1 });
    await runTill(['--data', dataDir, 'call', 'settings.get']);
    const ended = await runTill(['--data', dataDir, 'health']);
    expect(ended.code).toBe(0);
    expect(answerOf(ended)).toMatchObject({ level: 'watch', state: 'stopped', coverage: { cached: 0 } });
  });

  it('of a till that is running is what it says of itself', async () => {
    const dataDir = makeFolder();
    await runTill(['--data', dataDir, 'call', 'settings.get']);
    const release = claimDataFolder(dataDir);
    onTestFinished(() => release());
    expect(answerOf(await runTill(['--data', dataDir, 'health']))).toMatchObject({
      error: { code: 'store.in-use' },
    });
    writeFileSync(join(dataDir, 'status.json'), JSON.stringify(statusOf(tillNumber('9', { till: null }))));
    const ended = await runTill(['--data', dataDir, 'health']);
    expect(ended.code).toBe(0);
    expect(answerOf(ended)).toMatchObject({ state: 'running', level: 'watch' });
  });

  it('has a schema that others can check it by', async () => {
    const { code, stdout } = await runTill(['health', '--schema']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: { level: { enum: ['good', 'watch', 'act'] }, state: { enum: ['running', 'stopped'] } },
    });
  });
});
