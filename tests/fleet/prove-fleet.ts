/**
 * `npm run fleet -- [--tills 25,50,100,200] [--pull-every 60] [--customers N] [--minutes M] [--speed S] [--seed S]`:
 * a day's hour of many tills of one tenant on one machine, with registrations, edits, merges and network weather, at
 * S times the speed of the clock. A JSON line for each number of tills and each rhythm of pulls: what was lost or
 * doubled (nothing), how many tills hold what the service holds (all), how long news takes, and what the service is
 * asked. Exit code 1 when a till lost something or differs.
 */
import { parseArgs } from 'node:util';
import { runFleet } from './run-fleet.ts';

const { values } = parseArgs({
  options: {
    tills: { type: 'string', default: '25,50,100,200' },
    'pull-every': { type: 'string', default: '60' },
    'work-every': { type: 'string', default: '60' },
    customers: { type: 'string', default: '2000' },
    minutes: { type: 'string', default: '20' },
    speed: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    processes: { type: 'string', default: '4' },
  },
});
const numbers = (list: string): number[] => list.split(',').map(Number);

for (const tills of numbers(values.tills)) {
  for (const pullEverySeconds of numbers(values['pull-every'])) {
    const result = await runFleet({
      tills,
      pullEverySeconds,
      workEverySeconds: Number(values['work-every']),
      customers: Number(values.customers),
      minutes: Number(values.minutes),
      speed: Number(values.speed),
      seed: Number(values.seed),
      processes: Number(values.processes),
    });
    process.stdout.write(`${JSON.stringify(result)}\n`);
    if (result.lost > 0 || result.duplicated > 0 || result.converged < tills) process.exitCode = 1;
  }
}
