import type { CustomerRecord } from '../customer/model.ts';

/** When the service last changed a record, in milliseconds of the service's own clock; NaN when it does not say. */
export function lastModifiedMs(record: CustomerRecord): number {
  const at = record['lastModifiedAt'];
  return typeof at === 'string' ? Date.parse(at) : Number.NaN;
}
