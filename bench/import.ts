/**
 * `npm run bench:import -- --customers N`: how long `till import` takes with all
 * indexes, and how soon a newly started headless host answers its first search.
 * Whole processes, as IT runs them. Prints JSON lines.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generateCustomers } from '../electron/practice/seed/generate-customers.ts';

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '25000' },
    seed: { type: 'string', default: '1' },
    starts: { type: 'string', default: '5' },
  },
});
const count = Number(values.customers);
const cli = fileURLToPath(new URL('../electron/cli/index.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tillbook-bench-'));

/** Runs the command line; answers its output, the time to its first line and to its end, in milliseconds. */
async function runTill(...args: string[]): Promise<{ output: string; firstLineMs: number; totalMs: number }> {
  const start = performance.now();
  const child = spawn(process.execPath, [cli, '--data', join(folder, 'data'), ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  let firstLineMs = Number.NaN;
  child.stdout.on('data', (chunk: Buffer) => {
    if (Number.isNaN(firstLineMs)) firstLineMs = performance.now() - start;
    output += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`till ${args[0]} ended with ${code}`);
  return { output, firstLineMs, totalMs: performance.now() - start };
}

const median = (numbers: number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

try {
  const file = join(folder, 'customers.jsonl');
  const stream = createWriteStream(file);
  for (const customer of generateCustomers({ count, seed: Number(values.seed) })) {
    if (!stream.write(`${JSON.stringify(customer)}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');

  const imported = await runTill('import', file);
  const report = JSON.parse(imported.output) as { imported: number; rejected: unknown[] };
  console.log(
    JSON.stringify({
      benchmark: 'import',
      customers: count,
      imported: report.imported,
      rejected: report.rejected.length,
      totalMs: Math.round(imported.totalMs),
      customersPerSecond: Math.round((report.imported / imported.totalMs) * 1000),
    }),
  );

  const query = join(folder, 'query.jsonl');
  writeFileSync(query, `${JSON.stringify({ query: 'asse bjorn' })}\n`);
  const starts: number[] = [];
  for (let start = 0; start < Number(values.starts); start += 1) {
    starts.push((await runTill('search-batch', query)).firstLineMs);
  }
  console.log(
    JSON.stringify({
      benchmark: 'warm-start-to-first-answer',
      customers: count,
      medianMs: Math.round(median(starts)),
      maxMs: Math.round(Math.max(...starts)),
    }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
