/**
 * `npm run proof:kill -- [--cycles 500] [--seed 1] [--service emporix]`: a till at work against a practice store is killed
 * (SIGKILL) at random moments and started again. In the end everything acknowledged is in the queue, at
 * the service or parked, nothing happened twice there, and the store is sound. Prints one JSON line;
 * exit code 1 when anything is lost, duplicated or corrupt.
 */
import { readOptions } from '../../scripts/command-line.ts';
import { readServiceKind } from '../practice/practice-connection.ts';
import { runKillCycles } from './kill-cycles.ts';
import { tellReport } from './tell-report.ts';

const values = readOptions({ cycles: 500, seed: 1, service: 'flow-retail' });
const { seed } = values;
const service = readServiceKind(values.service);
const { lost, duplicated, corrupt, ...figures } = await runKillCycles(service, values.cycles, seed);
tellReport('kill', { service, seed, ...figures }, { lost, duplicated, corrupt });
