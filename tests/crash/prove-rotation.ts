/**
 * `npm run proof:rotation -- [--kills 100] [--seed 1]`: a change of the store's key is killed (SIGKILL) at its calls
 * of the file system and at random moments. Each time exactly one key opens the store, the key file that lies there
 * holds that one once the folder is opened, and every row is there. Prints one JSON line; exit code 1 when not.
 */
import { readOptions } from '../../scripts/command-line.ts';
import { runRotations } from './rotations.ts';
import { tellReport } from './tell-report.ts';

const { kills, seed } = readOptions({ kills: 100, seed: 1 });
const { wrong, ...figures } = await runRotations(kills, seed);
tellReport('rotation', { seed, ...figures }, { wrong });
