import { describe, expect, it } from 'vitest';
import { askMock } from './ask-mock.ts';
import { dialects } from './dialects.ts';
import { installPrism } from './prism.ts';

const program = installPrism();
const isSkipped = program === undefined && process.env['CI'] !== 'true';
if (isSkipped)
  process.stderr.write('Skipped: Prism is not installed and cannot be had from the npm registry.\n');

describe.skipIf(isSkipped).each(dialects)('the client of $name at a mock server', (dialect) => {
  it('is understood, and understands every documented status', { timeout: 150_000 }, async () => {
    if (program === undefined) throw new Error('Prism cannot be had from the npm registry');
    const report = await askMock(dialect, program);
    expect(report.failures).toEqual([]);
    expect(report.requests).toBeGreaterThan(15);
  });
});
