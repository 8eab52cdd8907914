import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { handOverValuesOf, sampleValues } from '#shared/hand-over/fields';
import { problemOfUrl, urlCallFor } from '#shared/hand-over/call-url';
import { handedOverBy, handOverOff, handOverWays, problemOfWay, waysInUse } from '#shared/hand-over/settings';
import type { HandOverSettings } from '#shared/contract/hand-over';

const kari = handOverValuesOf(
  {
    customerUid: 'c-1',
    customerType: 'PERSON',
    firstname: 'Kari\n',
    lastname: 'Nord\tmann',
    loyaltyId: '2900000000000017',
    mobile: ' ',
  },
  'Kari Nordmann',
);

const withTemplate = (template: string): HandOverSettings => ({
  ...handOverOff,
  clipboard: { when: 'asked', template },
  keys: { when: 'asked', template, end: 'enter' },
});

describe('what is handed over', () => {
  it('is nothing until somebody switches a way on', () => {
    expect(waysInUse(handOverOff, 'asked')).toEqual([]);
    expect(waysInUse(handOverOff, 'opened')).toEqual([]);
  });

  it('is used on opening only where that was chosen', () => {
    const settings: HandOverSettings = {
      ...handOverOff,
      clipboard: { ...handOverOff.clipboard, when: 'asked' },
      counter: { ...handOverOff.counter, when: 'opened' },
    };
    expect(waysInUse(settings, 'asked')).toEqual(['clipboard', 'counter']);
    expect(waysInUse(settings, 'opened')).toEqual(['counter']);
  });

  it('has no line ends, tabs or empty values: typed, they would press keys in the sale', () => {
    expect(kari).toEqual({
      customerUid: 'c-1',
      customerType: 'PERSON',
      displayName: 'Kari Nordmann',
      firstname: 'Kari',
      lastname: 'Nord mann',
      loyaltyId: '2900000000000017',
    });
  });

  it('is the template with the values in it, absent ones left empty', () => {
    const handedOver = handedOverBy(withTemplate('K;{loyaltyId};{mobile};{lastname}'), 'clipboard', kari);
    expect(handedOver).toEqual({ way: 'clipboard', text: 'K;2900000000000017;;Nord mann' });
  });

  it('is nothing at all when the customer has none of the fields', () => {
    expect(handedOverBy(withTemplate('K;{mobile}'), 'keys', kari)).toBeUndefined();
    expect(handedOverBy(withTemplate('K'), 'clipboard', kari)).toBeUndefined();
  });

  it('does not read the customer’s own braces as fields', () => {
    const sly = { ...kari, lastname: '{mobile}', mobile: '+4799999999' };
    expect(handedOverBy(withTemplate('{lastname}'), 'clipboard', sly)).toEqual({
      way: 'clipboard',
      text: '{mobile}',
    });
  });

  it('tells what is wrong with a template', () => {
    expect(problemOfWay(withTemplate('{creditLimit}'), 'keys')).toBe('unknown-field');
    expect(problemOfWay(withTemplate('hello'), 'clipboard')).toBe('no-field');
    expect(problemOfWay(withTemplate('{mobile}'), 'keys')).toBeUndefined();
    expect(problemOfWay({ ...handOverOff, counter: { ...handOverOff.counter, fields: [] } }, 'counter')).toBe(
      'no-field',
    );
  });

  it('can be shown with the made-up customer for every way', () => {
    const settings = {
      ...handOverOff,
      url: { ...handOverOff.url, url: 'http://localhost:1/?c={loyaltyId}' },
    };
    for (const way of handOverWays) expect(handedOverBy(settings, way, sampleValues)).toBeDefined();
  });
});

describe('the address that is called', () => {
  it('has its values percent-encoded, so that a value is a value', () => {
    const call = urlCallFor(
      { method: 'GET', url: 'http://127.0.0.1:8085/sale?name={displayName}&to={city}', fields: [] },
      { displayName: "Åse & Bjørn's (1)*", city: 'x&admin=1#' },
    );
    expect(call?.url).toBe(
      'http://127.0.0.1:8085/sale?name=%C3%85se%20%26%20Bj%C3%B8rn%27s%20%281%29%2A&to=x%26admin%3D1%23',
    );
  });

  it('stays where the shop put it, whatever the customer is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (lastname) => {
        const values = handOverValuesOf({ customerUid: 'c-1', customerType: 'PERSON', lastname }, '—');
        const settings = {
          method: 'GET' as const,
          url: 'http://127.0.0.1:9/p/{lastname}?q={lastname}',
          fields: [],
        };
        const call = urlCallFor(settings, values);
        if (call === undefined) return;
        const url = new URL(call.url);
        expect(url.host).toBe('127.0.0.1:9');
        expect(url.searchParams.get('q')).toBe(values.lastname);
        expect([...url.searchParams.keys()]).toEqual(['q']);
        expect(url.hash).toBe('');
      }),
    );
  });

  it('is posted with the chosen fields the customer has as JSON', () => {
    const call = urlCallFor(
      { method: 'POST', url: 'http://127.0.0.1:8085/sale', fields: ['customerUid', 'mobile', 'lastname'] },
      kari,
    );
    expect(call).toEqual({
      method: 'POST',
      url: 'http://127.0.0.1:8085/sale',
      body: '{"customerUid":"c-1","lastname":"Nord mann"}',
    });
  });

  it.each([
    ['', 'empty'],
    ['sale', 'not-an-address'],
    ['ftp://127.0.0.1/', 'not-an-address'],
    ['file:///etc/passwd', 'not-an-address'],
    ['http://{city}/', 'not-an-address'],
    ['http://127.0.0.1:8085\\@evil.example/', 'not-an-address'],
    ['http://127.0.0.1@evil.example/{loyaltyId}', 'sign-in'],
    ['http://pos.shop.example/{loyaltyId}', 'other-host'],
    ['http://127.0.0.1.evil.example/', 'other-host'],
    ['http://localhost.evil.example/', 'other-host'],
    ['http://0.0.0.0/{loyaltyId}', 'other-host'],
    ['http://127.0.0.1:8085/{nothing}', 'unknown-field'],
    ['http://127.0.0.1:8085/{loyaltyId}', undefined],
    ['http://localhost/{loyaltyId}', undefined],
    ['https://[::1]:8085/{loyaltyId}', undefined],
  ])('%j: %s', (url, problem) => {
    expect(problemOfUrl(url)).toBe(problem);
  });

  it('may be on a host that the shop’s IT allows, at its port alone', () => {
    expect(
      problemOfUrl('http://POS.shop.example:8080/{loyaltyId}', ['pos.shop.example:8080']),
    ).toBeUndefined();
    expect(problemOfUrl('http://pos.shop.example/{loyaltyId}', ['pos.shop.example:8080'])).toBe('other-host');
  });
});
