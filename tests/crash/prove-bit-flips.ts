/**
 * `npm run proof:bit-flips -- [--flips 300] [--seed 1]`: flips single bits of a till's store and reads all of it. Each
 * flip is an error and none a wrong row; every fifth damaged store is recovered, or restored where nothing of it can be
 * read, and then no change that was not sent is missing unless it is named. Prints one JSON line; exit code 1 when not.
 */
import { readOptions } from '../../scripts/command-line.ts';
import { runBitFlips } from './bit-flips.ts';
import { tellReport } from './tell-report.ts';

const { flips, seed } = readOptions({ flips: 300, seed: 1 });
const { wrong, lost, ...figures } = await runBitFlips(flips, seed);
tellReport('bit-flips', { seed, ...figures }, { wrong, lost });
