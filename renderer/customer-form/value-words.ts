import type { TFunction } from 'i18next';
import { formatPhone } from '#shared/customer/format-phone';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import type { CustomerConsent } from '#shared/customer/model';
import { fieldLabel } from '../ui/field-label.ts';
import { formatAmount, nameCountry } from '../ui/format.ts';
import { pathsOf, readPath, specOf, type FieldName } from './fields.ts';

/** What one part of a field holds, as a person reads it; `label` is empty for a field that is one whole. */
interface ValuePart {
  readonly label: string;
  readonly words: string;
}

/**
 * What a field of a change holds, part by part; empty when it holds nothing. A
 * field nobody has heard of is told as it came.
 *
 * @param field its name in the contract, such as `credit`
 */
export function valueParts(t: TFunction, field: string, value: unknown): readonly ValuePart[] {
  if (value === undefined || value === null || value === '') return [];
  if (field === 'consents' && Array.isArray(value)) {
    return (value as CustomerConsent[]).map(({ name, consentUid, status }) => ({
      label: name ?? consentUid,
      words: status ? t('customer.consentGiven') : t('customer.consentRefused'),
    }));
  }
  const paths = pathsOf(field);
  if (paths.length === 0) {
    return [{ label: '', words: typeof value === 'string' ? value : JSON.stringify(value) }];
  }
  return paths.flatMap((path) => {
    const words = partWords(t, path, readPath({ [field]: value }, path));
    return words === '' ? [] : [{ label: paths.length > 1 ? fieldLabel(t, path) : '', words }];
  });
}

/** The same in one line. */
export function valueWords(t: TFunction, field: string, value: unknown): string {
  return valueParts(t, field, value)
    .map(({ label, words }) => (label === '' ? words : `${label}: ${words}`))
    .join(' · ');
}

function partWords(t: TFunction, path: FieldName, value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (path === 'customerType') return t(`customerType.${text as 'PERSON'}`, { defaultValue: text });
  if (path === 'loyaltyId') return displayLoyaltyId(text);
  switch (specOf(path).kind) {
    case 'phone':
      return formatPhone(text);
    case 'country':
      return nameCountry(text);
    case 'money':
      return formatAmount(Number(value));
    case 'flag':
      return value === true ? t('common.yes') : t('common.no');
    case 'list':
      return Array.isArray(value) ? value.join(', ') : text;
    default:
      return text;
  }
}
