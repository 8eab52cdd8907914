import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodePdf } from '../printers/decode-pdf.ts';
import { startPrivateCups, whyNoCups } from '../printers/private-cups.ts';
import { startVirtualPrinter } from '../printers/virtual-printer.ts';
import { expect, launchTill, runTill, test } from './desktop-till.ts';

/** Without the commands of CUPS on its path, the till prints as on Windows: through a window. */
const pathWithoutCups = mkdtempSync(join(tmpdir(), 'tillbook-no-cups-'));
test.afterAll(() => rmSync(pathWithoutCups, { recursive: true, force: true }));

for (const [way, more] of [
  ['CUPS', {}],
  ['a window', { PATH: pathWithoutCups }],
] as const) {
  test(`a card goes to a printer of this computer by ${way}, and its code scans`, async ({ dataDir }) => {
    const why = whyNoCups();
    if (why !== undefined) throw new Error(`A private CUPS is needed: ${why}`);
    mkdirSync(pathWithoutCups, { recursive: true });
    const cups = await startPrivateCups();
    const paper = await startVirtualPrinter('zpl');
    cups.addQueue('cards', paper.port, 'Card printer at the desk');
    const profile = {
      kind: 'system',
      printerId: 'os',
      name: 'Card printer',
      systemName: 'cards',
    } as const;
    expect(runTill(dataDir, 'call', 'printers.save', JSON.stringify({ printer: profile })).code).toBe(0);
    const till = await launchTill(dataDir, { CUPS_SERVER: cups.server, ...more });
    try {
      const page = await till.firstWindow();
      const found = await page.evaluate(() => window.till!.printers.discover({ hosts: '127.0.0.1:1' }));
      expect(found).toMatchObject({
        system: { printers: [{ systemName: 'cards', description: 'Card printer at the desk' }] },
      });
      expect(await page.evaluate(() => window.till!.printers.check({ printerId: 'os' }))).toMatchObject({
        reachable: true,
        conditions: ['ready'],
      });
      const came = paper.nextCard();
      const made = await page.evaluate(() =>
        window.till!.cards.printMany({
          cardsFor: { customerUids: ['c-bjorn', 'c-kari'] },
          printer: 'os',
        }),
      );
      expect(made).toMatchObject({ ok: true, total: 2 });
      const codes = await decodePdf(await came);
      const jobs = await page.evaluate(() => window.till!.cards.jobs({}));
      if (!jobs.ok) throw new Error(jobs.error.message);
      expect(codes).toEqual(jobs.jobs.map(({ loyaltyId }) => loyaltyId));
      expect(codes).toHaveLength(2);
      await expect
        .poll(async () => {
          const now = await page.evaluate(() => window.till!.cards.jobs({}));
          return now.ok ? now.counts.sent : now.error.code;
        })
        .toBe(2);

      // The same two as labels on one sheet.
      const sheet = paper.nextCard();
      const asSheet = await page.evaluate(
        async (printer) => {
          const saved = await window.till!.printers.save({ printer });
          if (!saved.ok) return saved;
          return window.till!.cards.printMany({
            cardsFor: { customerUids: ['c-bjorn', 'c-kari'] },
            printer: 'os',
          });
        },
        { ...profile, designId: 'sheet' } as const,
      );
      expect(asSheet).toMatchObject({ ok: true, total: 2 });
      expect((await decodePdf(await sheet)).toSorted()).toEqual(codes.toSorted());
    } finally {
      await till.close();
      await paper.close();
      await cups.stop();
    }
  });
}
