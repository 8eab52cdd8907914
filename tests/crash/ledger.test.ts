import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createLedger, judgeLedger } from './ledger.ts';
import { withCore } from './open-folder.ts';
import { valueOf } from '../value-of.ts';

it('finds what is nowhere, what is not the last word, and what happened twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-ledger-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const ledger = createLedger();
  const create = (number: number, customerUid: string) => {
    const value = `mk-a-${number}`;
    ledger.note('a', { what: 'asked', number, kind: 'create', customerUid, field: 'internalNote', value });
    ledger.note('a', { what: 'acknowledged', number, mutationId: `m-${number}` });
  };
  create(1, 'kept-0');
  create(2, 'lost-0');
  create(3, 'changed-0');
  ledger.note('a', { what: 'asked', number: 4, kind: 'create', customerUid: 'never-answered-0' });
  ledger.note('a', { what: 'asked', number: 5, kind: 'delete', customerUid: 'kept-1' });

  await withCore(folder, async (core) => {
    for (const [customerUid, internalNote] of [
      ['kept-0', 'mk-a-1'],
      ['changed-0', 'an older word'],
    ] as const) {
      const person = { customerType: 'PERSON', firstname: 'A', lastname: 'B', countryCode: 'NO' } as const;
      valueOf(await core.call('customers.create', { customer: { ...person, customerUid, internalNote } }));
    }
    const verdict = await judgeLedger(ledger, core, {
      find: () => undefined,
      effects: new Map([
        ['create kept-0', 1],
        ['update kept-0 mk-a-9', 2],
      ]),
      printed: [{ customerUid: 'kept-0' }, { customerUid: 'kept-0' }],
    });
    expect(verdict.lost).toEqual([
      'lost-0: not on the till',
      'changed-0 internalNote: an older word and not mk-a-3',
    ]);
    expect(verdict.duplicated).toEqual(['update kept-0 mk-a-9: 2 times', '2 cards of kept-0']);
    expect(verdict.inQueue).toBe(2);
  });
});
