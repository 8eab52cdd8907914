/**
 * `npm run proof:power-cut -- [--cuts 2000] [--seed 1] [--changes 150] [--service emporix] [--planted]`: records every write,
 * sync and removal of a till at work, cuts the power at points of the record, lets what was not synced
 * survive in part, torn or not at all, and opens what is left with the till's own code: every acknowledged
 * row is there and the store is sound. `--planted` commits without waiting for the disk, which has to be
 * found out. Prints one JSON line; exit code 1 when anything is lost or corrupt (with `--planted`: when not).
 */
import { readOptions } from '../../scripts/command-line.ts';
import { readServiceKind } from '../practice/practice-connection.ts';
import { runPowerCuts } from './power-cuts.ts';
import { tellReport } from './tell-report.ts';

const values = readOptions({ cuts: 2000, seed: 1, changes: 150, service: 'flow-retail', planted: false });
const { seed } = values;
const service = readServiceKind(values.service);
const { lost, corrupt, ...figures } = await runPowerCuts({
  service,
  seed,
  cuts: values.cuts,
  changes: values.changes,
  commitWithoutSync: values.planted,
});
tellReport('power-cut', { service, seed, planted: values.planted, ...figures }, { lost, corrupt });
if (values.planted) process.exitCode = lost.length > 0 ? 0 : 1;
