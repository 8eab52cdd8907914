import { expect, it } from 'vitest';
import { runRotations } from './rotations.ts';

it(
  'leaves exactly one key that opens the store, wherever a change of key is killed',
  { timeout: 60_000 },
  async () => {
    const report = await runRotations(12, 2);
    expect(report.wrong).toEqual([]);
    expect(Math.min(report.before, report.after)).toBeGreaterThan(0);
  },
);
