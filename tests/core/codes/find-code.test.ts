import { describe, expect, it } from 'vitest';
import type { CustomerRecord } from '#shared/customer/model';
import { prepareCustomers } from '../../../electron/core/db/prepared-customers.ts';
import { openWriter } from '../db/open-writer.ts';

const card = '2900000000000018';

function member(customerUid: string, fields: object = {}): CustomerRecord {
  return { customerUid, customerType: 'PERSON', firstname: 'Kari', lastname: customerUid, ...fields };
}

function openShop(...records: CustomerRecord[]) {
  const till = openWriter();
  till.writer.importKnown(prepareCustomers(records), 0);
  const find = (code: string) => till.reader.findCode(code);
  const found = (code: string) => {
    const answer = find(code);
    return answer.outcome === 'customer'
      ? `${answer.customer.customerUid} by ${answer.foundBy}`
      : answer.outcome;
  };
  return { ...till, find, found };
}

describe('a scanned code', () => {
  it('is the customer’s who has it as loyalty id, and nobody else’s', () => {
    const { found, find } = openShop(
      member('c-1', { loyaltyId: card }),
      member('c-2', { loyaltyId: '2900000000000025' }),
      member('c-3', { loyaltyId: 'AB-1234567890', mobile: '+4741234567' }),
    );
    expect(found(card)).toBe('c-1 by loyaltyId');
    expect(found(`${card}\r\n`)).toBe('c-1 by loyaltyId');
    expect(found('2900 0000 0000 0018')).toBe('c-1 by loyaltyId');
    expect(found('ab-1234567890')).toBe('c-3 by loyaltyId');
    // What merely begins or ends alike, or is one digit off, is nobody's.
    for (const code of ['29000000000000', '0000000018', '2900000000000019', 'AB-123456789', '']) {
      expect(find(code)).toMatchObject({ outcome: 'unknown' });
    }
  });

  it('finds the one whose code is written just so before those who differ in capitals', () => {
    const { found } = openShop(
      member('upper', { loyaltyId: 'ABC-1' }),
      member('lower', { loyaltyId: 'abc-1' }),
    );
    expect(found('ABC-1')).toBe('upper by loyaltyId');
    expect(found('abc-1')).toBe('lower by loyaltyId');
    expect(found('Abc-1')).toBe('several');
  });

  it('is found among thousands of one series, which share both ends of their numbers', () => {
    const series = Array.from({ length: 3000 }, (_, at) =>
      member(`c-${at}`, { loyaltyId: `957800000000${String(at).padStart(7, '0')}` }),
    );
    const { found } = openShop(...series);
    for (const at of [0, 1, 1234, 2999]) {
      expect(found(`957800000000${String(at).padStart(7, '0')}`)).toBe(`c-${at} by loyaltyId`);
    }
  });

  it('is the same with the zeros of an EAN and with its check digit', () => {
    const { found } = openShop(
      member('upc', { loyaltyId: '042100005264' }),
      member('ean', { loyaltyId: '0012345678905' }),
      member('short', { loyaltyId: '291234567890' }),
    );
    expect(found('0042100005264')).toBe('upc by loyaltyId');
    expect(found('00042100005264')).toBe('upc by loyaltyId');
    expect(found('012345678905')).toBe('ean by loyaltyId');
    expect(found('2912345678906')).toBe('short by loyaltyId');
    expect(found('2912345678907')).toBe('unknown');
  });

  it('is looked for in an address or a record', () => {
    const { find, found } = openShop(
      member('c-1', { loyaltyId: card }),
      member('c-2', { loyaltyId: '2900000000000025' }),
    );
    expect(found(`https://shop.example/wallet/${card}?v=20260101`)).toBe('c-1 by loyaltyId');
    expect(found(JSON.stringify({ type: 'member', id: card }))).toBe('c-1 by loyaltyId');
    expect(found(JSON.stringify([card, '2900000000000025']))).toBe('several');
    expect(find('https://shop.example/wallet/2911111111111111')).toEqual({
      outcome: 'unknown',
      code: '2911111111111111',
      isUnclear: false,
    });
    expect(find('https://shop.example/2911111111/2922222222')).toMatchObject({ isUnclear: true });
    expect(find('https://shop.example/join')).toMatchObject({ isUnclear: true });
  });

  it('may be another number of the shop, when it is exactly one customer’s', () => {
    const { found } = openShop(
      member('c-1', { externalId: 'ERP-4711', vatNumber: 'NO 937 270 062 MVA' }),
      member('c-2', { mobile: '+4740123455' }),
      member('c-3', { externalId: 'SHARED-99' }),
      member('c-4', { externalId: 'SHARED-99' }),
    );
    expect(found('erp-4711')).toBe('c-1 by externalId');
    expect(found('937270062')).toBe('c-1 by vatNumber');
    expect(found('c-2')).toBe('c-2 by customerUid');
    expect(found('SHARED-99')).toBe('several');
    // The EAN-8 of an article is a Norwegian mobile number now and then.
    expect(found('40123455')).toBe('unknown');
    expect(found('+4740123455')).toBe('c-2 by mobile');
    expect(found('tel:+47 401 23 455')).toBe('c-2 by mobile');
  });

  it('is a loyalty id before it is anything else', () => {
    const { found } = openShop(member('c-1', { externalId: card }), member('c-2', { loyaltyId: card }));
    expect(found(card)).toBe('c-2 by loyaltyId');
  });

  it('is nobody’s while its customer is being deleted', () => {
    const { writer, found } = openShop(member('c-1', { loyaltyId: card }));
    writer.deleteCustomer('c-1', { mutationId: 'm-1', actor: 'Ida', nowMs: 5 });
    expect(found(card)).toBe('unknown');
  });
});
