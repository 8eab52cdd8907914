/**
 * `npm run proof:mock`: both clients against Prism, an OpenAPI mock server nobody here has written, serving
 * the contracts. It takes every request for one of the contract, and the client makes sense of every
 * documented status. Prints one JSON line for each service; exit code 1 otherwise.
 */
import { tellReport } from '../crash/tell-report.ts';
import { askMock } from './ask-mock.ts';
import { dialects } from './dialects.ts';
import { installPrism } from './prism.ts';

const program = installPrism();
if (program === undefined) throw new Error('Prism cannot be had from the npm registry');
let failed = false;
for (const dialect of dialects) {
  const { failures, outcomes, requests } = await askMock(dialect, program);
  tellReport('mock', { service: dialect.name, requests, statuses: outcomes.length }, { failures });
  failed ||= failures.length > 0;
}
process.exitCode = failed ? 1 : 0;
