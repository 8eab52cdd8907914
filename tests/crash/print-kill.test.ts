import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createCore } from '../../electron/core/app.ts';
import { resolveHeadlessKey } from '../../electron/core/privacy/store-key.ts';
import { inProject } from '../../scripts/project.ts';
import { startVirtualPrinter } from '../printers/virtual-printer.ts';
import { decodeBarcodes } from '../core/cards/decode-barcode.ts';
import { parseEscPos, printedPicture } from '../core/cards/parse-escpos.ts';
import { valueOf } from '../value-of.ts';

const customers = 40;
const kills = 6;

/** Undefined for what is left of a card when the till died in the middle of it. */
async function codeOf(card: Uint8Array): Promise<string | undefined> {
  try {
    return (await decodeBarcodes(printedPicture(parseEscPos(card))))[0];
  } catch {
    // The last command of it is cut.
    return undefined;
  }
}

it(
  'prints no card twice and loses none, however often the till is killed while it prints',
  {
    timeout: 180_000,
  },
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tillbook-print-kill-'));
    const printer = await startVirtualPrinter('escpos');
    onTestFinished(async () => {
      await printer.close();
      rmSync(dataDir, { recursive: true, force: true });
    });
    const startTill = () =>
      spawn(
        process.execPath,
        [inProject('tests/crash/till-printing.ts'), dataDir, String(customers), String(printer.port)],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );

    for (let kill = 0; kill < kills; kill += 1) {
      const till = startTill();
      const ended = once(till, 'exit');
      // Each dies at another moment of its work: after so many cards, before, within or after the last byte.
      for (let card = 0; card <= kill % 3; card += 1) {
        await Promise.race([kill % 2 === 0 ? printer.nextCard() : printer.nextByte(), ended]);
      }
      till.kill('SIGKILL');
      await ended;
    }
    const last = startTill();
    const [code] = (await once(last, 'exit')) as [number | null];
    expect(code).toBe(0);

    const codes = await Promise.all(printer.printed.map(codeOf));
    const whole = codes.filter((code) => code !== undefined);
    const printed = new Set(whole);
    expect(whole).toHaveLength(printed.size);
    expect(codes.length - whole.length).toBeLessThanOrEqual(kills);

    const { key } = valueOf(resolveHeadlessKey(dataDir, {}));
    const { core } = valueOf(
      await createCore({ dataDir, key, unattendedAs: 'proof', backgroundSync: false }),
    );
    onTestFinished(() => core.close());
    const { jobs, counts } = valueOf(await core.call('cards.jobs', { limit: 500 }));
    expect(jobs).toHaveLength(customers);
    expect(counts.sent + counts['needs-attention']).toBe(customers);
    // At most the card that was on its way when the till was killed needs a look.
    expect(counts['needs-attention']).toBeLessThanOrEqual(kills);
    expect(jobs.filter(({ state, loyaltyId }) => state === 'sent' && !printed.has(loyaltyId))).toEqual([]);
  },
);
