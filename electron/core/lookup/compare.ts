import type { MatchField } from '#shared/contract/values';
import { editDistance } from './edit-distance.ts';
import { fieldsOf, wordKinds, type CustomerFields, type KeyField } from './fields.ts';
import { foldSigns } from './fold.ts';
import { digitsOf, foldCode, nationalDigits } from './keys.ts';
import { textSimilarity } from './similarity.ts';

/** Compares a form being filled in with a known customer, field by field. */

/** What is compared; each has its own weight as evidence. */
export type Aspect =
  | 'firstname'
  | 'lastname'
  | 'company'
  | 'address'
  | 'postalCode'
  | 'city'
  | 'mobile'
  | 'email'
  | 'code';

export interface Comparison {
  readonly aspect: Aspect;
  readonly field: MatchField;
  readonly level: 'same' | 'similar' | 'different';
  /** The known customer's value. */
  readonly text: string;
}

type Loose = Readonly<Record<string, unknown>>;

/** Values at least this alike are spellings of one another. */
const similarFrom = 0.6;

/** What both sides have a value for; nothing is said of fields one of them lacks. */
export function compare(draft: Loose, known: Loose): Comparison[] {
  const comparisons: Comparison[] = [];
  const [ours, theirs] = [fieldsOf(draft), fieldsOf(known)];
  comparisons.push(...compareNames(draft, known));
  const texts = [
    ['company', 'company', wordKinds.company],
    ['address', 'address', wordKinds.street],
    ['postalCode', 'postalCode', wordKinds.postalCode],
    ['city', 'city', wordKinds.city],
  ] as const;
  for (const [aspect, field, kind] of texts) {
    const best = bestOf(textsOf(ours, kind), textsOf(theirs, kind), textSimilarity);
    if (best !== undefined) comparisons.push({ aspect, field, ...best });
  }
  const keys = [
    ['mobile', 'phone', (text: string) => nationalDigits(text), digitsSimilarity],
    ['email', 'email', foldSigns, addressSimilarity],
  ] as const;
  for (const [aspect, form, fold, similarity] of keys) {
    const best = bestOf(keysOfForm(ours, form), keysOfForm(theirs, form), (left, right) =>
      similarity(fold(left), fold(right)),
    );
    if (best !== undefined) comparisons.push({ aspect, field: aspect, ...best });
  }
  for (const field of ['loyaltyId', 'vatNumber', 'externalId'] as const) {
    const best = bestOf(keysOfField(ours, field), keysOfField(theirs, field), codeSimilarity);
    if (best !== undefined) comparisons.push({ aspect: 'code', field, ...best });
  }
  return comparisons;
}

/** First and last name, each with its own; or crosswise, when that agrees better: they were typed into each other's field. */
function compareNames(draft: Loose, known: Loose): Comparison[] {
  const [first, last] = [nameOf(draft.firstname), nameOf(draft.lastname)];
  const [knownFirst, knownLast] = [nameOf(known.firstname), nameOf(known.lastname)];
  const straight = namePair(
    bestOf(first, knownFirst, textSimilarity),
    bestOf(last, knownLast, textSimilarity),
  );
  const crossed = namePair(
    bestOf(first, knownLast, textSimilarity),
    bestOf(last, knownFirst, textSimilarity),
  );
  return agreement(crossed) > agreement(straight) ? crossed : straight;
}

type Compared = Pick<Comparison, 'level' | 'text'> | undefined;

function namePair(first: Compared, last: Compared): Comparison[] {
  const pair: Comparison[] = [];
  if (first !== undefined) pair.push({ aspect: 'firstname', field: 'name', ...first });
  if (last !== undefined) pair.push({ aspect: 'lastname', field: 'name', ...last });
  return pair;
}

function agreement(pair: readonly Comparison[]): number {
  const worth = { same: 2, similar: 1, different: 0 };
  return pair.reduce((sum, { level }) => sum + worth[level], 0);
}

/** The two values most alike, one of each side; undefined when a side has none. */
function bestOf(
  ours: readonly string[],
  theirs: readonly string[],
  similarity: (left: string, right: string) => number,
): Compared {
  let best: { alike: number; text: string } | undefined;
  for (const left of ours) {
    for (const right of theirs) {
      const alike = similarity(left, right);
      if (best === undefined || alike > best.alike) best = { alike, text: right };
    }
  }
  if (best === undefined) return undefined;
  const { alike, text } = best;
  return { text, level: alike === 1 ? 'same' : alike >= similarFrom ? 'similar' : 'different' };
}

function nameOf(value: unknown): string[] {
  return typeof value === 'string' && value.trim() !== '' ? [value] : [];
}

function textsOf({ words }: CustomerFields, wanted: number): string[] {
  return words.filter(({ kind }) => kind === wanted).map(({ text }) => text);
}

function keysOfForm({ keys }: CustomerFields, form: KeyField['form']): string[] {
  return keys.filter((key) => key.form === form && key.field !== 'contact').map(({ text }) => text);
}

function keysOfField({ keys }: CustomerFields, field: MatchField): string[] {
  return keys.filter((key) => key.field === field).map(({ text }) => text);
}

function digitsSimilarity(left: string, right: string): number {
  if (left === right) return 1;
  return left.length >= 6 && editDistance(left, right, 2) <= 2 ? 0.8 : 0;
}

function addressSimilarity(left: string, right: string): number {
  if (left === right) return 1;
  return editDistance(left, right, 2) <= 2 ? 0.8 : 0;
}

function codeSimilarity(left: string, right: string): number {
  const [one, other] = [foldCode(left), foldCode(right)];
  if (one === other) return 1;
  const digits = digitsOf(one);
  return digits.length >= 8 && digits === digitsOf(other) ? 1 : 0;
}
