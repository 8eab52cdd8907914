/**
 * `npm run proof:contract -- [--answers 10000] [--seed 1] [--share-of-pulls 0.3]`: every documented answer of
 * both services and so many broken ones, read by the till's clients over real HTTP without a crash; a
 * share of them are pages that the real core pulls, and a bad one never moves its cursor. Prints one JSON
 * line for each service; exit code 1 when anything fails.
 */
import { parseArgs } from 'node:util';
import { tellReport } from '../crash/tell-report.ts';
import { dialects } from './dialects.ts';
import { pullBadPages } from './pull-bad-pages.ts';
import { readAnswers } from './read-answers.ts';

const { values } = parseArgs({
  options: {
    answers: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    'share-of-pulls': { type: 'string', default: '0.3' },
  },
});
const seed = Number(values.seed);
const ofEach = Math.ceil(Number(values.answers) / dialects.length);
const pages = Math.round(ofEach * Number(values['share-of-pulls']));

let failed = false;
for (const dialect of dialects) {
  const { failures, ...read } = await readAnswers(dialect, ofEach - pages, seed);
  const pulled = await pullBadPages(dialect, pages, seed);
  const figures = { service: dialect.name, seed, ...read, pulledPages: pages, badPages: pulled.bad };
  tellReport('contract', figures, { failures, cursorMoved: pulled.failures });
  failed ||= process.exitCode === 1;
}
process.exitCode = failed ? 1 : 0;
