import { z } from 'zod';
import { sameFieldValue, fieldValueOf, type CustomerField } from '../sync/customer-field.ts';
import { customerChangesSchema, customerTypes, type CustomerRecord, type CustomerType } from './model.ts';

const fieldsSchema = z.array(customerChangesSchema.keyof());

/**
 * What of a customer the connected service has room for. A till offers nothing
 * else to type, and refuses it from whoever asks for it all the same: a field
 * that the service would drop looks saved and is not.
 */
export const holdingsSchema = z.object({
  /** Types of customers that can be registered. */
  types: z.array(z.enum(customerTypes)),
  /** Fields that can be written, by the customer's type. */
  fields: z.record(z.enum(customerTypes), fieldsSchema),
});
export type Holdings = z.output<typeof holdingsSchema>;

const allFields = customerChangesSchema.keyof().options;

/** A service that has room for every field of every customer; also assumed while none is connected. */
export const holdsEverything: Holdings = {
  types: [...customerTypes],
  fields: { PERSON: allFields, COMPANY: allFields, B2B: allFields },
};

/**
 * The fields of a draft or of changes that the service has no room for. What
 * says the same as the customer's record already is nothing to keep, nor is an
 * empty field that was empty before.
 *
 * @param current the customer as it is; undefined for a new one
 */
export function findUnheld(
  holdings: Holdings,
  type: CustomerType,
  wanted: Readonly<Partial<Record<CustomerField, unknown>>>,
  current?: CustomerRecord,
): CustomerField[] {
  const held = new Set<CustomerField>(holdings.fields[type]);
  return allFields.filter((field) => {
    const value = wanted[field];
    if (value === undefined || held.has(field)) return false;
    if (field === 'customerType' && current === undefined) return false;
    return !sameFieldValue(field, value, fieldValueOf(current, field, value));
  });
}
