import { customerDraftSchema, type CustomerDraft, type CustomerRecord } from './model.ts';

/** What of a record a till may send as a new customer; fields only the service writes are left out. */
export function draftOfRecord(record: CustomerRecord): CustomerDraft & { readonly customerUid: string } {
  const draft: Record<string, unknown> = { customerType: 'PERSON' };
  for (const [field, schema] of Object.entries(customerDraftSchema.shape)) {
    const read = schema.safeParse(record[field]);
    if (read.success && read.data !== undefined) draft[field] = read.data;
  }
  return { ...customerDraftSchema.parse(draft), customerUid: record.customerUid };
}
