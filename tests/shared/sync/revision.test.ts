import { describe, expect, it } from 'vitest';
import { compareRevisions, isNewerThan, revisionOf } from '../../../shared/sync/revision.ts';

const dated = (lastModifiedAt: string) => ({ customerUid: 'c-1', lastModifiedAt });
const counted = (revision: number) => ({ customerUid: 'c-1', revision });

describe('which version of a customer a record is', () => {
  it('is its date, else the count of a service that dates nothing, else nobody knows', () => {
    expect(revisionOf({ ...dated('2026-01-05T10:00:00Z'), revision: 7 })).toBe('2026-01-05T10:00:00Z');
    expect(revisionOf(counted(7))).toBe('7');
    expect(revisionOf({ customerUid: 'c-1', lastModifiedAt: null, revision: '7' })).toBeNull();
    expect(revisionOf(undefined)).toBeNull();
  });

  it('tells newer from older by date and by count', () => {
    expect(isNewerThan(dated('2026-01-05T10:00:01Z'), '2026-01-05T11:00:00+01:00')).toBe(true);
    expect(isNewerThan(dated('2026-01-05T10:00:00Z'), '2026-01-05T10:00:00.000Z')).toBe(false);
    expect(isNewerThan(counted(10), '9')).toBe(true);
    expect(isNewerThan(counted(9), '9')).toBe(false);
  });

  it('claims nothing where one of the two does not say', () => {
    expect(isNewerThan({ customerUid: 'c-1' }, '9')).toBe(false);
    expect(isNewerThan(counted(9), null)).toBe(false);
    expect(compareRevisions('9', null)).toBeNaN();
  });
});
