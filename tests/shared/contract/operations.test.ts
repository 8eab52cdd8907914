import { describe, expect, it } from 'vitest';
import { operations } from '#shared/contract/operations';

/** Where an operation finds its input at fault. */
function faultsOf(name: keyof typeof operations, input: unknown): string[] {
  return operations[name].input.safeParse(input).error?.issues.map(({ path }) => path.join('.')) ?? [];
}

describe('settings.set', () => {
  it('takes settings there are', () => {
    expect(faultsOf('settings.set', { changes: { theme: 'dark', defaultCountry: 'SE' } })).toEqual([]);
  });

  it.each([
    ['a setting there is none of', { them: 'dark' }, 'changes'],
    ['a country there is none of', { defaultCountry: 'XX' }, 'changes.defaultCountry'],
    ['a country in lower case', { defaultCountry: 'no' }, 'changes.defaultCountry'],
  ])('refuses %s', (_, changes, fault) => {
    expect(faultsOf('settings.set', { changes })).toEqual([fault]);
  });
});

describe('printers.save', () => {
  const printer = {
    kind: 'network',
    printerId: 'p-1',
    name: 'Counter',
    host: '192.168.1.20',
    port: 9100,
    language: 'zpl',
  };

  it.each(['zebra', 'zebra-2.shop.lan', 'kasse_1.local', 'skriver.åse.no', '10.0.0.9', 'fe80::1', '::1'])(
    'takes the host %s',
    (host) => {
      expect(faultsOf('printers.save', { printer: { ...printer, host } })).toEqual([]);
    },
  );

  it.each([
    ' ',
    'bad host!',
    'http://zebra',
    'zebra:9100',
    'zebra/',
    '-zebra',
    'a..b',
    '999.1.1.1',
    '1::2::3',
  ])('refuses the host “%s”', (host) => {
    expect(faultsOf('printers.save', { printer: { ...printer, host } })).toEqual(['printer.host']);
  });

  it.each(['network', 'service'])('refuses a %s printer without an id or a name', (kind) => {
    expect(faultsOf('printers.save', { printer: { ...printer, kind, printerId: '', name: ' ' } })).toEqual([
      'printer.printerId',
      'printer.name',
    ]);
  });
});
