import type { TFunction } from 'i18next';
import type { Hit, Match } from '#shared/contract/values';
import { formatPhone } from '#shared/customer/format-phone';

/** Fields that have a place of their own in a row; what else matched is shown instead of the phone number. */
const placed: ReadonlySet<Match['field']> = new Set(['name', 'company', 'postalCode', 'city', 'mobile']);

/** The match whose text has no place in the row otherwise: a loyalty id, an e-mail address, a contact … */
export function unplacedMatch(hit: Hit): Match | undefined {
  return hit.matched.find(({ field }) => !placed.has(field));
}

export function matchOf(hit: Hit, field: Match['field']): Match | undefined {
  return hit.matched.find((match) => match.field === field);
}

/** A matched number in groups people read, its marked digits in their new places; other texts as they are. */
export function withGroupedDigits({ text, ranges }: Match): Pick<Match, 'text' | 'ranges'> {
  const grouped = formatPhone(text);
  const places = Array.from(grouped, (character, index) => (character === ' ' ? -1 : index)).filter(
    (index) => index >= 0,
  );
  if (grouped === text || places.length !== text.length) return { text, ranges };
  return {
    text: grouped,
    ranges: ranges.map(([start, end]) => [places[start] ?? 0, (places[end - 1] ?? 0) + 1]),
  };
}

/** Characters that leave the name its room. */
const longestWhy = 20;

/** Why a hit is a hit, in at most two short phrases: "phone ends 4471", "similar name". */
export function whyWords(t: TFunction, hit: Hit): string {
  const byField = new Map<Match['field'], Match>();
  for (const match of hit.matched) {
    const known = byField.get(match.field);
    if (!known || match.how === 'similar') byField.set(match.field, match);
  }
  const [first = '', second] = [...byField.values()]
    .sort((a, b) => tellingness(b) - tellingness(a))
    .map((match) => phrase(t, match));
  const both = `${first} · ${second}`;
  return second !== undefined && both.length <= longestWhy ? both : first;
}

/** A plain match on the name is seen anyway; what cannot be seen is worth saying first. */
function tellingness({ field, how }: Match): number {
  if (how === 'ends') return 3;
  if (how === 'similar') return 2;
  return field === 'name' || field === 'company' ? 0 : 1;
}

function phrase(t: TFunction, match: Match): string {
  const field = t(`why.field.${match.field}`);
  if (match.how === 'similar') return t('why.similar', { field });
  if (match.how === 'ends') {
    const marked = match.ranges.map(([start, end]) => match.text.slice(start, end)).join('');
    return t('why.ends', { field, digits: marked.replaceAll(/\D/g, '') });
  }
  return field;
}
