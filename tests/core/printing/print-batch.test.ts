import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeBarcodes } from '../cards/decode-barcode.ts';
import { parseEscPos, printedPicture } from '../cards/parse-escpos.ts';
import { decodePdf } from '../../printers/decode-pdf.ts';
import { addPrinter, loyaltyIdOf, openPrintTill, uidOf, whenTold } from './print-till.ts';

const cardsFor = (count: number) => ({
  customerUids: Array.from({ length: count }, (_, index) => uidOf(index + 1)),
});
const isOver = ({ state }: { state: string }) => state === 'done' || state === 'paused';

async function codeOf(card: Uint8Array): Promise<string | undefined> {
  return (await decodeBarcodes(printedPicture(parseEscPos(card))))[0];
}

describe('cards for many', () => {
  it('come out of a receipt printer in their order, each once', async () => {
    const till = await openPrintTill(12);
    const printer = await addPrinter(till, 'desk');
    await till.call('settings.set', { changes: { batchPrinterId: 'desk' } });
    const counted = await till.call('cards.printMany', { cardsFor: cardsFor(12), onlyCount: true });
    expect(counted).toMatchObject({ batch: null, total: 12 });
    const { batch, total } = await till.call('cards.printMany', { cardsFor: cardsFor(12) });
    expect(total).toBe(12);
    expect(await till.batchWhen(batch!.batchId, isOver)).toMatchObject({
      state: 'done',
      counts: { sent: 12 },
    });
    expect(await Promise.all(printer.printed.map(codeOf))).toEqual(
      Array.from({ length: 12 }, (_, index) => loyaltyIdOf(index + 1)),
    );
  });

  it('pause when the printer runs out of paper, and go on where they stopped', async () => {
    const till = await openPrintTill(6);
    const printer = await addPrinter(till, 'desk');
    printer.says = 'ready';
    const second = printer.nextCard().then(() => printer.nextCard());
    void second.then(() => (printer.says = 'paper-out'));
    const { batch } = await till.call('cards.printMany', { cardsFor: cardsFor(6), printer: 'desk' });
    const paused = await till.batchWhen(batch!.batchId, isOver);
    expect(paused).toMatchObject({ state: 'paused', error: { code: 'printer.paper-out' } });
    expect(paused.counts['needs-attention']).toBe(0);
    printer.says = 'ready';
    await till.call('cards.resumeBatch', { batchId: batch!.batchId });
    expect(await till.batchWhen(batch!.batchId, isOver)).toMatchObject({
      state: 'done',
      counts: { sent: 6 },
    });
    expect(await Promise.all(printer.printed.map(codeOf))).toEqual(
      Array.from({ length: 6 }, (_, index) => loyaltyIdOf(index + 1)),
    );
  });

  it('go on after a restart without a card twice, and a card in between is not kept waiting', async () => {
    const before = await openPrintTill(8, { backgroundSync: true });
    const printer = await addPrinter(before, 'desk');
    const third = printer
      .nextCard()
      .then(() => printer.nextCard())
      .then(() => printer.nextCard());
    const { batch } = await before.call('cards.printMany', { cardsFor: cardsFor(8), printer: 'desk' });
    await third;
    await before.core.close();
    const atOnce = printer.printed.length;
    expect(atOnce).toBeLessThan(8);
    const after = await openPrintTill(0, { dataDir: before.dataDir, backgroundSync: true });
    expect(await after.batchWhen(batch!.batchId, isOver)).toMatchObject({
      state: 'done',
      counts: { sent: 8 },
    });
    expect(await Promise.all(printer.printed.map(codeOf))).toEqual(
      Array.from({ length: 8 }, (_, index) => loyaltyIdOf(index + 1)),
    );
  });

  it('need one look when nobody knows what became of one, and are cancelled as a whole', async () => {
    const till = await openPrintTill(5);
    const printer = await addPrinter(till, 'desk', { behave: 'resets' });
    const { batch } = await till.call('cards.printMany', { cardsFor: cardsFor(5), printer: 'desk' });
    const { batchId } = batch!;
    expect(await till.batchWhen(batchId, isOver)).toMatchObject({
      state: 'paused',
      counts: { 'needs-attention': 1, waiting: 4 },
      error: { code: 'printer.unknown-outcome' },
    });
    const again = await till.call('cards.settleBatch', { batchId, outcome: 'print-again' });
    printer.behave = 'prints';
    expect(again.batch).toMatchObject({ reprintOf: batchId, total: 1 });
    await till.call('cards.cancelBatch', { batchId });
    expect(await till.batchWhen(batchId, () => true)).toMatchObject({
      state: 'cancelled',
      counts: { cancelled: 5 },
    });
    expect(await till.refusal('cards.resumeBatch', { batchId })).toBe('print-batch.over');
  });

  it('are one PDF for a printer of pages, and what cannot have a card is told', async () => {
    const till = await openPrintTill(30);
    const folder = join(till.dataDir, 'cards');
    await till.call('printers.save', { printer: { kind: 'file', printerId: 'pdf', name: 'PDF', folder } });
    await till.call('customers.update', { customerUid: 'c-4', changes: { loyaltyId: 'Ø'.repeat(4) } });
    const { batch } = await till.call('cards.printMany', { cardsFor: { all: {} }, printer: 'pdf' });
    expect(await till.batchWhen(batch!.batchId, isOver)).toMatchObject({
      state: 'done',
      counts: { sent: 29, 'needs-attention': 1 },
    });
    const [file, ...more] = readdirSync(folder);
    expect(more).toEqual([]);
    expect((await decodePdf(readFileSync(join(folder, file!)))).toSorted()).toEqual(
      Array.from({ length: 30 }, (_, index) => loyaltyIdOf(index + 1)).filter((id) => id !== loyaltyIdOf(4)),
    );
    // Whoever has a card is left out of the next batch, if that is wanted.
    expect(
      await till.call('cards.printMany', { cardsFor: { all: { withoutCard: true } }, printer: 'pdf' }),
    ).toMatchObject({ batch: null, total: 0 });
  });

  it('pause, with all cards waiting, when the folder for them has gone', async () => {
    const till = await openPrintTill(3);
    const folder = join(till.dataDir, 'cards');
    await till.call('printers.save', { printer: { kind: 'file', printerId: 'pdf', name: 'PDF', folder } });
    rmSync(folder, { recursive: true });
    const { batch } = await till.call('cards.printMany', { cardsFor: cardsFor(3), printer: 'pdf' });
    expect(await till.batchWhen(batch!.batchId, isOver)).toMatchObject({
      state: 'paused',
      counts: { waiting: 3 },
      error: { code: 'printer.unreachable' },
    });
    await till.call('printers.save', { printer: { kind: 'file', printerId: 'pdf', name: 'PDF', folder } });
    await till.call('cards.resumeBatch', { batchId: batch!.batchId });
    expect(await till.batchWhen(batch!.batchId, isOver)).toMatchObject({
      state: 'done',
      counts: { sent: 3 },
    });
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('for the service travel in the outbox, one for each customer', async () => {
    const till = await openPrintTill(3);
    const { batch } = await till.call('cards.printMany', { cardsFor: cardsFor(3), printer: 'service' });
    const outbox = async () =>
      (await till.call('outbox.list', {})).mutations.filter(({ kind }) => kind === 'print-card');
    await whenTold(till.core, 'customers', outbox, (cards) => cards.length === 3);
    await till.call('cards.cancelBatch', { batchId: batch!.batchId });
    expect(await outbox()).toEqual([]);
    expect(await till.batchWhen(batch!.batchId, () => true)).toMatchObject({ counts: { cancelled: 3 } });
  });
});

describe('a list of customers', () => {
  it('is matched by loyalty id, customerUid and e-mail address, and says what it did not find', async () => {
    const till = await openPrintTill(5);
    await addPrinter(till, 'desk');
    const text = [
      '\uFEFFNumber;E-mail',
      loyaltyIdOf(1),
      'c-2',
      ' KARI.3@example.no ',
      `Kari;Nordmann;${loyaltyIdOf(4)};x`,
      '',
      'nobody@example.no',
      loyaltyIdOf(1),
    ].join('\r\n');
    expect(await till.call('cards.printList', { text, printer: 'desk', onlyCount: true })).toMatchObject({
      batch: null,
      total: 4,
      repeated: 1,
      unmatchedTotal: 2,
      unmatched: [
        { line: 1, text: 'Number;E-mail', reason: 'unknown' },
        { line: 7, text: 'nobody@example.no', reason: 'unknown' },
      ],
    });
    const { batch } = await till.call('cards.printList', { text, printer: 'desk' });
    expect(await till.batchWhen(batch!.batchId, isOver)).toMatchObject({
      state: 'done',
      counts: { sent: 4 },
    });
  });
});
