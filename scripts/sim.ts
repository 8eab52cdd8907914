/**
 * `npm run sim -- --schedules N --seed S`: many days of a shop in little time, each with its own mishaps.
 * `--schedule K` runs one of them alone and prints what happened; `--json` prints the figures as one line.
 * A day on which an invariant breaks is printed shortened to what it takes; the exit code is 1 then.
 */
import { runMany } from '../tests/simulation/run-many.ts';
import { runSchedule } from '../tests/simulation/run-schedule.ts';
import { makeSchedule, scheduleSeed } from '../tests/simulation/schedule.ts';
import { shorten } from '../tests/simulation/shorten.ts';
import { readOptions } from './command-line.ts';

const values = readOptions({ schedules: 1000, seed: 1, schedule: Number, json: false });
const { seed } = values;
if (values.schedule === undefined) await runAll();
else await runOne(values.schedule);

async function runAll(): Promise<void> {
  const startMs = performance.now();
  const cpu = process.cpuUsage();
  const result = await runMany(seed, values.schedules);
  const used = process.cpuUsage(cpu);
  const seconds = (performance.now() - startMs) / 1000;
  const cpuMsEach = (used.user + used.system) / 1000 / result.schedules;
  const figures = {
    seed,
    ...result,
    seconds: Number(seconds.toFixed(1)),
    cpuMsEach: Number(cpuMsEach.toFixed(1)),
  };
  if (values.json) console.log(JSON.stringify(figures));
  else console.log(figures);
  const [first] = [...result.failed].sort((left, right) => left - right);
  if (first !== undefined) await showShortened(first);
}

async function runOne(number: number): Promise<void> {
  const result = await runSchedule(makeSchedule(scheduleSeed(seed, number)));
  console.log(result.trace.join('\n'));
  console.log({ hash: result.hash, ...result.counts, violations: result.violations });
  if (result.violations.length > 0) await showShortened(number);
}

async function showShortened(number: number): Promise<void> {
  process.exitCode = 1;
  const short = await shorten(makeSchedule(scheduleSeed(seed, number)));
  const { trace, violations } = await runSchedule(short);
  console.error(`\nSchedule ${number} of seed ${seed} (--seed ${seed} --schedule ${number}), shortened:`);
  console.error(JSON.stringify({ ...short, steps: short.steps.length }));
  console.error(trace.join('\n'));
  console.error(violations.join('\n'));
}
