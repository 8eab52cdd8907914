import { describe, expect, it } from 'vitest';
import { runDiskFaults } from './disk-faults.ts';
import { skipsShim } from './shim-or-skip.ts';

describe.skipIf(skipsShim)('a disk that is full or failing', { timeout: 180_000 }, () => {
  it.each([
    { service: 'flow-retail', faults: 16, struck: 15, refused: 5 },
    { service: 'emporix', faults: 8, struck: 5, refused: 2 },
  ] as const)(
    'takes nothing that was acknowledged, and the till tells, goes on, erases and sends to $service',
    async ({ service, faults, struck, refused }) => {
      const report = await runDiskFaults(service, faults, 1);
      expect(report).toMatchObject({ lost: [], duplicated: [], corrupt: [], unclear: [], unusable: [] });
      expect(report.struck).toBeGreaterThan(struck);
      expect(report.refused).toBeGreaterThan(refused);
    },
  );
});
