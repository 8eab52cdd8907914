/**
 * `npm run fleet -- [--tills 25,50,100,200] [--pull-every 60] [--customers N] [--minutes M] [--speed S] [--seed S]`:
 * a day's hour of many tills of one tenant on one machine, with registrations, edits, merges and network weather, at
 * S times the speed of the clock. A JSON line for each number of tills and each rhythm of pulls: what was lost or
 * doubled (nothing), how many tills hold what the service holds (all), how long news takes, and what the service is
 * asked. Exit code 1 when a till lost something or differs.
 */
import { readOptions } from '../../scripts/command-line.ts';
import { runFleet } from './run-fleet.ts';

const values = readOptions({
  tills: [25, 50, 100, 200],
  'pull-every': [60],
  'work-every': 60,
  customers: 2000,
  minutes: 20,
  speed: 10,
  seed: 1,
  processes: 4,
});

for (const tills of values.tills) {
  for (const pullEverySeconds of values['pull-every']) {
    const result = await runFleet({
      tills,
      pullEverySeconds,
      workEverySeconds: values['work-every'],
      customers: values.customers,
      minutes: values.minutes,
      speed: values.speed,
      seed: values.seed,
      processes: values.processes,
    });
    process.stdout.write(`${JSON.stringify(result)}\n`);
    if (result.lost > 0 || result.duplicated > 0 || result.converged < tills) process.exitCode = 1;
    if (result.registered === 0 || result.edited === 0) {
      process.stderr.write(
        'Nothing is shown: not a customer was registered, or none edited. Let it run longer.\n',
      );
      process.exitCode = 1;
    }
  }
}
