import { describe, expect, it } from 'vitest';
import type { Printer } from '#shared/contract/printing';
import { resolvePrinter } from '../../../electron/core/cards/resolve-printer.ts';

const zebra: Printer = {
  kind: 'network',
  printerId: 'zebra',
  name: 'Zebra',
  host: 'zebra',
  port: 9100,
  language: 'zpl',
};
const epson: Printer = {
  kind: 'network',
  printerId: 'epson',
  name: 'Epson',
  host: 'epson',
  port: 9100,
  language: 'escpos',
};
const service: Printer = { kind: 'service', printerId: 'service', name: 'The service' };
const unset = { cardPrinterId: '' };

describe('the printer of a card', () => {
  it.each([
    ['the wanted one', [zebra, epson], { cardPrinterId: 'zebra' }, 'epson', epson],
    ['the one in settings', [zebra, epson], { cardPrinterId: 'epson' }, undefined, epson],
    ['the only one', [zebra], unset, undefined, zebra],
    ['the service’s when nobody chose', [zebra, epson, service], unset, undefined, service],
  ])('is %s', (_, printers, settings, wanted, expected) => {
    expect(resolvePrinter(printers, settings, wanted)).toEqual({ ok: true, printer: expected });
  });

  it.each([
    ['the wanted one is gone', [zebra, service], { cardPrinterId: 'zebra' }, 'epson', 'no such printer'],
    ['the one in settings is gone', [zebra, service], { cardPrinterId: 'epson' }, undefined, 'no longer'],
    ['there are two and nobody chose', [zebra, epson], unset, undefined, 'Choose one'],
    ['there is none', [], unset, undefined, 'Choose one'],
  ])('is none when %s', (_, printers, settings, wanted, words) => {
    expect(resolvePrinter(printers, settings, wanted)).toMatchObject({
      ok: false,
      error: { code: 'printer.not-found', message: expect.stringContaining(words) },
    });
  });
});
