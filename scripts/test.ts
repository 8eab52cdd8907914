/**
 * `npm test -- [unit] [browser] [desktop]`: all tests, or the kinds named.
 *
 * Kinds that this machine cannot run are counted as skipped, with the reason in
 * plain sight; under `CI=true` that is a failure. The last line counts tests.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWhenStale } from './build-when-stale.ts';
import { findChromium } from './find-chromium.ts';
import { findElectron } from './find-electron.ts';
import { inProject } from './project.ts';
import { captureCommand, runCommand } from './run-command.ts';
import { addCounts, countPlaywright, countVitest, type TestCounts } from './test-counts.ts';

const inCi = process.env['CI'] === 'true';
const chromiumDownloadMs = 5 * 60_000;
const reportDir = mkdtempSync(join(tmpdir(), 'tillbook-tests-'));

const kinds: Readonly<Record<string, () => Promise<TestCounts>>> = {
  unit: testUnits,
  browser: testInBrowser,
  desktop: testOnDesktop,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((kind) => !(kind in kinds));
if (unknown.length > 0) {
  console.error(`There are no tests called ${unknown.join(', ')}. Known: ${Object.keys(kinds).join(', ')}.`);
  process.exitCode = 2;
} else {
  process.exitCode = await testAll(asked.length > 0 ? asked : Object.keys(kinds));
}

async function testAll(chosen: readonly string[]): Promise<number> {
  try {
    if (!(await buildWhenStale())) return 1;
    const counts: TestCounts[] = [];
    for (const kind of chosen) {
      console.log(`\n— ${kind} tests`);
      counts.push((await kinds[kind]?.()) ?? { passed: 0, failed: 1, skipped: 0 });
    }
    const { passed, failed, skipped } = addCounts(counts);
    console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
    return failed === 0 && passed > 0 ? 0 : 1;
  } finally {
    rmSync(reportDir, { recursive: true, force: true });
  }
}

async function testUnits(): Promise<TestCounts> {
  const report = join(reportDir, 'vitest.json');
  const vitest = inProject('node_modules/vitest/vitest.mjs');
  await runCommand(process.execPath, [
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  return countVitest(report);
}

async function testInBrowser(): Promise<TestCounts> {
  if (findChromium() === undefined) await installChromium();
  return findChromium() === undefined
    ? skipAll(
        ['browser', 'by-hand'],
        'there is no Chromium: install one, or run npx playwright install chromium',
      )
    : addCounts([await runPlaywright('browser', [], 2), await runPlaywright('by-hand', [])]);
}

async function testOnDesktop(): Promise<TestCounts> {
  const electron = await findElectron();
  if (!electron.ok) return skipAll(['desktop'], `Electron cannot run here: ${electron.reason}`);
  const hasDisplay =
    process.platform !== 'linux' ||
    (process.env['DISPLAY'] ?? '') !== '' ||
    (process.env['WAYLAND_DISPLAY'] ?? '') !== '';
  if (hasDisplay) return runPlaywright('desktop', []);
  const virtualDisplay = ['xvfb-run', '-a', '-s', '-screen 0 1366x900x24'];
  const { code } = await captureCommand('sh', ['-c', 'command -v xvfb-run']);
  return code === 0
    ? runPlaywright('desktop', virtualDisplay)
    : skipAll(['desktop'], 'there is no display, and no xvfb-run to make one');
}

/** @param wrapper a command that runs the one after it, such as xvfb-run */
async function runPlaywright(project: string, wrapper: readonly string[], workers = 1): Promise<TestCounts> {
  const report = join(reportDir, `${project}.json`);
  const [command = process.execPath, ...args] = [...wrapper, process.execPath, ...playwright([project])];
  await runCommand(command, [...args, `--workers=${workers}`, '--reporter=list,json'], {
    stdio: 'inherit',
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  return countPlaywright(report);
}

/** Says why a kind of tests cannot run here, and how many that leaves out. */
async function skipAll(projects: readonly string[], reason: string): Promise<TestCounts> {
  const { output } = await captureCommand(process.execPath, [...playwright(projects), '--list']);
  const count = Number(/Total: (\d+) test/.exec(output)?.[1] ?? 1);
  if (inCi) {
    console.log(`FAILED: the ${projects[0]} tests have to run in CI, but ${reason}.`);
    return { passed: 0, failed: count, skipped: 0 };
  }
  console.log(`SKIPPED ${count} ${projects[0]} tests: ${reason}.`);
  return { passed: 0, failed: 0, skipped: count };
}

function playwright(projects: readonly string[]): string[] {
  const chosen = projects.map((project) => `--project=${project}`);
  return [inProject('node_modules/@playwright/test/cli.js'), 'test', ...chosen];
}

async function installChromium(): Promise<void> {
  console.log('Installing Chromium for the browser tests (once)…');
  const { code } = await captureCommand(
    process.execPath,
    [inProject('node_modules/@playwright/test/cli.js'), 'install', 'chromium'],
    { timeout: chromiumDownloadMs },
  );
  if (code !== 0) console.log('Chromium could not be downloaded.');
}
