import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from '../core/db/open-writer.ts';

const bootstrap = fileURLToPath(new URL('../../scripts/run.mjs', import.meta.url));

/** A project as small as one can be: the bootstrap, one script and one package from a folder beside it. */
let project: string;

beforeEach(() => {
  project = makeFolder();
  mkdirSync(join(project, 'scripts'));
  mkdirSync(join(project, 'greeting'));
  copyFileSync(bootstrap, join(project, 'scripts/run.mjs'));
  writeFileSync(
    join(project, 'scripts/greet.ts'),
    `import greeting from 'greeting';
const code: number = Number(process.argv[2]);
console.log(JSON.stringify({ greeting, args: process.argv.slice(2) }));
process.exitCode = code;
`,
  );
  writeFileSync(
    join(project, 'greeting/package.json'),
    '{"name":"greeting","version":"1.0.0","main":"index.cjs"}',
  );
  writeFileSync(join(project, 'greeting/index.cjs'), "module.exports = 'hei';");
  writeFileSync(
    join(project, 'package.json'),
    '{"name":"fresh","private":true,"type":"module","dependencies":{"greeting":"file:greeting"}}',
  );
  execFileSync('npm', ['install', '--package-lock-only', '--no-audit', '--offline'], { cwd: project });
});

function runScript(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', ...args], {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, npm_config_offline: 'true' },
  });
  return { status, stdout, stderr };
}

describe('a fresh clone', () => {
  it('installs what is missing, says so on stderr, and runs the script with its arguments and exit code', () => {
    const first = runScript('scripts/greet.ts', '3', '--loud');
    expect(first.stderr).toContain('npm ci');
    expect(first.status).toBe(3);
    expect(JSON.parse(first.stdout)).toEqual({ greeting: 'hei', args: ['3', '--loud'] });

    expect(runScript('scripts/greet.ts', '0')).toMatchObject({ status: 0, stderr: '' });
  });

  it('installs again after an installation that was cut short', () => {
    runScript('scripts/greet.ts', '0');
    rmSync(join(project, 'node_modules/.package-lock.json'));
    expect(runScript('scripts/greet.ts', '0')).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('npm ci'),
    });
  });

  it('installs again when the lock file asks for something else, not when it was merely touched', () => {
    runScript('scripts/greet.ts', '0');
    const lockFile = join(project, 'package-lock.json');
    const later = new Date(Date.now() + 60_000);
    utimesSync(lockFile, later, later);
    expect(runScript('scripts/greet.ts', '0').stderr).toBe('');

    writeFileSync(lockFile, readFileSync(lockFile, 'utf8').replaceAll('1.0.0', '2.0.0'));
    utimesSync(lockFile, later, later);
    expect(runScript('scripts/greet.ts', '0').stderr).toContain('npm ci');
  });

  it('says when the installation did not succeed', () => {
    writeFileSync(join(project, 'package-lock.json'), '{}');
    const ended = runScript('scripts/greet.ts', '0');
    expect(ended).toMatchObject({ status: 1, stdout: '' });
    expect(ended.stderr).toContain('npm ci did not succeed');
    expect(existsSync(join(project, 'node_modules/greeting'))).toBe(false);
  });

  it('knows what it can run', () => {
    expect(runScript('fly')).toMatchObject({ status: 2, stderr: expect.stringContaining('start, test') });
  });
});
