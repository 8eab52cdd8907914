import { displayNameOf, type Customer } from '#shared/customer/model';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import { printableText } from '#shared/cards/card-text';
import type { Language } from '#shared/contract/languages';
import type { Settings } from '#shared/contract/values';
import { because } from '#shared/contract/error-reasons';
import { fail, succeed, type Result } from '#shared/contract/errors';
import { spokenLanguage } from '../spoken-language.ts';
import { fitsOnCards, isEncodable } from './symbol.ts';

/** What a membership card says; every text in it is safe to print on any device. */
export interface CardModel {
  /** Empty when the shop has not said its name. */
  readonly shopName: string;
  /** Empty when the customer has none. */
  readonly customerName: string;
  /** What the barcode carries, to the letter. Printable ASCII. */
  readonly loyaltyId: string;
  /** The loyalty id as people read it. */
  readonly displayId: string;
  /** What its words are in; English when absent. */
  readonly language?: Language;
}

/** The words for a customer nobody has named; not worth printing. */
const nameless = '—';

/**
 * The card of a customer. Any loyalty id a service may give works as long as it
 * is printable ASCII and its symbol fits on a card of every design; it is never altered, because the till must find what the scanner reads.
 *
 * Fails with `card.no-loyalty-id` or `card.not-encodable`.
 */
export function cardModelOf(
  customer: Customer,
  settings: Pick<Settings, 'shopName'> & Partial<Pick<Settings, 'language'>>,
): Result<{ model: CardModel }> {
  const loyaltyId = customer.loyaltyId ?? '';
  if (loyaltyId.trim() === '') return fail('card.no-loyalty-id');
  if (!isEncodable(loyaltyId)) return fail('card.not-encodable');
  if (!fitsOnCards(loyaltyId)) {
    return fail('card.not-encodable', because('code.too-long'));
  }
  const name = printableText(displayNameOf(customer));
  return succeed({
    model: {
      shopName: printableText(settings.shopName),
      customerName: name === nameless ? '' : name,
      loyaltyId,
      displayId: displayLoyaltyId(loyaltyId),
      language: spokenLanguage(settings.language ?? 'en'),
    },
  });
}
