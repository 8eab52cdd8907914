/**
 * `npm run check -- [--static]`: format, lint, import boundaries, types, unused
 * code and unit tests; `--static` leaves the tests out. Two checks at a time,
 * each shown when it is done, its words only when it failed.
 */
import { parseArgs } from 'node:util';
import { inProject } from './project.ts';
import { captureCommand } from './run-command.ts';

const atOnce = 2;

interface Check {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
}

const rooms = ['shared', 'electron', 'renderer', 'scripts', 'tests', 'bench'];
const staticChecks: readonly Check[] = [
  { name: 'format', script: 'oxfmt/bin/oxfmt', args: ['--check', '.'] },
  { name: 'types', script: 'typescript-native/bin/tsc', args: ['-p', '.', '--noEmit'] },
  { name: 'lint', script: 'oxlint/bin/oxlint', args: [] },
  {
    name: 'boundaries',
    script: 'dependency-cruiser/bin/dependency-cruiser.mjs',
    args: ['--config', '.dependency-cruiser.mjs', ...rooms],
  },
  { name: 'unused code', script: 'knip/bin/knip.js', args: ['--no-progress'] },
];
const unitTests: Check = { name: 'unit tests', script: 'vitest/vitest.mjs', args: ['run'] };

const { values } = parseArgs({ options: { static: { type: 'boolean' } } });
const waiting = [...staticChecks, ...(values.static === true ? [] : [unitTests])];
const results = await Promise.all(Array.from({ length: atOnce }, runWaiting));
process.exitCode = results.every(Boolean) ? 0 : 1;

/** Takes one check after another until none is left. @returns whether all of its checks passed */
async function runWaiting(): Promise<boolean> {
  let allPassed = true;
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const startedMs = performance.now();
    const { code, output } = await captureCommand(process.execPath, [
      inProject('node_modules', check.script),
      ...check.args,
    ]);
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${check.name} (${seconds} s)`);
    if (code !== 0) console.log(output.trimEnd());
    allPassed &&= code === 0;
  }
  return allPassed;
}
