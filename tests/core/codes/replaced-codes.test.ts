import { describe, expect, it } from 'vitest';
import { TillFailure } from '#shared/contract/errors';
import type { CustomerRecord } from '#shared/customer/model';
import { prepareCustomers } from '../../../electron/core/db/prepared-customers.ts';
import { openWriter } from '../db/open-writer.ts';

const lost = '2900000000000018';
const fresh = '2900000000000025';
const third = '2900000000000032';

function member(customerUid: string, fields: object = {}): CustomerRecord {
  return { customerUid, customerType: 'PERSON', firstname: 'Kari', lastname: customerUid, ...fields };
}

function openShop(...records: CustomerRecord[]) {
  const till = openWriter();
  const { writer, reader } = till;
  writer.importKnown(prepareCustomers(records), 0);
  let count = 0;
  const author = (actor = 'Ida', nowMs = 1000 + count) => ({ mutationId: `m-${(count += 1)}`, actor, nowMs });
  return {
    ...till,
    author,
    attach: (customerUid: string, code: string, actor?: string, nowMs?: number) =>
      writer.attachCode(customerUid, code, false, author(actor, nowMs)),
    takeOver: (customerUid: string, code: string) => writer.attachCode(customerUid, code, true, author()),
    pull: (record: CustomerRecord, nowMs = 0) =>
      writer.applyPulledRecords({
        customers: prepareCustomers([record]),
        ackedMeanwhile: [],
        fullPass: null,
        nowMs,
      }),
    history: (customerUid: string) => reader.listReplacedCodes(customerUid),
    meaning: (code: string): string => {
      const found = reader.findCode(code);
      return 'customer' in found ? `${found.outcome} ${found.customer.customerUid}` : found.outcome;
    },
  };
}

const at = (ms: number) => new Date(ms).toISOString();

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (cause) {
    if (cause instanceof TillFailure) return cause.error.code;
    throw cause;
  }
  return 'done';
}

describe('attaching a code', () => {
  it('makes it the loyalty id, a change in the outbox, and remembers the former one', () => {
    const { attach, reader, meaning, history } = openShop(member('c-1', { loyaltyId: lost }));
    expect(attach('c-1', fresh, 'Ida', 60_000)).toMatchObject({
      state: 'pending',
      replaced: lost,
      customer: { loyaltyId: fresh },
    });
    expect(reader.listMutations(['pending'], 10).mutations).toMatchObject([
      { kind: 'update', fields: ['loyaltyId'], actor: 'Ida' },
    ]);
    expect(meaning(fresh)).toBe('customer c-1');
    expect(reader.findCode(lost)).toMatchObject({
      outcome: 'replaced',
      code: lost,
      replacedAt: at(60_000),
      by: 'Ida',
      customer: { customerUid: 'c-1', loyaltyId: fresh },
    });
    expect(history('c-1')).toEqual([{ code: lost, replacedAt: at(60_000), by: 'Ida' }]);
    expect(reader.listAudit({ customerUid: 'c-1', limit: 5 })).toMatchObject([{ action: 'codes.attach' }]);
  });

  it('knows the replaced code in the spellings of a scan', () => {
    const { attach, meaning } = openShop(
      member('c-1', { loyaltyId: 'AB-042100005264' }),
      member('c-2', { loyaltyId: '042100005264' }),
    );
    attach('c-1', fresh);
    attach('c-2', third);
    expect(meaning('ab 042100005264')).toBe('replaced c-1');
    expect(meaning('0042100005264')).toBe('replaced c-2');
  });

  it('changes nothing where the customer has the code already', () => {
    const { attach, history, reader } = openShop(member('c-1', { loyaltyId: lost }));
    expect(attach('c-1', lost)).toMatchObject({ mutationId: null, replaced: null, state: 'synced' });
    expect(history('c-1')).toEqual([]);
    expect(reader.listMutations(['pending'], 10).total).toBe(0);
  });

  it('gives a card that was found again back to its customer', () => {
    const { attach, history, meaning } = openShop(member('c-1', { loyaltyId: lost }));
    attach('c-1', fresh);
    attach('c-1', lost);
    expect(meaning(lost)).toBe('customer c-1');
    expect(history('c-1').map(({ code }) => code)).toEqual([fresh]);
  });

  it('takes nobody else’s code, and a replaced one only on a person’s word', () => {
    const { attach, takeOver, meaning, history } = openShop(
      member('c-1', { loyaltyId: lost }),
      member('c-2', { loyaltyId: third }),
    );
    expect(codeOf(() => attach('c-2', lost))).toBe('code.taken');
    expect(codeOf(() => takeOver('c-2', lost))).toBe('code.taken');
    attach('c-1', fresh);
    expect(codeOf(() => attach('c-2', lost))).toBe('code.replaced');
    expect(meaning(lost)).toBe('replaced c-1');
    takeOver('c-2', lost);
    expect(meaning(lost)).toBe('customer c-2');
    expect(meaning(third)).toBe('replaced c-2');
    // Both may be asked for their history.
    expect(history('c-1').map(({ code }) => code)).toEqual([lost]);
  });

  it('is held to by forms as well', () => {
    const { attach, writer, author, meaning } = openShop(member('c-1', { loyaltyId: lost }), member('c-2'));
    attach('c-1', fresh);
    const typed = (loyaltyId: string) => codeOf(() => writer.updateCustomer('c-2', { loyaltyId }, author()));
    expect(typed(lost)).toBe('customer.invalid');
    expect(typed(fresh)).toBe('customer.invalid');
    const draft = {
      customerUid: 'c-3',
      customerType: 'PERSON',
      firstname: 'Ny',
      lastname: 'En',
      loyaltyId: lost,
    } as const;
    const create = (takeOverCode: boolean) =>
      codeOf(() => writer.createCustomer(draft, author(), { loyaltyIds: [third], takeOverCode }));
    expect(create(false)).toBe('customer.invalid');
    expect(meaning(lost)).toBe('replaced c-1');
    expect(create(true)).toBe('done');
    expect(meaning(lost)).toBe('customer c-3');
  });

  it('keeps new customers from being given a replaced code', () => {
    const { attach, writer, author } = openShop(member('c-1', { loyaltyId: lost }));
    attach('c-1', fresh);
    const draft = { customerUid: 'c-2', customerType: 'PERSON', firstname: 'Ny', lastname: 'En' } as const;
    const { customer } = writer.createCustomer(draft, author(), { loyaltyIds: [lost, fresh, third] });
    expect(customer.loyaltyId).toBe(third);
  });
});

describe('another loyalty id from elsewhere', () => {
  it('leaves the former one as replaced by the service', () => {
    const { pull, reader, meaning } = openShop(member('c-1', { loyaltyId: lost }));
    pull(member('c-1', { loyaltyId: fresh }), 70_000);
    expect(meaning(fresh)).toBe('customer c-1');
    expect(reader.findCode(lost)).toMatchObject({ outcome: 'replaced', by: null, replacedAt: at(70_000) });
  });

  it('is remembered too when a file brings it, and when it is only taken away', () => {
    const { writer, history } = openShop(member('c-1', { loyaltyId: lost }));
    writer.importKnown(prepareCustomers([member('c-1', { loyaltyId: fresh })]), 80_000);
    writer.importKnown(prepareCustomers([member('c-1')]), 90_000);
    expect(history('c-1')).toEqual([
      { code: fresh, replacedAt: at(90_000), by: null },
      { code: lost, replacedAt: at(80_000), by: null },
    ]);
  });

  it('is none where the service confirms what this till did', () => {
    const { attach, pull, history, writer } = openShop(member('c-1', { loyaltyId: lost }));
    attach('c-1', fresh, 'Ida', 60_000);
    pull(member('c-1', { loyaltyId: lost, city: 'Oslo' }), 70_000);
    expect(history('c-1')).toEqual([{ code: lost, replacedAt: at(60_000), by: 'Ida' }]);
    const [claimed] = writer.claimMutations(1, [], 75_000);
    writer.answerMutations(
      [
        {
          mutationId: claimed!.mutationId,
          do: 'ack',
          record: member('c-1', { loyaltyId: fresh, city: 'Oslo' }),
        },
      ],
      80_000,
    );
    expect(history('c-1')).toEqual([{ code: lost, replacedAt: at(60_000), by: 'Ida' }]);
  });

  it('comes back with a change that is given up; its card may be out, so it is remembered', () => {
    const { attach, writer, meaning, history, author } = openShop(member('c-1', { loyaltyId: lost }));
    const { mutationId } = attach('c-1', fresh);
    writer.discardMutation(mutationId!, author('Ola', 90_000));
    expect(meaning(lost)).toBe('customer c-1');
    expect(meaning(fresh)).toBe('replaced c-1');
    expect(history('c-1')).toEqual([{ code: fresh, replacedAt: at(90_000), by: 'Ola' }]);
  });
});

describe('customers who are merged, deleted or gone', () => {
  it('take the card of who was merged away to who stays, before and after the service did it', () => {
    const { attach, writer, reader, meaning, history, author } = openShop(
      member('stays', { loyaltyId: third }),
      member('goes', { loyaltyId: lost }),
    );
    attach('goes', fresh, 'Ida', 50_000);
    const [early] = writer.claimMutations(1, [], 50_500);
    writer.answerMutations(
      [{ mutationId: early!.mutationId, do: 'ack', record: member('goes', { loyaltyId: fresh }) }],
      51_000,
    );
    writer.mergeCustomers('stays', 'goes', author('Ola', 60_000));
    expect(reader.findCode(fresh)).toMatchObject({ outcome: 'replaced', by: 'Ola', replacedAt: at(60_000) });
    expect(meaning(fresh)).toBe('replaced stays');
    expect(meaning(lost)).toBe('replaced stays');

    const [merge] = writer.claimMutations(1, [], 70_000);
    writer.answerMutations(
      [{ mutationId: merge!.mutationId, do: 'ack', record: member('stays', { loyaltyId: third }) }],
      80_000,
    );
    expect(meaning(third)).toBe('customer stays');
    expect(meaning(fresh)).toBe('replaced stays');
    expect(meaning(lost)).toBe('replaced stays');
    expect(history('stays').map(({ code, by }) => [code, by])).toEqual([
      [fresh, 'Ola'],
      [lost, 'Ida'],
    ]);
    expect(history('goes')).toEqual([]);
  });

  it('keep no history of a code that the one who stays has got by the merge', () => {
    const { writer, history, author, meaning } = openShop(
      member('stays', { loyaltyId: third }),
      member('goes', { loyaltyId: lost }),
    );
    writer.mergeCustomers('stays', 'goes', author('Ola', 60_000));
    const [merge] = writer.claimMutations(1, [], 70_000);
    writer.answerMutations(
      [{ mutationId: merge!.mutationId, do: 'ack', record: member('stays', { loyaltyId: lost }) }],
      80_000,
    );
    expect(meaning(lost)).toBe('customer stays');
    expect(history('stays')).toEqual([{ code: third, replacedAt: at(80_000), by: 'Ola' }]);
  });

  it('leave nothing behind when they are erased', () => {
    const { attach, writer, db, meaning } = openShop(member('c-1', { loyaltyId: lost }));
    attach('c-1', fresh);
    const [update] = writer.claimMutations(1, [], 5000);
    writer.answerMutations(
      [{ mutationId: update!.mutationId, do: 'ack', record: member('c-1', { loyaltyId: fresh }) }],
      6000,
    );
    writer.eraseVanished('c-1', 7000);
    expect(meaning(lost)).toBe('unknown');
    expect(db.prepare(`SELECT count(*) AS left FROM replaced_code`).get()).toEqual({ left: 0 });
  });
});
