import { describe, expect, it } from 'vitest';
import { runDiskFaults } from './disk-faults.ts';
import { skipsShim } from './shim-or-skip.ts';

describe.skipIf(skipsShim)('a disk that is full or failing', { timeout: 180_000 }, () => {
  it('takes nothing that was acknowledged, and the till tells, goes on, erases and sends', async () => {
    const report = await runDiskFaults(21, 1);
    expect(report).toMatchObject({ lost: [], duplicated: [], corrupt: [], unclear: [], unusable: [] });
    expect(report.struck).toBeGreaterThan(20);
    expect(report.refused).toBeGreaterThan(5);
  });
});
