import { expect, it } from 'vitest';
import type { Core } from '../../electron/core/core.ts';
import { createRandom } from '../../electron/practice/seed/random.ts';
import { createLedger, type Evidence, type Ledger } from './ledger.ts';

/** A till that says yes to everything. */
const agreeing = { call: () => Promise.resolve({ ok: true }) } as unknown as Pick<Core, 'call'>;
const shop = { rename: () => Promise.resolve() };

/** A ledger of a day's orders, and what a service would hold that carried every one of them out. */
async function workedDay(): Promise<{ ledger: Ledger; right: Evidence }> {
  const ledger = createLedger(agreeing, createRandom(3), shop, 'emporix');
  for (let i = 0; i < 60; i += 1) await ledger.order();
  await ledger.changeElsewhere();
  const rows = ledger
    .expected()
    .filter(({ gone }) => !gone)
    .map(({ customerUid, fields, updates }) =>
      Object.assign({ customerUid, lastname: 'Nordmann', mobile: '', writes: updates }, fields),
    );
  const none = {
    writes: new Map<string, number>(),
    printed: [],
    unknowable: [],
    unsettled: new Set<string>(),
  };
  return { ledger, right: { rows, ...none } };
}

it('finds nothing where everything was carried out', async () => {
  const { ledger, right } = await workedDay();
  expect(ledger.audit(right)).toEqual({ lost: [], duplicated: [] });
});

it('finds what is not there, or there with an older value', async () => {
  const { ledger, right } = await workedDay();
  const [first, second, ...others] = right.rows;
  if (first === undefined || second === undefined) throw new Error('The day had customers');
  const rows = [{ ...second, firstname: 'Before' }, ...others];
  const { lost } = ledger.audit({ ...right, rows });
  expect(lost).toHaveLength(2);
  expect(lost[0]).toBe(`create of ${first.customerUid}`);
  expect(lost[1]).toContain(`update of ${second.customerUid}: firstname is Before`);
  // What still waits is not lost.
  const unsettled = new Set([first.customerUid, second.customerUid]);
  expect(ledger.audit({ ...right, rows, unsettled }).lost).toEqual([]);
});

it('finds who is there although deleted', async () => {
  const { ledger, right } = await workedDay();
  const gone = ledger.expected().find((customer) => customer.gone);
  if (gone === undefined) throw new Error('The day had a delete');
  const row = { ...gone.fields, lastname: 'Last', mobile: '', customerUid: gone.customerUid, writes: 0 };
  expect(ledger.audit({ ...right, rows: [...right.rows, row] }).lost).toEqual([
    `delete of ${gone.customerUid}`,
  ]);
});

it('finds what is there twice, written too often or printed too often', async () => {
  const { ledger, right } = await workedDay();
  const [first, second, third, ...others] = right.rows;
  if (first === undefined || second === undefined || third === undefined) throw new Error('Too short a day');
  const rows = [
    first,
    { ...first, customerUid: 'another' },
    { ...second, writes: (second.writes ?? 0) + 1 },
    third,
    ...others,
  ];
  const printed = [{ customerUid: third.customerUid }];
  const { duplicated } = ledger.audit({ ...right, rows, printed });
  expect(duplicated).toHaveLength(4);
  expect(duplicated.join()).toContain(`customer ${first.lastname}`);
  expect(duplicated.join()).toContain(`changes of ${second.customerUid}`);
  expect(duplicated.join()).toContain(`1 cards of ${third.customerUid}`);
  expect(duplicated.join()).toContain('customer another is nobody the till knows');

  // One of them is the network's doing.
  const unknowable = [new Map([[`PATCH /customers/${second.customerUid}`, 1]])];
  expect(ledger.audit({ ...right, rows, printed, unknowable }).duplicated).toHaveLength(3);
});
