import type { CustomerDraft } from '../../shared/customer/model.ts';

/** In every word and every number of a made-up person, so that whatever is left of them is found by one look. */
export const letterMark = 'zqxjkvwp';
export const numberMark = '917384';

export interface Canary {
  readonly number: number;
  readonly draft: CustomerDraft & { readonly customerUid: string };
  /** What a cashier types or scans to find them. */
  readonly typed: readonly string[];
  readonly loyaltyId: string;
}

/** @param number from 0 to 99 in each of the groups, whose numbers are made of it */
export function canaryOf(group: 'registered' | 'imported', number: number): Canary {
  const digits = String(number % 100).padStart(2, '0');
  const word = `Zqxjkvwp${letters(number)}`;
  const loyaltyId = `2${group === 'registered' ? 4 : 5}0${numberMark}${digits}${String(number).padStart(3, '0')}`;
  const mobile = `+47${numberMark}${digits}`;
  const email = `${word.toLowerCase()}@example.com`;
  return {
    number,
    loyaltyId,
    typed: [word, email, mobile, loyaltyId, `${word} "x" \\ ${word}vei`],
    draft: {
      customerUid: `${group}-${number}`,
      customerType: number % 5 === 4 ? 'COMPANY' : 'PERSON',
      ...(number % 5 === 4 ? { companyName: `${word} AS` } : { firstname: `${word}ine`, lastname: word }),
      address: `${word}veien ${numberMark}`,
      postalCode: '6002',
      city: `${word}by`,
      countryCode: 'NO',
      mobile,
      email,
      loyaltyId,
      externalId: `ext-${numberMark}-${group}-${number}`,
      internalNote: `${word} sa "${word}" \\ 50 % – æøå`,
    },
  };
}

function letters(number: number): string {
  return String.fromCodePoint(97 + (number % 26), 97 + (Math.floor(number / 26) % 26));
}
