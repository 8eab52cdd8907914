/**
 * `npm run proof:bit-flips -- [--flips 300] [--seed 1]`: flips single bits of a till's store and reads all of it. Each
 * flip is an error and none a wrong row; every fifth damaged store is recovered, or restored where nothing of it can be
 * read, and then no change that was not sent is missing unless it is named. Prints one JSON line; exit code 1 when not.
 */
import { parseArgs } from 'node:util';
import { runBitFlips } from './bit-flips.ts';
import { tellReport } from './tell-report.ts';

const { values } = parseArgs({
  options: { flips: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } },
});
const seed = Number(values.seed);
const { wrong, lost, ...figures } = await runBitFlips(Number(values.flips), seed);
tellReport('bit-flips', { seed, ...figures }, { wrong, lost });
