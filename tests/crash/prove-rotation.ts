/**
 * `npm run proof:rotation -- [--kills 100] [--seed 1]`: a change of the store's key is killed (SIGKILL) at its calls
 * of the file system and at random moments. Each time exactly one key opens the store, the key file that lies there
 * holds that one once the folder is opened, and every row is there. Prints one JSON line; exit code 1 when not.
 */
import { parseArgs } from 'node:util';
import { runRotations } from './rotations.ts';
import { tellReport } from './tell-report.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const seed = Number(values.seed);
const { wrong, ...figures } = await runRotations(Number(values.kills), seed);
tellReport('rotation', { seed, ...figures }, { wrong });
