/**
 * `npm run proof:fuzz -- [--calls N] [--operation NAME] [--seed S]`: asks every operation, or one, N times on each way into
 * the till with values of its schema, spoilt values and rubbish, and a tenth as many times as each who may not. One line
 * of JSON an operation and asker; exit code 1 when one broke, hung, or changed what the asker may not.
 */
import { operationNames, type OperationName } from '#shared/contract/operation-names';
import { readOptions } from '../../scripts/command-line.ts';
import { askersOf, fuzzOperation } from './fuzz-operation.ts';
import { withFuzzTill } from './ways-in.ts';

/** Calls of those who may not, for each call of those who may. */
const refusedShare = 0.1;
/** Of calls that write a whole copy of the store, each, or hash a PIN with a function that is slow by design. */
const mostCalls: Partial<Record<OperationName, number>> = {
  'backups.make': 100,
  'cashiers.add': 5000,
  'cashiers.resetPin': 5000,
};
/** Findings that are told one by one. */
const maxTold = 25;

const values = readOptions({ calls: 100_000, operation: String, seed: 1 });
const { calls, seed } = values;
const chosen = operationNames.filter((name) => name === (values.operation ?? name));

if (chosen.length === 0) {
  process.stderr.write(`--operation: there is no “${values.operation}”.\n`);
  process.exitCode = 2;
} else {
  for (const operation of chosen) {
    await withFuzzTill(async (till, ways) => {
      for (const asker of askersOf(operation)) {
        const wanted = Math.min(calls, mostCalls[operation] ?? calls);
        const share = asker === 'manager' ? 1 : refusedShare;
        const options = { asker, calls: Math.ceil(wanted * share), seed };
        const { findings, ...figures } = await fuzzOperation(operation, till, ways, options);
        const line = { proof: 'fuzz', ...figures, findings: findings.length, ok: findings.length === 0 };
        process.stdout.write(`${JSON.stringify(line)}\n`);
        for (const finding of findings.slice(0, maxTold)) process.stderr.write(`  ${finding}\n`);
        if (findings.length > 0) process.exitCode = 1;
      }
    });
  }
}
