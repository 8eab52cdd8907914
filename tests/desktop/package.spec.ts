import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { packTill, wrongFuses } from '../../scripts/pack-till.ts';
import { rootArguments } from './desktop-till.ts';

const folder = mkdtempSync(join(tmpdir(), 'tillbook-package-'));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('an installed till runs no code but its own, and lets no other program in', async () => {
  test.skip(process.platform !== 'linux', 'the package is laid out as on Linux');
  test.setTimeout(180_000);
  const executable = await packTill(join(folder, 'dist'));
  if (executable === undefined) throw new Error('The till could not be packed');
  expect(await wrongFuses(executable)).toEqual([]);

  // Each of these would leave a mark where it ran.
  const mark = join(folder, 'mark');
  const leaveMark = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, 'x');`;
  const required = join(folder, 'required.cjs');
  writeFileSync(required, leaveMark);
  const beside = join(dirname(executable), 'resources/app');
  mkdirSync(beside);
  writeFileSync(join(beside, 'package.json'), '{"main":"main.js"}');
  writeFileSync(join(beside, 'main.js'), leaveMark);
  const start = (...args: readonly string[]) => {
    const { TILLBOOK_DATA: _data, ...env } = process.env;
    const child = spawn(executable, [...rootArguments, '--data', join(folder, 'data'), ...args], {
      env: {
        ...env,
        TILLBOOK_KEY: 'ab'.repeat(32),
        ELECTRON_RUN_AS_NODE: '1',
        NODE_OPTIONS: `--require ${required}`,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
    return { ended, said: () => said, stop: () => child.kill('SIGTERM') };
  };

  const till = start('--inspect=0');
  await expect.poll(() => existsSync(join(folder, 'data/till.db')), { timeout: 60_000 }).toBe(true);
  till.stop();
  await till.ended;
  expect(till.said()).not.toContain('Debugger listening');
  expect(existsSync(mark)).toBe(false);

  const opened = start('--remote-debugging-port=0');
  expect(await opened.ended).toBe(2);
  expect(opened.said()).toContain('does not start with --remote-debugging-port');
  expect(opened.said()).not.toContain('DevTools listening');
});
