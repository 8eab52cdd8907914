import type { MatchField } from '#shared/contract/values';
import { fieldsOf, wordKinds, type CustomerFields, type WordField } from './fields.ts';
import { foldSigns, wordsOf } from './fold.ts';
import { foldCode, nationalDigits } from './keys.ts';

/** A value as it is shown, and its folded words. */
export interface TextValue {
  readonly text: string;
  readonly words: readonly string[];
}

/** A value that is compared as a whole, and its folded signs. */
export interface KeyValue {
  readonly text: string;
  readonly folded: string;
}

/** What of a customer is compared with another one, folded once. */
export interface Profile {
  readonly isCompany: boolean;
  readonly customerUid: string;
  readonly parentUid: string;
  readonly firstname: readonly TextValue[];
  readonly lastname: readonly TextValue[];
  readonly company: readonly TextValue[];
  readonly address: readonly TextValue[];
  readonly postalCode: readonly TextValue[];
  readonly city: readonly TextValue[];
  readonly mobile: readonly KeyValue[];
  readonly email: readonly KeyValue[];
  readonly vatNumber: readonly KeyValue[];
  readonly loyaltyId: readonly KeyValue[];
  readonly externalId: readonly KeyValue[];
}

type Loose = Readonly<Record<string, unknown>>;

export function profileOf(customer: Loose, fields: CustomerFields = fieldsOf(customer)): Profile {
  const texts = (kind: number): TextValue[] =>
    fields.words.filter((field) => field.kind === kind).flatMap((field) => textValue(partOf(field)));
  const keys = (field: MatchField, fold: (text: string) => string): KeyValue[] =>
    fields.keys
      .filter((key) => key.field === field)
      .map(({ text }) => ({ text, folded: fold(text) }))
      .filter(({ folded }) => folded !== '');
  return {
    isCompany: customer.customerType === 'COMPANY' || customer.customerType === 'B2B',
    customerUid: fields.customerUid,
    parentUid: typeof customer.customerParentUid === 'string' ? customer.customerParentUid : '',
    firstname: textValue(customer.firstname),
    lastname: textValue(customer.lastname),
    company: texts(wordKinds.company),
    address: texts(wordKinds.street),
    postalCode: texts(wordKinds.postalCode),
    city: texts(wordKinds.city),
    mobile: keys('mobile', nationalDigits),
    email: keys('email', foldSigns),
    vatNumber: keys('vatNumber', foldCode),
    loyaltyId: keys('loyaltyId', foldCode),
    externalId: keys('externalId', foldCode),
  };
}

function partOf({ text, from, to }: WordField): string {
  return text.slice(from, to);
}

function textValue(value: unknown): TextValue[] {
  if (typeof value !== 'string') return [];
  const words = wordsOf(value).map(({ folded }) => folded);
  return words.length === 0 ? [] : [{ text: value.trim(), words }];
}
