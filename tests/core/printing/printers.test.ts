import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findClosedPort } from '../../loopback-server.ts';
import { decodeBarcodes } from '../cards/decode-barcode.ts';
import { parseEscPos, printedPicture } from '../cards/parse-escpos.ts';
import { addPrinter, openPrintTill } from './print-till.ts';

describe('asking a printer how it is', () => {
  it.each([
    ['escpos', 'ready', ['ready']],
    ['escpos', 'paper-out', ['paper-out']],
    ['escpos', 'paper-low', ['paper-low']],
    ['escpos', 'cover-open', ['cover-open']],
    ['escpos', 'nothing', ['silent']],
    ['zpl', 'ready', ['ready']],
    ['zpl', 'paper-out', ['paper-out']],
    ['zpl', 'cover-open', ['cover-open']],
    ['zpl', 'nothing', ['silent']],
  ] as const)('%s that says %s', async (language, says, conditions) => {
    const till = await openPrintTill(0);
    const printer = await addPrinter(till, 'desk', { language, says });
    const report = await till.call('printers.check', { printerId: 'desk' });
    expect(report).toMatchObject({ reachable: true, conditions });
    expect(report.detail).not.toBe('');
    expect(printer.taken()).toBe(0);
  });

  it('that is not there, or that is none at all', async () => {
    const till = await openPrintTill(0);
    const port = await findClosedPort();
    await till.call('printers.save', {
      printer: { kind: 'network', printerId: 'desk', name: 'Desk', host: '127.0.0.1', port, language: 'zpl' },
    });
    expect(await till.call('printers.check', { printerId: 'desk' })).toMatchObject({
      reachable: false,
      conditions: [],
    });
    expect(await till.refusal('printers.check', { printerId: 'nowhere' })).toBe('printer.not-found');
  });

  it('is broken off when nobody wants to know any more', async () => {
    const till = await openPrintTill(0);
    const printer = await addPrinter(till, 'desk', { behave: 'hangs', says: 'nothing' });
    const firstByte = printer.nextByte();
    const testing = till.call('printers.test', { printerId: 'desk' });
    await firstByte;
    expect(await till.call('printers.cancelTest', { printerId: 'desk' })).toMatchObject({ cancelled: true });
    expect(await testing).toMatchObject({ reachable: false });
    expect(await till.call('printers.cancelTest', { printerId: 'desk' })).toMatchObject({ cancelled: false });
  });
});

describe('a test card', () => {
  it('has a code that scans', async () => {
    const till = await openPrintTill(0);
    const printer = await addPrinter(till, 'desk');
    const { reachable, code } = await till.call('printers.test', { printerId: 'desk' });
    expect(reachable).toBe(true);
    const [card] = printer.printed;
    expect(await decodeBarcodes(printedPicture(parseEscPos(card!)))).toEqual([code]);
  });

  it('is not sent to a printer without paper', async () => {
    const till = await openPrintTill(0);
    const printer = await addPrinter(till, 'desk', { says: 'paper-out' });
    expect(await till.call('printers.test', { printerId: 'desk' })).toMatchObject({
      reachable: false,
      code: null,
      detail: expect.stringContaining('no paper'),
    });
    expect(printer.taken()).toBe(0);
  });
});

describe('looking for printers', () => {
  it('finds those that take calls, says which speak ESC/POS, and prints nothing', async () => {
    const till = await openPrintTill(0);
    const receipts = await addPrinter(till, 'receipts');
    const labels = await addPrinter(till, 'labels', { language: 'zpl' });
    const closed = await findClosedPort();
    const hosts = [receipts.port, labels.port, closed].map((port) => `127.0.0.1:${port}`).join(', ');
    expect(await till.call('printers.discover', { hosts })).toMatchObject({
      network: [
        { host: '127.0.0.1', port: receipts.port, language: 'escpos' },
        { host: '127.0.0.1', port: labels.port, language: null },
      ],
      called: 3,
      total: 3,
    });
    expect([...receipts.printed, ...labels.printed]).toHaveLength(0);
  });

  it('ends when it is told to, with what it has found', async () => {
    const till = await openPrintTill(0);
    // Addresses nobody has (RFC 5737): a call is never answered.
    const hosts = Array.from({ length: 250 }, (_, index) => `192.0.2.${index + 1}`).join(' ');
    const looking = till.call('printers.discover', { hosts });
    let cancelled = false;
    while (!cancelled) ({ cancelled } = await till.call('printers.cancelDiscover', {}));
    const { called, total } = await looking;
    expect(total).toBe(250);
    expect(called).toBeLessThan(250);
  });

  it('refuses what is no address', async () => {
    const till = await openPrintTill(0);
    expect(await till.refusal('printers.discover', { hosts: 'http://printer/' })).toBe('input.invalid');
    expect(await till.refusal('printers.discover', { hosts: '10.0.0.1:99999' })).toBe('input.invalid');
  });
});

describe('a folder for PDF files', () => {
  it('is made when it is saved, and refused when files cannot be written to it', async () => {
    const till = await openPrintTill(0);
    const printer = {
      kind: 'file',
      printerId: 'pdf',
      name: 'PDF',
      folder: join(till.dataDir, 'a/b'),
    } as const;
    await till.call('printers.save', { printer });
    expect(await till.call('printers.check', { printerId: 'pdf' })).toMatchObject({ conditions: ['ready'] });
    mkdirSync(join(till.dataDir, 'files'));
    writeFileSync(join(till.dataDir, 'files/one'), '');
    const inFile = { ...printer, folder: join(till.dataDir, 'files/one') };
    expect(await till.refusal('printers.save', { printer: inFile })).toBe('input.invalid');
    expect(await till.refusal('printers.save', { printer: { ...printer, folder: 'cards' } })).toBe(
      'input.invalid',
    );
  });
});
