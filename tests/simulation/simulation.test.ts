import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { plantedBugs, type PlantedBug } from './planted-bugs.ts';
import { runRange } from './run-many.ts';
import { runSchedule } from './run-schedule.ts';
import { makeSchedule, scheduleSeed, type Schedule } from './schedule.ts';
import { shorten } from './shorten.ts';

/** `npm run sim -- --schedules 10000` is the whole proof; these are enough to find each planted bug many times over. */
const schedules = 4_000;
/** A bug that needs more days than this to show is not caught. */
const maxDays = 600;
const fewSteps = 8;

describe('the sync', () => {
  it('loses nothing, does nothing twice and comes to rest in thousands of days of mishaps', async () => {
    const { stdout, stderr } = await runCommand(['--schedules', String(schedules), '--seed', '1', '--json']);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ schedules, failed: [] });
  }, 900_000);
});

describe('a day', () => {
  it('goes the same way each time, alone or among others', async () => {
    const first = await runRange({ seed: 2, from: 1, to: 30 });
    expect(await runRange({ seed: 2, from: 1, to: 30 })).toEqual(first);
    const alone = await runSchedule(makeSchedule(scheduleSeed(2, 30)));
    await runRange({ seed: 3, from: 1, to: 3 });
    const again = await runSchedule(makeSchedule(scheduleSeed(2, 30)));
    expect(again.trace).toEqual(alone.trace);
    expect(again.hash).toBe(alone.hash);
  }, 120_000);
});

describe.each(Object.entries<PlantedBug>(plantedBugs))('planted: %s', (_name, bug) => {
  it('is caught, and told in few steps', async () => {
    let short: Schedule | undefined;
    // The first day it spoils may take many mishaps at once: the next ones are looked at as well.
    for (let day = 1; short === undefined || short.steps.length > fewSteps; day += 1) {
      expect(day, 'days without a violation that is told in few steps').toBeLessThan(maxDays);
      const schedule = makeSchedule(scheduleSeed(1, day));
      if ((await runSchedule(schedule, bug)).violations.length > 0) short = await shorten(schedule, bug);
    }
    // Without the bug the same steps are harmless.
    expect((await runSchedule(short)).violations).toEqual([]);
  }, 240_000);
});

/** As people run it: the threads of the command run the sources as they are. */
function runCommand(args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const command = fileURLToPath(new URL('../../scripts/sim.ts', import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { maxBuffer: 64 << 20 }, (_error, stdout, stderr) => {
      resolve({ stdout, stderr });
    });
  });
}
