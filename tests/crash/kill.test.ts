import { expect, it } from 'vitest';
import { runKillCycles } from './kill-cycles.ts';

it.each([
  ['flow-retail', 14],
  ['emporix', 8],
] as const)(
  'keeps everything it acknowledged, once, however often it is killed, with %s',
  { timeout: 180_000 },
  async (service, cycles) => {
    const report = await runKillCycles(service, cycles, 1);
    expect(report).toMatchObject({ lost: [], duplicated: [], corrupt: [] });
    expect(report.acknowledged).toBeGreaterThan(5);
    expect(report.effects).toBeGreaterThan(5);
  },
);
