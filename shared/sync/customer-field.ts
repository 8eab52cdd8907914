import type { CustomerChanges, CustomerRecord } from '../customer/model.ts';

/** A field a till may write, by its name in `CustomerUpdateSchema`. */
export type CustomerField = keyof CustomerChanges;

/**
 * What a record holds where a change would write: the same field, except for
 * the three whose spelling differs between request and record
 * (`defaultStoreUid`, and the parts of `ehf`, `credit` and `accountManager` that a request has).
 *
 * @param wanted the change's value; of a nested field only its parts are read
 */
export function fieldValueOf(
  record: CustomerRecord | undefined,
  field: CustomerField,
  wanted: unknown,
): unknown {
  if (record === undefined) return undefined;
  if (field === 'defaultStoreUid') return partOf(record['defaultStore'], 'storeUid');
  const value = record[field];
  if (!isPlainObject(wanted)) return value;
  return Object.fromEntries(Object.keys(wanted).map((part) => [part, partOf(value, part)]));
}

/**
 * Whether two values of a field say the same. Absent, null and empty are one;
 * so are notations a service may tidy up: spaces around a text, case of an
 * e-mail, separators in a phone number, the order of groups.
 */
export function sameFieldValue(field: CustomerField, left: unknown, right: unknown): boolean {
  return JSON.stringify(plain(field, left)) === JSON.stringify(plain(field, right));
}

function plain(field: CustomerField, value: unknown): unknown {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return plainText(field, value);
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(String).sort();
  if (isPlainObject(value)) {
    const parts = Object.keys(value)
      .sort()
      .map((part) => [part, plain(field, value[part])]);
    return parts.every(([, part]) => part === null) ? null : parts;
  }
  return value;
}

function plainText(field: CustomerField, value: string): string | null {
  const text = value.normalize('NFC').trim();
  if (text === '') return null;
  if (field === 'email') return text.toLowerCase();
  if (field === 'mobile') return text.replace(/^00/, '+').replaceAll(/[^\d+]/g, '');
  if (field === 'vatNumber') return text.replaceAll(/[\s.-]/g, '').toUpperCase();
  return text;
}

function partOf(value: unknown, part: string): unknown {
  return isPlainObject(value) ? value[part] : undefined;
}

/** A nested value such as `ehf`, as opposed to a list. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
