import { describe, expect, it } from 'vitest';
import type { CustomerRecord } from '#shared/customer/model';
import { storeFailureOf } from '../../../electron/core/db/open.ts';
import { prepareCustomers } from '../../../electron/core/db/prepared-customers.ts';
import { openWriter } from './open-writer.ts';

function record(number: number): CustomerRecord {
  return {
    customerUid: `c-${number}`,
    customerType: 'PERSON',
    firstname: 'Anne',
    lastname: `Li${number}`,
    internalNote: 'n'.repeat(2000),
  };
}

describe('a full disk', () => {
  it('refuses the save in words and loses nothing that was saved before', () => {
    const { writer, reader, db } = openWriter();
    writer.importKnown(prepareCustomers([record(0)]), 0);
    // The operating system's "no space left" reaches the driver as this same error.
    db.pragma(`max_page_count = ${String(db.pragma('page_count', { simple: true }))}`);

    let failure: string | undefined;
    let saved = 1;
    for (let number = 1; failure === undefined && number < 1000; number += 1) {
      try {
        saved += writer.importKnown(prepareCustomers([record(number)]), 0);
      } catch (cause) {
        failure = storeFailureOf(cause)?.error.code;
      }
    }
    expect(failure).toBe('disk.full');
    expect(reader.getCoverage().cached).toBe(saved);

    db.pragma('max_page_count = 1073741823');
    expect(writer.importKnown(prepareCustomers([record(5000)]), 0)).toBe(1);
    expect(reader.search({ query: 'li5000', limit: 5 }).hits).toHaveLength(1);
    expect(reader.checkIntegrity()).toMatchObject({ errors: [], unindexed: 0 });
  });
});
