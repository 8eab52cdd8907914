import type { PlantedBug } from './planted-bugs.ts';
import { runSchedule } from './run-schedule.ts';
import type { Schedule, Step } from './schedule.ts';

/**
 * Leaves out of a failing schedule whatever it fails without (delta debugging:
 * ever smaller pieces, until no single step can go).
 *
 * @returns the shortest schedule found that violates the same invariant
 */
export async function shorten(schedule: Schedule, bug?: PlantedBug): Promise<Schedule> {
  const invariant = await brokenBy(schedule, bug);
  if (invariant === undefined) throw new Error(`Schedule ${schedule.seed} does not fail`);
  let { steps } = schedule;
  for (let size = Math.ceil(steps.length / 2); size >= 1;) {
    let isShorter = false;
    for (let at = 0; at < steps.length;) {
      const fewer: readonly Step[] = [...steps.slice(0, at), ...steps.slice(at + size)];
      if ((await brokenBy({ ...schedule, steps: fewer }, bug)) === invariant) {
        steps = fewer;
        isShorter = true;
      } else {
        at += size;
      }
    }
    if (size > 1 || !isShorter) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return { ...schedule, steps };
}

/** The number of the first invariant that a schedule breaks. */
async function brokenBy(schedule: Schedule, bug?: PlantedBug): Promise<string | undefined> {
  const { violations } = await runSchedule(schedule, bug);
  return violations[0]?.split(':')[0];
}
