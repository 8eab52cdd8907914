import { describe, expect, it } from 'vitest';
import { readCustomer } from '#shared/customer/model';
import { shippedDesign } from '../../../electron/core/cards/card-designs.ts';
import { layoutCard } from '../../../electron/core/cards/card-layout.ts';
import { cardModelOf } from '../../../electron/core/cards/card-model.ts';

function modelOf(record: Record<string, unknown>, shopName = 'Nordlys Sport') {
  const customer = readCustomer({ customerUid: 'c1', customerType: 'PERSON', ...record });
  if (!customer) throw new Error('not a customer');
  return cardModelOf(customer, { shopName });
}

describe('what a card says', () => {
  it('is the shop, the customer and the loyalty id', () => {
    expect(modelOf({ firstname: ' Bjørn', lastname: 'Åse\t', loyaltyId: '2912345678901233' })).toEqual({
      ok: true,
      model: {
        shopName: 'Nordlys Sport',
        customerName: 'Bjørn Åse',
        loyaltyId: '2912345678901233',
        displayId: '2912 3456 7890 1233',
        language: 'en',
      },
    });
  });

  it.each([
    ['nb', 'Medlemskort', 'Medlem'],
    ['sv', 'Medlemskort', 'Medlem'],
    ['da', 'Medlemskort', 'Medlem'],
    ['de', 'Kundenkarte', 'Mitglied'],
  ] as const)('is said in the language of the till: %s', (language, title, holder) => {
    const customer = readCustomer({ customerUid: 'c1', customerType: 'PERSON', loyaltyId: '291' });
    const card = customer && cardModelOf(customer, { shopName: '', language });
    if (!card?.ok) throw new Error('no card');
    const texts = layoutCard(card.model, shippedDesign('card')).drawing.texts.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining([title, holder]));
  });

  it('names a company by its name', () => {
    expect(
      modelOf({ customerType: 'COMPANY', companyName: 'Fjell AS', firstname: 'Kari', loyaltyId: '1' }),
    ).toMatchObject({
      model: { customerName: 'Fjell AS' },
    });
  });

  it('has no control character, no bidi mark and no doubled space', () => {
    expect(
      modelOf({ firstname: '\u202eÅse\u001b@  \r\nBerg\u0000', loyaltyId: '1' }, 'A\u0007  B\u200f'),
    ).toMatchObject({
      model: { customerName: 'Åse@ Berg', shopName: 'A B' },
    });
  });

  it('names nobody when nobody is named', () => {
    expect(modelOf({ loyaltyId: '1' })).toMatchObject({ ok: true, model: { customerName: '' } });
  });

  it.each(['0', ' A1 ', 'ab^~{}>', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`|', '9'.repeat(149), 'w'.repeat(62)])(
    'keeps the loyalty id %j to the letter',
    (loyaltyId) => {
      expect(modelOf({ loyaltyId })).toMatchObject({ ok: true, model: { loyaltyId } });
    },
  );

  it.each([undefined, null, '', '   '])('cannot do without a loyalty id (%j)', (loyaltyId) => {
    expect(modelOf({ firstname: 'Åse', loyaltyId })).toMatchObject({
      ok: false,
      error: { code: 'card.no-loyalty-id' },
    });
  });

  it.each(['Å123', '12\n34', '\u001b@', 'a\u0000', '\u007f', '①'])(
    'refuses an id no barcode carries (%j)',
    (loyaltyId) => {
      expect(modelOf({ loyaltyId })).toMatchObject({ ok: false, error: { code: 'card.not-encodable' } });
    },
  );

  it.each(['w'.repeat(63), '9'.repeat(160)])(
    'refuses an id too long for a card, in words that say so',
    (loyaltyId) => {
      expect(modelOf({ loyaltyId })).toMatchObject({
        ok: false,
        error: { code: 'card.not-encodable', message: expect.stringContaining('too long') },
      });
    },
  );
});
