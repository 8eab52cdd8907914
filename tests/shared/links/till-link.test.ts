import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkAmong, parseTillLink } from '#shared/links/till-link';

describe('a link to the till', () => {
  it.each([
    ['tillbook://customer/c-42', { to: 'customer', text: 'c-42' }],
    ['tillbook://customer/7035620000001/', { to: 'customer', text: '7035620000001' }],
    ['TILLBOOK://Customer/c-42', { to: 'customer', text: 'c-42' }],
    ['tillbook://search/bj%C3%B8rn%20%C3%A5se', { to: 'search', text: 'bjørn åse' }],
    ['tillbook://search/bjo%CC%88rn', { to: 'search', text: 'björn' }],
    ['tillbook://search/50%25%20of%20%23%2F%3F', { to: 'search', text: '50% of #/?' }],
    ['tillbook://register', { to: 'register', text: '' }],
    ['tillbook://register/', { to: 'register', text: '' }],
    ['tillbook://register/Kari%20Nordmann%2090123456', { to: 'register', text: 'Kari Nordmann 90123456' }],
  ])('is read: %s', (link, read) => {
    expect(parseTillLink(link)).toEqual(read);
  });

  it.each([
    ['another scheme', 'https://customer/c-42'],
    ['another host', 'tillbook://delete/c-42'],
    ['an operation', 'tillbook://customers.erase/c-42'],
    ['a deeper path', 'tillbook://customer/c-42/delete'],
    ['a query', 'tillbook://customer/c-42?reason=mistake'],
    ['a fragment', 'tillbook://customer/c-42#x'],
    ['nobody', 'tillbook://customer'],
    ['no words', 'tillbook://search/%20%20'],
    ['no authority', 'tillbook:customer/c-42'],
    ['a port', 'tillbook://customer:1/c-42'],
    ['a name before the host', 'tillbook://me@customer/c-42'],
    ['a broken percent sign', 'tillbook://search/%zz'],
    ['bytes that are no text', 'tillbook://search/%ff%fe'],
    ['a line end', 'tillbook://search/kari%0Aola'],
    ['a NUL', 'tillbook://search/kari%00x'],
    ['text turned around', 'tillbook://search/%E2%80%AEirak'],
    ['a letter nobody sees', 'tillbook://customer/c%E2%80%8B42'],
    ['a half letter', 'tillbook://search/\ud800'],
    ['something before it', ' tillbook://register'],
    ['something after it', 'tillbook://register --data /tmp'],
    ['too long an id', `tillbook://customer/${'9'.repeat(129)}`],
    ['too many words', `tillbook://search/${'a'.repeat(201)}`],
    ['no text at all', 42],
  ])('is none: %s', (_why, link) => {
    expect(parseTillLink(link)).toBeUndefined();
  });

  it('says what was written into it, as long as all of it can be seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (written) => {
        const text = written.normalize('NFC').trim();
        const isSeen = text !== '' && !/[\p{C}\p{Zl}\p{Zp}]/u.test(text);
        expect(parseTillLink(`tillbook://search/${encodeURIComponent(written)}`)).toEqual(
          isSeen ? { to: 'search', text } : undefined,
        );
      }),
    );
  });

  it('has one part, whatever stands behind the slash', () => {
    const parts = fc.array(fc.constantFrom('kari', '/', '?', '#', '%2F', '%', '%00', '..', '\\', ' ', '@'));
    fc.assert(
      fc.property(fc.constantFrom('customer', 'search', 'register', 'settings.set'), parts, (to, rest) => {
        const read = parseTillLink(`tillbook://${to}/${rest.join('')}`) ?? { to: 'register', text: '' };
        expect(['customer', 'search', 'register']).toContain(read.to);
        expect(read.text).not.toMatch(/\p{C}/u);
      }),
    );
  });
});

describe('among what a program was started with', () => {
  it('is the one argument that is a link', () => {
    expect(linkAmong(['--data', '/tmp/x', 'tillbook://register'])).toBe('tillbook://register');
    expect(linkAmong(['--data', '/tmp/x'])).toBeUndefined();
    expect(linkAmong(['--data=tillbook://register'])).toBeUndefined();
  });

  it('is none of several: an operating system hands over one', () => {
    expect(linkAmong(['tillbook://register', 'tillbook://search/kari'])).toBeUndefined();
  });
});
