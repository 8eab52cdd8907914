import { expect, it } from 'vitest';
import { runKillCycles } from './kill-cycles.ts';

it('keeps everything it acknowledged, once, however often it is killed', { timeout: 180_000 }, async () => {
  const report = await runKillCycles(20, 1);
  expect(report).toMatchObject({ lost: [], duplicated: [], corrupt: [] });
  expect(report.acknowledged).toBeGreaterThan(5);
});
