import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inProject } from '../../scripts/project.ts';
import { captureCommand } from '../../scripts/run-command.ts';
import { makeFolder } from '../core/db/open-writer.ts';

const run = (script: string, ...args: readonly string[]) =>
  captureCommand(process.execPath, [inProject(script), ...args]);

it.each([
  ['tests/fleet/prove-fleet.ts', '--tills', 'abc'],
  ['tests/fleet/prove-fleet.ts', '--tills', '25,0'],
  ['tests/crash/prove-kill.ts', '--cycles', 'abc'],
  ['tests/crash/prove-rotation.ts', '--kills', ''],
  ['tests/contract/prove-contract.ts', '--answers', '1.5'],
  ['tests/contract/prove-contract.ts', '--share-of-pulls', 'abc'],
  ['tests/crash/prove-bit-flips.ts', '--flops', '3'],
  ['scripts/sim.ts', '--schedules', '0'],
  ['bench/sizing.ts', '--customers', 'abc'],
])('%s says of %s %j that it cannot be, and does nothing', async (script, option, value) => {
  const { code, output } = await run(script, option, value);
  expect(code).toBe(2);
  expect(output).toContain(option);
  expect(output).not.toMatch(/^ +at |^\{/m);
});

it('helps with what the script says of itself', async () => {
  const { code, output } = await run('tests/crash/prove-kill.ts', '--help');
  expect(code).toBe(0);
  expect(output).toMatch(/^`npm run proof:kill -- \[--cycles 500\]/);
});

it.each(['sbom', 'golden-store', 'package'])(
  '%s helps, and takes no switch for a place',
  async (name) => {
    expect(await run(`scripts/${name}.ts`, '--help')).toMatchObject({
      code: 0,
      output: expect.stringContaining(`npm run ${name}`) as string,
    });
    expect(await run(`scripts/${name}.ts`, '--nonsense')).toMatchObject({ code: 2 });
  },
  30_000,
);

it('npm start looks at the port before it makes a till', async () => {
  const dataDir = join(makeFolder(), 'till');
  const { code, output } = await run('scripts/start.ts', '--data', dataDir, '--port', 'abc');
  expect(code).toBe(2);
  expect(output).toContain('--port takes a whole number');
  expect(existsSync(dataDir)).toBe(false);
});

it('a fleet whose cashiers did nothing shows nothing', async () => {
  const options = '--tills 1 --processes 1 --customers 20 --minutes 1 --speed 60 --work-every 1000000';
  const { code, output } = await run('tests/fleet/prove-fleet.ts', ...options.split(' '));
  expect(output).toContain('Nothing is shown');
  expect(code).toBe(1);
}, 60_000);
