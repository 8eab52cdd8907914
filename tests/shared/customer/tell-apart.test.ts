import { describe, expect, it } from 'vitest';
import { tellApart } from '#shared/customer/tell-apart';

const kari = { displayName: 'Kari Hansen', postalCode: '5003', city: 'Bergen', mobile: '+4790124471' };
const told = (...customers: object[]) =>
  Object.fromEntries(
    tellApart(customers.map((one, at) => Object.assign({ customerUid: `c${at}` }, kari, one))),
  );

describe('telling equal customers of a list apart', () => {
  it('says nothing where name, place or number differ already', () => {
    expect(told({}, { city: 'Oslo' }, { mobile: '+4790124472' }, { displayName: 'Kari Hanssen' })).toEqual(
      {},
    );
  });

  it('shows the address that differs, to those who have one', () => {
    expect(told({ address: 'Torget 1' }, { address: 'Storgata 2' }, {})).toEqual({
      c0: 'address',
      c1: 'address',
    });
  });

  it('prefers what tells more of them apart', () => {
    expect(
      told(
        { address: 'Torget 1', email: 'a@example.no' },
        { address: 'Torget 1', email: 'b@example.no' },
        { address: 'Torget 2', email: 'c@example.no' },
      ),
    ).toEqual({ c0: 'email', c1: 'email', c2: 'email' });
  });

  it('falls back to the day somebody became a customer', () => {
    expect(
      told({ createdAt: '2019-04-02T10:00:00Z' }, { createdAt: '2024-11-20T09:30:00Z' }, { city: 'Oslo' }),
    ).toEqual({ c0: 'createdAt', c1: 'createdAt' });
    expect(told({ createdAt: '2019-04-02T10:00:00Z' }, { createdAt: '2019-04-02T11:00:00Z' })).toEqual({});
  });
});
