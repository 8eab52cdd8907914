import { describe, expect, it } from 'vitest';
import { runDiskFaults } from './disk-faults.ts';
import { skipsShim } from './shim-or-skip.ts';

describe.skipIf(skipsShim)('a disk that is full or failing', { timeout: 180_000 }, () => {
  it.each([
    { service: 'flow-retail', faults: 16 },
    { service: 'emporix', faults: 8 },
  ] as const)(
    'takes nothing that was acknowledged, and the till tells, goes on, erases and sends to $service',
    async ({ service, faults }) => {
      const report = await runDiskFaults(service, faults, 1);
      expect(report).toMatchObject({ lost: [], duplicated: [], corrupt: [], unclear: [], unusable: [] });
      // How many calls meet a fault depends on how fast the machine is; that some do, the faults are there for.
      expect(report.struck).toBeGreaterThan(0);
      expect(report.refused).toBeGreaterThan(0);
    },
  );
});
