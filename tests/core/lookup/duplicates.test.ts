import { beforeAll, describe, expect, it } from 'vitest';
import { createBase, type TestCustomer } from './base.ts';

const kari: TestCustomer = {
  customerUid: 'kari',
  customerType: 'PERSON',
  firstname: 'Kari',
  lastname: 'Nordmann',
  address: 'Storgata 12',
  postalCode: '0155',
  city: 'Oslo',
  mobile: '+4791234471',
  email: 'kari@example.no',
};
const company: TestCustomer = {
  customerUid: 'fjord',
  customerType: 'B2B',
  companyName: 'Fjord Sport AS',
  vatNumber: 'NO937270062MVA',
  email: 'post@fjordsport.example',
  contacts: [{ firstname: 'Ola', lastname: 'Li', mobile: '+4799887766' }],
};
/** Others, so that names are as common as they are. */
const crowd = Array.from({ length: 300 }, (_, at): TestCustomer => {
  const names = ['Anne', 'Kari', 'Per', 'Lars', 'Ida'];
  const lastNames = ['Hansen', 'Olsen', 'Larsen', 'Berg', 'Lie', 'Moen', 'Dahl'];
  return {
    customerUid: `c-${at}`,
    customerType: 'PERSON',
    firstname: names[at % 5],
    lastname: lastNames[at % 7],
    postalCode: String(1000 + (at % 40)),
    mobile: `+474${String(at * 7919).padStart(7, '0')}`,
  };
});

describe('who the customer on the form might be', () => {
  let base: ReturnType<typeof createBase>;
  const first = (draft: Parameters<typeof base.duplicates>[0]) => base.duplicates(draft, 5)[0];
  const probability = (draft: Parameters<typeof base.duplicates>[0], customerUid = 'kari'): number =>
    base.duplicates(draft, 20).find((one) => one.customerUid === customerUid)?.probability ?? 0;

  beforeAll(() => {
    base = createBase([kari, company, ...crowd]);
  });

  it('is certain of the same name and phone, and says what agrees, strongest first', () => {
    const found = first({ firstname: 'kari', lastname: 'nordman', mobile: '912 34 471', city: 'OSLO' });
    expect(found).toMatchObject({ customerUid: 'kari' });
    expect(found!.probability).toBeGreaterThan(0.95);
    expect(found!.reasons[0]).toEqual({ field: 'mobile', how: 'same', text: '+4791234471' });
    expect(found!.reasons).toContainEqual({ field: 'name', how: 'similar', text: 'Nordmann' });
    expect(found!.reasons).toContainEqual({ field: 'name', how: 'same', text: 'Kari' });
  });

  it('takes a shared phone or e-mail for less than the same person, but says so', () => {
    for (const shared of [{ mobile: '91234471' }, { email: 'KARI@example.no' }]) {
      const other = probability({ firstname: 'Trond', lastname: 'Giske', ...shared });
      const same = probability({ firstname: 'Kari', lastname: 'Nordmann', ...shared });
      expect(other).toBeGreaterThan(0.1);
      expect(other).toBeLessThan(0.5);
      expect(same).toBeGreaterThan(0.9);
    }
  });

  it('forgives typing errors, names in each other’s field and a missing diacritic', () => {
    expect(probability({ firstname: 'Kari', lastname: 'Normdann', mobile: '91234417' })).toBeGreaterThan(0.5);
    expect(probability({ firstname: 'Nordmann', lastname: 'Kari', postalCode: '0155' })).toBeGreaterThan(0.5);
    expect(probability({ firstname: 'Kari', lastname: 'Nordmann', address: 'Storgaten 12' })).toBeGreaterThan(
      0.5,
    );
  });

  it('does not warn of a common name alone, nor of a neighbour', () => {
    const newcomer = { firstname: 'Anne', lastname: 'Hansen', mobile: '40404040', postalCode: '9990' };
    expect(first(newcomer)?.probability ?? 0).toBeLessThan(0.5);
    const neighbour = {
      firstname: 'Trond',
      lastname: 'Giske',
      address: 'Storgata 12',
      postalCode: '0155',
      city: 'Oslo',
    };
    expect(probability(neighbour)).toBeLessThan(0.5);
  });

  it('knows companies by name and number', () => {
    expect(probability({ customerType: 'B2B', companyName: 'Fjord Sport' }, 'fjord')).toBeGreaterThan(0.5);
    const renamed = { customerType: 'B2B' as const, companyName: 'Helt Annet AS', vatNumber: '937 270 062' };
    expect(probability(renamed, 'fjord')).toBeGreaterThanOrEqual(0.6);
    expect(base.duplicates(renamed, 5)[0]!.reasons).toEqual([
      { field: 'vatNumber', how: 'same', text: 'NO937270062MVA' },
    ]);
  });

  it('answers an empty form with nobody, and anything with an answer', () => {
    expect(base.duplicates({}, 5)).toEqual([]);
    expect(base.duplicates({ firstname: '', mobile: ' ' }, 5)).toEqual([]);
    for (const text of ['\0', '\uD800', 'x'.repeat(5000), '%', '+', '@', '123456789012345678901234567890']) {
      const draft = {
        firstname: text,
        lastname: text,
        mobile: text,
        email: text,
        vatNumber: text,
        address: text,
      };
      expect(base.duplicates(draft, 5).length).toBeLessThanOrEqual(5);
    }
  });

  it('never names who is hidden', () => {
    const base = createBase([kari]);
    base.db.prepare(`UPDATE customer SET hidden = 1`).run();
    expect(base.duplicates({ firstname: 'Kari', lastname: 'Nordmann', mobile: '91234471' }, 5)).toEqual([]);
  });
});
