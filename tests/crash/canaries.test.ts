import { expect, it } from 'vitest';
import { runCanaries } from './canaries.ts';
import { scanBytes } from './canary-scan.ts';

it.each([
  ['UTF-8', 'Zqxjkvwpab, 91738455'],
  ['UTF-16', Buffer.from('…zqxjkvwpab', 'utf16le')],
  ['hex', Buffer.from('Zqxjkvwpab').toString('hex').toUpperCase()],
  ['JSON escapes', '\\u005a\\u0071\\u0078\\u006A\\u006b\\u0076\\u0077\\u0070'],
  ['base64', Buffer.from('name: Zqxjkvwpab').toString('base64')],
  ['base64', Buffer.from('+4791738455').toString('base64')],
])('finds a person who lies somewhere as %s', (spelling, text) => {
  expect(scanBytes('file', Buffer.from(text as string))[0]).toContain(`file: ${spelling} at`);
});

it(
  'finds nobody outside of the cipher, and nobody at all when they are erased',
  { timeout: 180_000 },
  async () => {
    const report = await runCanaries(4);
    expect(report).toMatchObject({
      onDisk: [],
      onDiskAfterErasure: [],
      inStoreAfterErasure: [],
      foundAfterErasure: [],
    });
    expect(report.calls).toBeGreaterThan(150);
    expect(report.inStoreBefore).toBeGreaterThan(9);
  },
);
