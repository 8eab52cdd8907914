/**
 * `npm run proof:contract -- [--answers 10000] [--seed 1] [--share-of-pulls 0.3]`: every documented answer of
 * both services and so many broken ones, read by the till's clients over real HTTP without a crash; a
 * share of them are pages that the real core pulls, and a bad one never moves its cursor. Prints one JSON
 * line for each service; exit code 1 when anything fails.
 */
import { readOptions, stopWithUsage } from '../../scripts/command-line.ts';
import { tellReport } from '../crash/tell-report.ts';
import { dialects } from './dialects.ts';
import { pullBadPages } from './pull-bad-pages.ts';
import { readAnswers } from './read-answers.ts';

const values = readOptions({ answers: 10_000, seed: 1, 'share-of-pulls': '0.3' });
const { seed } = values;
const ofEach = Math.ceil(values.answers / dialects.length);
const share = Number(values['share-of-pulls']);
if (!(share > 0 && share < 1)) {
  stopWithUsage('--share-of-pulls takes a number between 0 and 1.', 'Wanted: --share-of-pulls 0.3');
}
const pages = Math.round(ofEach * share);

let failed = false;
for (const dialect of dialects) {
  const { failures, ...read } = await readAnswers(dialect, ofEach - pages, seed);
  const pulled = await pullBadPages(dialect, pages, seed);
  const figures = { service: dialect.name, seed, ...read, pulledPages: pages, badPages: pulled.bad };
  tellReport('contract', figures, { failures, cursorMoved: pulled.failures });
  failed ||= process.exitCode === 1;
}
process.exitCode = failed ? 1 : 0;
