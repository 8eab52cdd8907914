import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** How the tests of one runner went. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
  errors: z.array(z.unknown()),
});

/** A runner that ended without a report did not test what it should have. */
const noReport: TestCounts = { passed: 0, failed: 1, skipped: 0 };

/** Counts a vitest JSON report; a file that could not even be loaded is one failure. */
export function countVitest(path: string): TestCounts {
  if (!existsSync(path)) return noReport;
  const report = vitestReport.parse(JSON.parse(readFileSync(path, 'utf8')));
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Counts a Playwright JSON report; errors outside of tests count as failures. */
export function countPlaywright(path: string): TestCounts {
  if (!existsSync(path)) return noReport;
  const { stats, errors } = playwrightReport.parse(JSON.parse(readFileSync(path, 'utf8')));
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}

export function addCounts(counts: readonly TestCounts[]): TestCounts {
  const sum = (of: keyof TestCounts): number => counts.reduce((total, one) => total + one[of], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}
