import { describe, expect, it } from 'vitest';
import { dialects } from './dialects.ts';
import { pullBadPages } from './pull-bad-pages.ts';
import { readAnswers } from './read-answers.ts';

describe.each(dialects)('answers of $name', (dialect) => {
  it('are read without a crash, documented and broken', { timeout: 120_000 }, async () => {
    const report = await readAnswers(dialect, 600, 1);
    expect(report.failures).toEqual([]);
    expect(report.documented).toBeGreaterThan(10);
    expect(Object.keys(report.outcomes).length).toBeGreaterThan(5);
  });
});

describe.each(dialects)('a pull from $name', (dialect) => {
  it(
    'never moves its cursor on a bad page, and goes on when the service does',
    { timeout: 120_000 },
    async () => {
      const report = await pullBadPages(dialect, 100, 1);
      expect(report.failures).toEqual([]);
      expect(report.bad).toBeGreaterThan(20);
    },
  );
});
