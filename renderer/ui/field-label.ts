import type { TFunction } from 'i18next';

/** The name of a customer's field by its path (`credit.limit`); an unknown field keeps the service's name. */
export function fieldLabel(t: TFunction, path: string): string {
  return t(`fields.${path.replaceAll('.', '_')}` as 'fields.firstname', { defaultValue: path });
}
