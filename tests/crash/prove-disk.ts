/**
 * `npm run proof:disk -- [--faults 500] [--seed 1] [--service emporix]`: the disk of a till at work is full or answers I/O
 * errors at random moments, opening included. Everything refused is refused in words with a code of the
 * disk's, nothing acknowledged is lost, the till works once the disk does, and on a full disk it still
 * erases, sends and acknowledges. Prints one JSON line; exit code 1 otherwise.
 */
import { readOptions } from '../../scripts/command-line.ts';
import { readServiceKind } from '../practice/practice-connection.ts';
import { runDiskFaults } from './disk-faults.ts';
import { tellReport } from './tell-report.ts';

const values = readOptions({ faults: 500, seed: 1, service: 'flow-retail' });
const { seed } = values;
const service = readServiceKind(values.service);
const { lost, duplicated, corrupt, unclear, unusable, ...figures } = await runDiskFaults(
  service,
  values.faults,
  seed,
);
tellReport('disk', { service, seed, ...figures }, { lost, duplicated, corrupt, unclear, unusable });
