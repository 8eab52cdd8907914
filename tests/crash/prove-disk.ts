/**
 * `npm run proof:disk -- [--faults 500] [--seed 1] [--service emporix]`: the disk of a till at work is full or answers I/O
 * errors at random moments, opening included. Everything refused is refused in words with a code of the
 * disk's, nothing acknowledged is lost, the till works once the disk does, and on a full disk it still
 * erases, sends and acknowledges. Prints one JSON line; exit code 1 otherwise.
 */
import { parseArgs } from 'node:util';
import { readServiceKind } from '../practice/practice-connection.ts';
import { runDiskFaults } from './disk-faults.ts';
import { tellReport } from './tell-report.ts';

const { values } = parseArgs({
  options: {
    faults: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    service: { type: 'string', default: 'flow-retail' },
  },
});
const seed = Number(values.seed);
const service = readServiceKind(values.service);
const { lost, duplicated, corrupt, unclear, unusable, ...figures } = await runDiskFaults(
  service,
  Number(values.faults),
  seed,
);
tellReport('disk', { service, seed, ...figures }, { lost, duplicated, corrupt, unclear, unusable });
