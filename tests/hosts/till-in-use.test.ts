import { describe, expect, it } from 'vitest';
import { makeFolder } from '../core/db/open-writer.ts';
import { answerOf, runTill, startTill } from './till-process.ts';

describe('one data folder', () => {
  it('belongs to one till at a time, and to the next one when that ends', async () => {
    const dataDir = makeFolder();
    const serving = await startTill(['--data', dataDir, 'serve']);
    expect(serving.firstLine).toMatch(/http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/);

    for (const command of [['serve'], ['sync'], ['call', 'sync.status']]) {
      const second = await runTill(['--data', dataDir, ...command]);
      expect(second.code).toBe(1);
      expect(answerOf(second)).toMatchObject({ ok: false, error: { code: 'store.in-use' } });
    }
    const examined = await runTill(['--data', dataDir, 'doctor']);
    expect(answerOf(examined)).toMatchObject({
      findings: [{ check: 'store', ok: false, detail: expect.stringContaining('store.in-use') }],
    });

    expect(await serving.stop()).toMatchObject({ code: 0 });
    const after = await runTill(['--data', dataDir, 'call', 'sync.status']);
    expect(after.code).toBe(0);
  });

  it('is free again after its till was killed', async () => {
    const dataDir = makeFolder();
    const serving = await startTill(['--data', dataDir, 'serve']);
    await serving.kill();
    const after = await runTill(['--data', dataDir, 'call', 'sync.status']);
    expect(after.code).toBe(0);
  });
});

describe('a port that is taken', () => {
  it('is said in words', async () => {
    const serving = await startTill(['--data', makeFolder(), 'serve']);
    const port = /:(\d+)\//.exec(serving.firstLine)?.[1] ?? '';
    const second = await runTill(['--data', makeFolder(), 'serve', '--port', port]);
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toContain(`Port ${port} is taken`);
  });
});
