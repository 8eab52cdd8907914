import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../core/db/open-writer.ts';
import { answerOf, runTill, runTillUnread } from './till-process.ts';

const bjorn = {
  customer: {
    customerUid: 'c-bjorn',
    customerType: 'PERSON',
    firstname: 'Bjørn',
    lastname: 'Åse',
    countryCode: 'NO',
  },
};

describe('the command line', () => {
  it('lists its commands', async () => {
    const helped = await runTill(['--help']);
    expect(helped.code).toBe(0);
    for (const name of ['connect', 'call', 'import', 'search-batch', 'sync', 'serve', 'practice', 'doctor']) {
      expect(helped.stdout).toMatch(new RegExp(`^  ${name}( |$)`, 'm'));
    }
  });

  it('says which imported customers are sent to the service', async () => {
    for (const asked of [['--help'], ['import', '--help']]) {
      const { stdout } = await runTill(asked);
      expect(stdout).toMatch(/with a customerUid.*not sent.*without one are new customers/);
    }
  });

  it.each([
    [[], 'A command is missing.'],
    [['fly'], 'There is no command “fly”.'],
    [['constructor'], 'There is no command “constructor”.'],
    [['sync', '--slowly'], '--slowly'],
    [['sync', '--timeout', 'soon'], '--timeout takes a whole number'],
    [['import'], 'FILE is missing.'],
    [['call'], 'OPERATION is missing.'],
    [['doctor', 'extra'], '“extra” is not understood.'],
    [['rotate-key', 'extra'], '“extra” is not understood.'],
    [['recover', 'extra'], '“extra” is not understood.'],
    [['backups', 'extra'], '“extra” is not understood.'],
    [['connect', 'extra'], '“extra” is not understood.'],
    [['--data', '', 'doctor'], '--data names no folder.'],
    [['--data=', 'doctor'], '--data names no folder.'],
    [['connect', '--service', 'flow-retail'], '--url is missing.'],
    [['connect', '--service', 'other', '--url', 'http://localhost', '--tenant', 't'], '--service takes'],
    [['serve', '--port', '70000'], '--port takes a whole number'],
  ])('refuses %j with words and exit code 2, and makes no data', async (args, words) => {
    const dataDir = join(makeFolder(), 'data');
    const ended = await runTill(['--data', dataDir, ...args]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(words);
    expect(existsSync(dataDir)).toBe(false);
  });
});

describe('call', () => {
  it('answers one line of JSON and keeps stdout free of everything else', async () => {
    const dataDir = makeFolder();
    const created = await runTill(['--data', dataDir, 'call', 'customers.create', JSON.stringify(bjorn)]);
    expect(created.code).toBe(0);
    expect(answerOf(created)).toMatchObject({
      ok: true,
      state: 'pending',
      customer: { displayName: 'Bjørn Åse' },
    });
    const found = await runTill(['--data', dataDir, 'call', 'customers.search', '-'], {
      input: '{"query":"asse bjorn"}',
    });
    expect(found).toMatchObject({ code: 0, stderr: '' });
    expect(answerOf(found)).toMatchObject({ ok: true, hits: [{ customerUid: 'c-bjorn' }] });
  });

  it.each([
    ['customers.levitate', '{}', 'operation.unknown'],
    ['customers.get', '{"customerUid":', 'input.invalid'],
    ['customers.get', '{"customerUid":7}', 'input.invalid'],
    ['customers.get', '{"customerUid":"nobody"}', 'customer.not-found'],
  ])('answers %s %s with %s and exit code 1', async (operation, input, code) => {
    const ended = await runTill(['--data', makeFolder(), 'call', operation, input]);
    expect(ended.code).toBe(1);
    expect(answerOf(ended)).toMatchObject({ ok: false, error: { code } });
  });

  it('refuses a call that is too large', async () => {
    const input = JSON.stringify({ query: 'x'.repeat(1_000_001) });
    const ended = await runTill(['--data', makeFolder(), 'call', 'customers.search', '-'], { input });
    expect(answerOf(ended)).toMatchObject({ ok: false, error: { code: 'input.too-large' } });
  });
});

describe('import and search-batch', () => {
  it('imports what it can, names the lines it cannot, and finds what it imported', async () => {
    const dataDir = makeFolder();
    const file = join(dataDir, 'customers.jsonl');
    writeFileSync(
      file,
      [
        JSON.stringify(bjorn.customer),
        '{"customerUid": broken',
        JSON.stringify({ ...bjorn.customer, customerUid: 'c-kari', firstname: 'Kari', lastname: 'Nordmann' }),
      ].join('\n'),
    );
    const imported = await runTill(['--data', dataDir, 'import', file]);
    expect(imported.code).toBe(0);
    expect(answerOf(imported)).toMatchObject({ imported: 2, rejected: [{ line: 2 }] });

    const queries = join(dataDir, 'queries.jsonl');
    writeFileSync(queries, '{"query":"kari nordman"}\nnonsense\n{"query":"asse"}\n');
    const searched = await runTill(['--data', dataDir, 'search-batch', queries]);
    expect(searched.code).toBe(1);
    const [kari, broken, ase] = searched.stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(kari).toEqual({ query: 'kari nordman', ids: ['c-kari'], ms: expect.any(Number) });
    expect(broken).toMatchObject({ line: 2, ok: false, error: { code: 'input.invalid' } });
    expect(ase).toMatchObject({ query: 'asse', ids: ['c-bjorn'] });
  });

  it('import fails when nothing of a file could be taken', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'bad.csv'), 'foo,bar\n1,2\n');
    const ended = await runTill(['--data', folder, 'import', join(folder, 'bad.csv')]);
    expect(ended.code).toBe(1);
    expect(answerOf(ended)).toMatchObject({
      imported: 0,
      rejected: [{ line: 1 }],
      unknownFields: ['foo', 'bar'],
    });
  });

  it.skipIf(process.platform === 'win32')('import says on Ctrl+C where the rest begins', async () => {
    const folder = makeFolder();
    const file = join(folder, 'new.jsonl');
    execFileSync('mkfifo', [file]);
    // A pipe opens once somebody reads it.
    const opened = open(file, 'w');
    const ended = runTill(['--data', folder, 'import', file], { interruptedAt: opened });
    const pipe = await opened;
    await wait(1000);
    await pipe.write('{"firstname":"Kari"}\n');
    await pipe.close();
    expect(await ended).toMatchObject({ code: 130 });
    expect(answerOf(await ended)).toMatchObject({ imported: 0, rejected: [], nextLine: 1 });
  });

  it.each(['import', 'search-batch'])('%s says that a file cannot be read', async (command) => {
    const dataDir = join(makeFolder(), 'data');
    const ended = await runTill(['--data', dataDir, command, '/nowhere/customers.jsonl']);
    expect(ended.code).toBe(1);
    expect(answerOf(ended)).toMatchObject({ ok: false, error: { code: 'file.unreadable' } });
    expect(existsSync(dataDir)).toBe(false);
    expect(ended.stderr).toMatch(/no such file/i);
  });

  it.each(['import', 'search-batch'])('%s says that a folder is no file', async (command) => {
    const ended = await runTill(['--data', makeFolder(), command, makeFolder()]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('This is a folder, not a file.');
    expect(ended.stderr).not.toContain('EISDIR');
    expect(answerOf(ended)).toMatchObject({ ok: false, error: { code: 'file.unreadable' } });
  });

  it('search-batch reads a file that begins with a byte order mark', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'queries.jsonl'), '\uFEFF{"query":"kari"}\r\n');
    const ended = await runTill(['--data', folder, 'search-batch', join(folder, 'queries.jsonl')]);
    expect(ended.code).toBe(0);
    expect(answerOf(ended)).toMatchObject({ query: 'kari', ids: [] });
  });
});

describe('a reader of stdout who leaves early', () => {
  it('is told nothing, and what was asked for is done', async () => {
    const dataDir = makeFolder();
    const left = await runTillUnread(
      ['--data', dataDir, 'call', 'customers.create', JSON.stringify(bjorn)],
      0,
    );
    expect(left.code).toBe(0);
    expect(left.stderr).not.toContain('EPIPE');
    const found = await runTill(['--data', dataDir, 'call', 'customers.get', '{"customerUid":"c-bjorn"}']);
    expect(answerOf(found)).toMatchObject({ ok: true });
  });

  it('ends a batch of searches', async () => {
    const folder = makeFolder();
    await runTill(['--data', folder, 'call', 'sync.status']);
    // The last line would make it fail, if it got there.
    const queries = `${'{"query":"kari"}\n'.repeat(20_000)}nonsense\n`;
    writeFileSync(join(folder, 'queries.jsonl'), queries);
    const left = await runTillUnread(['--data', folder, 'search-batch', join(folder, 'queries.jsonl')], 1);
    expect(left).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('the key', () => {
  const key = 'ab'.repeat(32);

  it('makes practice.key for a new folder, for its owner alone, and warns once', async () => {
    const dataDir = join(makeFolder(), 'new');
    const first = await runTill(['--data', dataDir, 'call', 'sync.status']);
    expect(first.stderr).toContain('practice and tests');
    expect(statSync(join(dataDir, 'practice.key')).mode & 0o777).toBe(0o600);
    const second = await runTill(['--data', dataDir, 'call', 'sync.status']);
    expect(second).toMatchObject({ code: 0, stderr: '' });
  });

  it('opens the data with TILLBOOK_KEY alone, and with no other key', async () => {
    const dataDir = makeFolder();
    const made = await runTill(['--data', dataDir, 'call', 'customers.create', JSON.stringify(bjorn)], {
      env: { TILLBOOK_KEY: key },
    });
    expect(made.code).toBe(0);
    expect(existsSync(join(dataDir, 'practice.key'))).toBe(false);

    const wrong = await runTill(['--data', dataDir, 'call', 'sync.status'], {
      env: { TILLBOOK_KEY: 'cd'.repeat(32) },
    });
    expect(answerOf(wrong)).toMatchObject({ ok: false, error: { code: 'store.wrong-key' } });
    const none = await runTill(['--data', dataDir, 'call', 'sync.status']);
    expect(answerOf(none)).toMatchObject({ ok: false, error: { code: 'store.no-key' } });
    expect(existsSync(join(dataDir, 'practice.key'))).toBe(false);

    const right = await runTill(['--data', dataDir, 'call', 'customers.get', '{"customerUid":"c-bjorn"}'], {
      env: { TILLBOOK_KEY: key.toUpperCase() },
    });
    expect(answerOf(right)).toMatchObject({ ok: true, customer: { customerUid: 'c-bjorn' } });
  });

  it('says what a key looks like', async () => {
    const ended = await runTill(['--data', makeFolder(), 'call', 'sync.status'], {
      env: { TILLBOOK_KEY: 'secret' },
    });
    expect(answerOf(ended)).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
    expect(ended.stderr).toContain('64 hexadecimal digits');
    expect(ended.stderr).not.toContain('secret');
  });
});

describe('a data folder that cannot be written', () => {
  it.runIf(process.platform === 'linux').each([[{}], [{ TILLBOOK_KEY: 'ab'.repeat(32) }]])(
    'is named, whatever the key (%j)',
    async (env) => {
      const ended = await runTill(['--data', '/proc/till', 'call', 'sync.status'], { env });
      expect(answerOf(ended)).toMatchObject({ ok: false, error: { code: 'store.unwritable' } });
      expect(ended.stderr).toContain('/proc/till');
    },
  );
});

describe('a data folder that is a file', () => {
  it.each([[{}], [{ TILLBOOK_KEY: 'ab'.repeat(32) }]])(
    'is named as one, whatever the key (%j)',
    async (env) => {
      const file = join(makeFolder(), 'till');
      writeFileSync(file, 'mine');
      for (const dataDir of [file, join(file, 'deeper')]) {
        const ended = await runTill(['--data', dataDir, 'call', 'sync.status'], { env });
        expect(answerOf(ended)).toMatchObject({ ok: false, error: { code: 'store.unwritable' } });
        expect(ended.stderr).toBe(`${file} is a file: the till needs a folder for its data.\n`);
      }
      expect(readFileSync(file, 'utf8')).toBe('mine');
    },
  );
});

describe('doctor', () => {
  it('finds a new till well', async () => {
    const dataDir = makeFolder();
    await runTill(['--data', dataDir, 'call', 'sync.status']);
    const ended = await runTill(['--data', dataDir, 'doctor']);
    expect(ended.code).toBe(0);
    const { ok, findings } = answerOf(ended) as { ok: boolean; findings: { check: string; ok: boolean }[] };
    expect(ok).toBe(true);
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['integrity', 'schema', 'outbox', 'index', 'key']),
    );
  });

  it('says what to do about a wrong key, a damaged file and a missing till, and makes none', async () => {
    const dataDir = makeFolder();
    await runTill(['--data', dataDir, 'call', 'sync.status']);
    const wrongKey = await runTill(['--data', dataDir, 'doctor'], { env: { TILLBOOK_KEY: 'ef'.repeat(32) } });
    expect(wrongKey.code).toBe(1);
    expect(answerOf(wrongKey)).toMatchObject({
      ok: false,
      findings: [{ check: 'key', ok: false, advice: expect.stringContaining('TILLBOOK_KEY') }],
    });
    const empty = makeFolder();
    const missing = await runTill(['--data', empty, 'doctor']);
    expect(missing.code).toBe(1);
    expect(answerOf(missing)).toMatchObject({ findings: [{ check: 'store', ok: false }] });
    expect(existsSync(join(empty, 'till.db'))).toBe(false);
  });
});
