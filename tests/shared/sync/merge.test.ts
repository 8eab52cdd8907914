import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyMutation } from '../../../shared/customer/apply-mutation.ts';
import type { CustomerChanges, CustomerRecord } from '../../../shared/customer/model.ts';
import { sameFieldValue } from '../../../shared/sync/customer-field.ts';
import { foldChanges } from '../../../shared/sync/fold-changes.ts';
import { restrictConsents } from '../../../shared/sync/restrict-consents.ts';
import { findConflicts, findDifferences } from '../../../shared/sync/three-way-merge.ts';

const value = fc.constantFrom('', 'Oslo', 'Bodø', ' Bodø ', 'Tromsø');
const changes: fc.Arbitrary<CustomerChanges> = fc.record(
  {
    city: value,
    address: value,
    email: fc.constantFrom('a@x.no', 'A@X.no', ''),
    credit: fc.record({ limit: fc.nat(3) }),
    ehf: fc.record({ enabled: fc.boolean(), address: value }, { requiredKeys: [] }),
    customerGroupUids: fc.uniqueArray(fc.constantFrom('g1', 'g2', 'g3')),
    defaultStoreUid: fc.constantFrom('s1', 's2'),
  },
  { requiredKeys: [] },
);
const at = '2026-01-01T00:00:00.000Z';
const blank: CustomerRecord = { customerUid: 'c-1', customerType: 'PERSON' };

function changed(record: CustomerRecord, update: CustomerChanges): CustomerRecord {
  const result = applyMutation(record, { kind: 'update', payload: update }, at);
  if (result === undefined) throw new Error('An update leaves a customer');
  return result;
}
const record = changes.map((update) => changed(blank, update));
const fieldsOf = (conflicts: readonly { field: string }[]): string[] => conflicts.map(({ field }) => field);

describe('folding two changes', () => {
  it('equals making both in order', () => {
    fc.assert(
      fc.property(record, changes, changes, (base, older, newer) => {
        expect(changed(base, foldChanges(older, newer))).toEqual(changed(changed(base, older), newer));
      }),
    );
  });
});

describe('folding many changes', () => {
  it('comes to the same however they are grouped, and folding one again changes nothing', () => {
    fc.assert(
      fc.property(changes, changes, changes, (first, second, third) => {
        expect(foldChanges(foldChanges(first, second), third)).toEqual(
          foldChanges(first, foldChanges(second, third)),
        );
        expect(foldChanges(foldChanges(first, second), second)).toEqual(foldChanges(first, second));
      }),
    );
  });
});

describe('three-way merge', () => {
  it('finds no conflict when only one side moved', () => {
    fc.assert(
      fc.property(record, changes, (base, ours) => {
        expect(findConflicts(base, base, [ours])).toEqual([]);
      }),
    );
  });

  it('finds no conflict in what both sides want alike, nor in this till’s own change coming back', () => {
    fc.assert(
      fc.property(record, changes, changes, (base, first, second) => {
        expect(findConflicts(base, changed(base, first), [first])).toEqual([]);
        expect(findConflicts(base, changed(base, first), [first, second])).toEqual([]);
      }),
    );
  });

  it('finds a conflict exactly where both sides moved apart', () => {
    fc.assert(
      fc.property(record, changes, changes, (base, ours, theirs) => {
        const there = changed(base, theirs);
        const apart = findDifferences(base, there, ours).filter(
          ({ field, base, theirs }) => !sameFieldValue(field, base, theirs),
        );
        expect(fieldsOf(findConflicts(base, there, [ours]))).toEqual(fieldsOf(apart));
      }),
    );
  });

  it('leaves nothing to do once the service has what is wanted', () => {
    fc.assert(
      fc.property(record, changes, (base, ours) => {
        expect(findDifferences(base, changed(base, ours), ours)).toEqual([]);
      }),
    );
  });

  it('knows notations a service may tidy up', () => {
    expect(sameFieldValue('mobile', '0047 900 12 345', '+4790012345')).toBe(true);
    expect(sameFieldValue('mobile', '+4790012345', '+4790012346')).toBe(false);
    expect(sameFieldValue('vatNumber', 'NO 923 609 016 mva', 'NO923609016MVA')).toBe(true);
    expect(sameFieldValue('city', null, '')).toBe(true);
    expect(sameFieldValue('internalNote', 'a', 'A')).toBe(false);
    expect(sameFieldValue('customerGroupUids', ['b', 'a'], ['a', 'b'])).toBe(true);
  });
});

describe('consents', () => {
  const consents = fc.uniqueArray(
    fc.record({ consentUid: fc.constantFrom('email', 'sms', 'profile'), status: fc.boolean() }),
    { selector: (consent) => consent.consentUid },
  );

  it('are never granted by merging: a no on either side is a no', () => {
    fc.assert(
      fc.property(consents, consents, (ours, theirs) => {
        for (const merged of restrictConsents(ours, theirs)) {
          const said = [...ours, ...theirs].filter(({ consentUid }) => consentUid === merged.consentUid);
          expect(merged.status).toBe(said.every(({ status }) => status));
        }
      }),
    );
  });
});
