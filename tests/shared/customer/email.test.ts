import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEmail } from '#shared/customer/email';
import { anyText } from './any-text.ts';

describe('reading an e-mail address', () => {
  it.each([
    ['bjorn@example.no', 'bjorn@example.no'],
    ['  Bjorn.Ase@Example.NO\n', 'Bjorn.Ase@example.no'],
    ['kari+till@mail.example.co.uk', 'kari+till@mail.example.co.uk'],
    ["o'neill&co@example.com", "o'neill&co@example.com"],
    ['_a-b@x-y.example', '_a-b@x-y.example'],
    ['post@blåbær.no', 'post@blåbær.no'],
    ['POST@BLÅBÆR.NO', 'POST@blåbær.no'],
    ['bjørn@example.no', 'bjørn@example.no'],
    ['a@xn--blbr-roah.no', 'a@xn--blbr-roah.no'],
    ['a@пример.испытание', 'a@пример.испытание'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ])('accepts %j', (text, address) => {
    expect(readEmail(text)).toBe(address);
  });

  it.each([
    '',
    '@',
    'bjorn',
    'bjorn@',
    '@example.no',
    'bjorn@example',
    'bjorn@localhost',
    'bjorn@@example.no',
    'bjorn ase@example.no',
    'bjorn@exam ple.no',
    '.bjorn@example.no',
    'bjorn.@example.no',
    'bjorn..ase@example.no',
    'bjorn@example..no',
    'bjorn@.example.no',
    'bjorn@example.no.',
    'bjorn@-example.no',
    'bjorn@exa_mple.no',
    'bjorn@example.n',
    'bjorn@example.123',
    'bjorn@example.no/path',
    'bjorn@example.no:25',
    'bjorn@%65xample.no',
    'bjorn@example.no,kari@example.no',
    'bjo\u0000rn@example.no',
    `${'a'.repeat(65)}@example.com`,
    `${'ø'.repeat(33)}@example.com`,
    `a@${'b'.repeat(64)}.com`,
    `a@${'b.'.repeat(126)}com`,
  ])('refuses %j', (text) => {
    expect(readEmail(text)).toBeUndefined();
  });

  // What follows differs on purpose from validator.js, whose own test values were compared.
  it.each(['"bjørn åse"@example.no', 'bjorn@192.0.2.1', 'bjorn@[192.0.2.1]', 'Bjørn <bjorn@example.no>'])(
    'refuses %j, which standards allow and no customer has',
    (text) => {
      expect(readEmail(text)).toBeUndefined();
    },
  );

  it('takes letters of full width for the letters they show', () => {
    expect(readEmail('bjorn@ｅｘａｍｐｌｅ.no')).toBe('bjorn@example.no');
  });

  it('leaves the rules of single providers to them', () => {
    expect(readEmail(`${'a'.repeat(31)}@gmail.com`)).toBe(`${'a'.repeat(31)}@gmail.com`);
  });

  it('reads what it has normalised as the same address', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (text) => {
        const address = readEmail(text);
        fc.pre(address !== undefined);
        expect(readEmail(address)).toBe(address);
      }),
    );
    fc.assert(
      fc.property(anyText(), (domain) => {
        const address = readEmail(`a@${domain}.no`);
        fc.pre(address !== undefined);
        expect(readEmail(address)).toBe(address);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(anyText(), anyText(), (local, domain) => {
        expect(() => readEmail(`${local}@${domain}`)).not.toThrow();
      }),
    );
  });
});
