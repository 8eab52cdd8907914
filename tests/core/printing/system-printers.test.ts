import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { cupsPrinters } from '../../../electron/host/system-printers.ts';
import { decodePdf } from '../../printers/decode-pdf.ts';
import { startPrivateCups, whyNoCups, type PrivateCups } from '../../printers/private-cups.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../printers/virtual-printer.ts';
import { loyaltyIdOf, openPrintTill, uidOf, type PrintTill } from './print-till.ts';

const why = whyNoCups();
if (why !== undefined) process.stderr.write(`Printing through CUPS is not tested: ${why}\n`);

describe.skipIf(why !== undefined)('a printer of this computer', () => {
  let cups: PrivateCups;
  let paper: VirtualPrinter;
  const serverBefore = process.env['CUPS_SERVER'];

  beforeAll(async () => {
    cups = await startPrivateCups();
    paper = await startVirtualPrinter('zpl');
    cups.addQueue('cards', paper.port, 'Card printer at the desk');
    process.env['CUPS_SERVER'] = cups.server;
  });
  afterAll(async () => {
    if (serverBefore === undefined) delete process.env['CUPS_SERVER'];
    else process.env['CUPS_SERVER'] = serverBefore;
    await paper.close();
    await cups.stop();
  });

  async function openTill(customers: number, systemName = 'cards', designId?: 'sheet'): Promise<PrintTill> {
    const till = await openPrintTill(customers, { systemPrinters: cupsPrinters });
    await till.call('printers.save', {
      printer: {
        kind: 'system',
        printerId: 'os',
        name: 'Card printer',
        systemName,
        ...(designId && { designId }),
      },
    });
    return till;
  }

  it('is found, and says how it is', async () => {
    const till = await openTill(0);
    const { system } = await till.call('printers.discover', { hosts: '127.0.0.1:1' });
    expect(system).toEqual({
      printers: [{ systemName: 'cards', description: 'Card printer at the desk', isDefault: false }],
      problem: null,
    });
    expect(await till.call('printers.check', { printerId: 'os' })).toMatchObject({
      reachable: true,
      conditions: ['ready'],
    });
  });

  it('prints the card, on paper of its size, with a code that scans', async () => {
    const till = await openTill(1);
    const card = paper.nextCard();
    const { job } = await till.call('cards.print', { customerUid: uidOf(1), printer: 'os' });
    expect(await till.settled(job.jobId)).toMatchObject({ state: 'sent' });
    const pdf = await card;
    expect(await decodePdf(pdf)).toEqual([loyaltyIdOf(1)]);
  });

  it('gets the cards of many as one document', async () => {
    const till = await openTill(40);
    const before = paper.printed.length;
    const document = paper.nextCard();
    const { batch } = await till.call('cards.printMany', { cardsFor: { all: {} }, printer: 'os' });
    await till.batchWhen(batch!.batchId, ({ state }) => state === 'done');
    const codes = await decodePdf(await document);
    expect(codes.toSorted((left, right) => left.localeCompare(right))).toEqual(
      Array.from({ length: 40 }, (_, index) => loyaltyIdOf(index + 1)),
    );
    expect(paper.printed.length - before).toBe(1);
  });

  it('prints sheets of labels, each label with its own code', async () => {
    const till = await openTill(30, 'cards', 'sheet');
    const document = paper.nextCard();
    const { batch } = await till.call('cards.printMany', { cardsFor: { all: {} }, printer: 'os' });
    await till.batchWhen(batch!.batchId, ({ state }) => state === 'done');
    const pdf = await document;
    const codes = await decodePdf(pdf);
    expect(codes.toSorted((left, right) => left.localeCompare(right))).toEqual(
      Array.from({ length: 30 }, (_, index) => loyaltyIdOf(index + 1)),
    );
    expect(pagesOf(pdf)).toBe(2);
  });

  it('prints a test card', async () => {
    const till = await openTill(0);
    const card = paper.nextCard();
    const { reachable, code } = await till.call('printers.test', { printerId: 'os' });
    expect(reachable).toBe(true);
    expect(await decodePdf(await card)).toEqual([code]);
  });

  it('that is stopped gets nothing: the card needs a person, and CUPS keeps none for later', async () => {
    cups.addQueue('stopped', paper.port, 'Stopped');
    cups.disable('stopped');
    const till = await openTill(1, 'stopped');
    const { job } = await till.call('cards.print', { customerUid: uidOf(1), printer: 'os' });
    expect(await till.settled(job.jobId)).toMatchObject({
      state: 'needs-attention',
      error: { code: 'printer.not-ready' },
    });
    expect(cups.waiting('stopped')).toBe(0);
  });

  it('that is gone is told in words', async () => {
    const till = await openTill(1, 'nowhere');
    const { job } = await till.call('cards.print', { customerUid: uidOf(1), printer: 'os' });
    const settled = await till.settled(job.jobId);
    expect(settled).toMatchObject({ state: 'needs-attention', error: { code: 'printer.unreachable' } });
    expect(settled.error?.message).toContain('no printer of that name');
    expect(await till.call('printers.check', { printerId: 'os' })).toMatchObject({ reachable: false });
  });

  it('is out of reach while CUPS does not run, or answers nothing', async () => {
    const till = await openTill(1);
    process.env['CUPS_SERVER'] = '/nowhere/cups.sock';
    onTestFinished(() => void (process.env['CUPS_SERVER'] = cups.server));
    const { system } = await till.call('printers.discover', { hosts: '127.0.0.1:1' });
    expect(system.problem).toMatchObject({ code: 'printer.unreachable' });
    const { job } = await till.call('cards.print', { customerUid: uidOf(1), printer: 'os' });
    expect(await till.settled(job.jobId)).toMatchObject({
      state: 'needs-attention',
      error: { code: 'printer.unreachable' },
    });
  });
});

function pagesOf(pdf: Uint8Array): number {
  return (
    Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Type\s*\/Page\b/g)?.length ?? 0
  );
}

describe('a host without printers of the computer', () => {
  it('says so', async () => {
    const till = await openPrintTill(1);
    await till.call('printers.save', {
      printer: { kind: 'system', printerId: 'os', name: 'Card printer', systemName: 'cards' },
    });
    const { system } = await till.call('printers.discover', { hosts: '127.0.0.1:1' });
    expect(system.problem).toMatchObject({ code: 'printer.no-system-printing' });
    const { job } = await till.call('cards.print', { customerUid: uidOf(1), printer: 'os' });
    expect(await till.settled(job.jobId)).toMatchObject({
      state: 'needs-attention',
      error: { code: 'printer.no-system-printing' },
    });
  });
});
