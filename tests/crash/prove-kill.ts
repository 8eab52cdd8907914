/**
 * `npm run proof:kill -- [--cycles 500] [--seed 1]`: a till at work against a practice store is killed
 * (SIGKILL) at random moments and started again. In the end everything acknowledged is in the queue, at
 * the service or parked, nothing happened twice there, and the store is sound. Prints one JSON line;
 * exit code 1 when anything is lost, duplicated or corrupt.
 */
import { parseArgs } from 'node:util';
import { runKillCycles } from './kill-cycles.ts';
import { tellReport } from './tell-report.ts';

const { values } = parseArgs({
  options: { cycles: { type: 'string', default: '500' }, seed: { type: 'string', default: '1' } },
});
const seed = Number(values.seed);
const { lost, duplicated, corrupt, ...figures } = await runKillCycles(Number(values.cycles), seed);
tellReport('kill', { seed, ...figures }, { lost, duplicated, corrupt });
