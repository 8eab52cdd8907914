import type { CustomerRecord } from '#shared/customer/model';
import { prepareCustomers } from '../../../electron/core/db/prepared-customers.ts';
import type { Authorship } from '../../../electron/core/db/customer-changes.ts';
import type { Writer } from '../../../electron/core/db/writer.ts';
import { draftOfRecord } from '../../../shared/customer/draft-of-record.ts';
import { createOfDraft } from '../../../electron/core/import/create-of-draft.ts';

/** Imports a customer the service does not have. */
export function importNew(writer: Writer, record: CustomerRecord, author: Authorship): void {
  const { create, customer } = createOfDraft(draftOfRecord(record), author);
  writer.importUnknown(prepareCustomers([customer]), [create]);
}
