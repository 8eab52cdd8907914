import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { prepareCustomers } from '../../../electron/core/db/prepared-customers.ts';
import { openWriter } from './open-writer.ts';

const person = (customerUid: string, lastname: string) => ({
  customerUid,
  customerType: 'PERSON',
  firstname: 'Mette',
  lastname,
  createdAt: '2024-01-01T00:00:00Z',
  lastModifiedAt: '2024-01-01T00:00:00Z',
});

/** A till with customers `a`, `b` and `c`, on which merges are taken by the service at once. */
function openThree() {
  const store = openWriter();
  const { writer } = store;
  let count = 0;
  const author = () => ({ mutationId: `m-${(count += 1)}`, actor: 'Kari', nowMs: count });
  const all = [person('a', 'Anker'), person('b', 'Bakke'), person('c', 'Canariensis')];
  writer.importKnown(prepareCustomers(all), 0);
  /** Whatever waits is done at the service. */
  const settle = (record: ReturnType<typeof person> | null) => {
    for (const { mutationId } of writer.claimMutations(9, [], 1))
      writer.answerMutations([{ mutationId, do: 'ack', record }], 2);
  };
  return {
    ...store,
    merge(into: string, from: string): void {
      writer.mergeCustomers(into, from, author());
      settle(all.find(({ customerUid }) => customerUid === into) ?? null);
    },
    erase(customerUid: string): void {
      writer.deleteCustomer(customerUid, author());
      settle(null);
    },
  };
}

it('tells of both as they were, wherever the customer has gone since', () => {
  const till = openThree();
  till.merge('b', 'c');
  till.merge('a', 'b');
  const merges = till.reader.listMerges('a');
  expect(merges.map(({ stays, goes }) => `${goes.lastname} into ${stays.lastname}`)).toEqual([
    'Bakke into Anker',
    'Canariensis into Bakke',
  ]);
});

it('keeps nothing of whom a customer once was when the customer is erased', () => {
  const till = openThree();
  till.merge('b', 'c');
  till.merge('a', 'b');
  till.erase('a');
  expect(till.reader.listMerges('a')).toEqual([]);
  till.db.pragma('wal_checkpoint(TRUNCATE)');
  const kept = till.db.prepare('SELECT count(*) AS total FROM merge_before').get();
  expect(kept).toEqual({ total: 0 });
  // Encrypted as it is: the name is nowhere in the clear either.
  expect(readFileSync(till.path).includes('Canariensis')).toBe(false);
});
