import type { CustomerRecord } from '#shared/customer/model';
import { prepareCustomers } from '../../../electron/core/db/prepared-customers.ts';
import type { Authorship, Writer } from '../../../electron/core/db/writer.ts';
import { createOfRecord } from '../../../electron/core/import/create-of-record.ts';

/** Imports a customer the service does not have. */
export function importNew(writer: Writer, record: CustomerRecord, author: Authorship): void {
  const { create, customer } = createOfRecord(record, author);
  writer.importUnknown(prepareCustomers([customer]), [create]);
}
