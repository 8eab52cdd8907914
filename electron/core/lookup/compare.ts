import type { MatchField } from '#shared/contract/values';
import { editDistance } from './edit-distance.ts';
import { digitsOf } from './keys.ts';
import type { KeyValue, Profile, TextValue } from './profile.ts';
import { wordsSimilarity, type WordsSimilarity } from './similarity.ts';

/** Compares two customers, or a form being filled in with a known customer, field by field. */

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
  | 'vatNumber'
  | 'loyaltyId'
  | 'externalId';

export interface Comparison {
  readonly aspect: Aspect;
  readonly field: MatchField;
  readonly level: 'same' | 'similar' | 'different';
  /** The known customer's value. */
  readonly text: string;
  /** Its folded words that both sides have; empty for what is compared as a whole. */
  readonly shared: readonly string[];
  /** Whether a word stands in place of another one. */
  readonly replaced: boolean;
}

/** Values at least this alike are spellings of one another. */
const similarFrom = 0.6;

const textAspects = ['company', 'address', 'postalCode', 'city'] as const;
const keyAspects = [
  ['mobile', digitsSimilarity],
  ['email', addressSimilarity],
  ['vatNumber', codeSimilarity],
  ['loyaltyId', codeSimilarity],
  ['externalId', codeSimilarity],
] as const;

/** What both sides have a value for; nothing is said of fields one of them lacks. */
export function compare(ours: Profile, known: Profile): Comparison[] {
  const comparisons = compareNames(ours, known);
  for (const aspect of textAspects) {
    const best = bestText(ours[aspect], known[aspect]);
    if (best !== undefined) comparisons.push({ aspect, field: aspect, ...best });
  }
  for (const [aspect, similarity] of keyAspects) {
    const best = bestKey(ours[aspect], known[aspect], similarity);
    if (best !== undefined) comparisons.push({ aspect, field: aspect, ...best });
  }
  return comparisons;
}

/** First and last name, each with its own; or crosswise, when that agrees better: they were typed into each other's field. */
function compareNames(ours: Profile, known: Profile): Comparison[] {
  const straight = namePair(
    bestText(ours.firstname, known.firstname),
    bestText(ours.lastname, known.lastname),
  );
  if (agreement(straight) === 4) return straight;
  const crossed = namePair(
    bestText(ours.firstname, known.lastname),
    bestText(ours.lastname, known.firstname),
  );
  return agreement(crossed) > agreement(straight) ? crossed : straight;
}

type Compared = Omit<Comparison, 'aspect' | 'field'> | undefined;

function namePair(first: Compared, last: Compared): Comparison[] {
  const pair: Comparison[] = [];
  if (first !== undefined) pair.push({ aspect: 'firstname', field: 'name', ...first });
  if (last !== undefined) pair.push({ aspect: 'lastname', field: 'name', ...last });
  return pair;
}

const worth = { same: 2, similar: 1, different: 0 } as const;

function agreement(pair: readonly Comparison[]): number {
  return pair.reduce((sum, { level }) => sum + worth[level], 0);
}

function levelOf(alike: number): Comparison['level'] {
  return alike === 1 ? 'same' : alike >= similarFrom ? 'similar' : 'different';
}

/** The two values most alike, one of each side; undefined when a side has none. */
function bestText(ours: readonly TextValue[], known: readonly TextValue[]): Compared {
  let best: (WordsSimilarity & { readonly text: string }) | undefined;
  for (const left of ours) {
    for (const right of known) {
      const similarity = wordsSimilarity(left.words, right.words);
      if (best === undefined || similarity.alike > best.alike) best = { ...similarity, text: right.text };
    }
  }
  if (best === undefined) return undefined;
  const { alike, ...compared } = best;
  return { ...compared, level: levelOf(alike) };
}

function bestKey(
  ours: readonly KeyValue[],
  known: readonly KeyValue[],
  similarityOf: (left: string, right: string) => number,
): Compared {
  let best: KeyValue | undefined;
  let alike = -1;
  for (const left of ours) {
    for (const right of known) {
      const similarity = similarityOf(left.folded, right.folded);
      if (similarity > alike) [alike, best] = [similarity, right];
    }
  }
  return best === undefined
    ? undefined
    : { level: levelOf(alike), text: best.text, shared: [], replaced: false };
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
  if (left === right) return 1;
  const digits = digitsOf(left);
  if (digits.length < 8) return 0;
  const edits = editDistance(digits, digitsOf(right), 1);
  return edits === 0 ? 1 : edits === 1 ? 0.8 : 0;
}
