import type { MatchField } from '#shared/contract/values';
import type { Aspect, Comparison } from './compare.ts';
import type { Profile } from './profile.ts';

/** How likely two customers are one, from what agrees and what differs. */
export interface Judgement {
  /** 0 to 1. */
  readonly probability: number;
  /** What agrees, strongest first; `text` is the known customer's value. */
  readonly reasons: { field: MatchField; how: 'same' | 'similar'; text: string }[];
}

/** How common things are in the base. */
export interface Population {
  /** Customers there are. */
  readonly size: number;
  /** How many customers have a word. */
  countOf(word: string): number;
}

/** What is asked: whether somebody on a form is this customer, or whether two customers of the base are one. */
export type Question = 'form' | 'pair';

/**
 * Evidence in units of the natural logarithm of odds. What agrees counts by how
 * rare it is (`perRarity` × the logarithm of one in how many customers have it,
 * plus `base`), what differs counts against.
 */
interface Weight {
  readonly same: { readonly perRarity: number; readonly base: number };
  readonly similar: { readonly perRarity: number; readonly base: number };
  readonly different: number;
}

/**
 * Chosen on the development set of the lookup benchmark (bench/lookup-benchmark.ts)
 * and on bases with planted duplicates (bench/duplicates.ts).
 */
const weights: Readonly<Record<Aspect, Weight>> = {
  firstname: { same: { perRarity: 0.62, base: 0 }, similar: { perRarity: 0.4, base: 0 }, different: -2.4 },
  lastname: { same: { perRarity: 0.8, base: 0 }, similar: { perRarity: 0.55, base: 0 }, different: -2.3 },
  company: { same: { perRarity: 0.7, base: 0 }, similar: { perRarity: 0.5, base: 0 }, different: -4 },
  address: { same: { perRarity: 0.6, base: 0 }, similar: { perRarity: 0.3, base: 0 }, different: -1.3 },
  postalCode: { same: { perRarity: 0.5, base: 0 }, similar: { perRarity: 0.1, base: 0 }, different: -1.8 },
  city: { same: { perRarity: 0.5, base: 0 }, similar: { perRarity: 0.5, base: 0 }, different: -0.2 },
  mobile: { same: { perRarity: 1.1, base: 0 }, similar: { perRarity: 0.8, base: 0 }, different: -1.8 },
  email: { same: { perRarity: 0.7, base: 0 }, similar: { perRarity: 0.2, base: 0 }, different: -2 },
  vatNumber: { same: { perRarity: 1, base: 2 }, similar: { perRarity: 0.3, base: 0 }, different: -8 },
  loyaltyId: { same: { perRarity: 1, base: 2 }, similar: { perRarity: 0.3, base: 0 }, different: 0 },
  externalId: { same: { perRarity: 1, base: 2 }, similar: { perRarity: 0.3, base: 0 }, different: -0.5 },
};

/** What a word in place of another one takes away, though the rest agrees. */
const replacedWord = -2;

/** The odds before anything is compared, beside one in as many as there are customers. */
const priorBase: Readonly<Record<Question, number>> = { form: 2, pair: -3.5 };

/**
 * The same for somebody else of the household, or of the same company, who shares
 * last name and address and often a number: what those fields say is said by this as well.
 */
const householdBase = -0.6;
const sharedInHousehold: Partial<Record<Aspect, number>> = {
  lastname: 0.85,
  address: 1,
  postalCode: 1,
  city: 1,
  mobile: 0.75,
  email: 0.7,
};

/**
 * Whoever shares a number or an address is worth a look even when the names have
 * nothing in common: somebody may have changed name. A code is one customer's alone.
 */
const leastWhenShared: Partial<Record<Aspect, number>> = {
  mobile: 0.12,
  email: 0.12,
  vatNumber: 0.6,
  loyaltyId: 0.6,
  externalId: 0.6,
};
/** A small base is a sample of a people: what nobody else in it has is not common. */
const fewestPeople = 1000;
/** At most, when only a name or only a place agrees. */
const mostOfOneThing = 0.3;
/** Odds that a person and a company are one customer. */
const otherKind = -5;

/** Values that are as good as one customer's alone. */
const unique: ReadonlySet<Aspect> = new Set(['mobile', 'email', 'vatNumber', 'loyaltyId', 'externalId']);

/**
 * What says much the same counts together little more than one value among all
 * customers: first and last name belong to one people, and street, postal code and
 * city to one address.
 */
type Group = 'name' | 'place' | 'other';
const groups: Readonly<Record<Aspect, Group>> = {
  firstname: 'name',
  lastname: 'name',
  company: 'other',
  address: 'place',
  postalCode: 'place',
  city: 'place',
  mobile: 'other',
  email: 'other',
  vatNumber: 'other',
  loyaltyId: 'other',
  externalId: 'other',
};
const mostOfGroup: Readonly<Record<Group, number>> = { name: 1.5, place: 1.5, other: Infinity };

interface Weighed {
  readonly comparison: Comparison;
  readonly evidence: number;
}

/** Weighs what comparing two customers found; undefined when nothing agrees. */
export function judge(
  comparisons: readonly Comparison[],
  population: Population,
  question: Question,
  ofOneKind = true,
): Judgement | undefined {
  const people = Math.max(population.size, fewestPeople);
  const among: Population = { size: people, countOf: (word) => population.countOf(word) };
  const rarest = Math.log(people + 1);
  const weighed = comparisons.map((comparison): Weighed => ({
    comparison,
    evidence: evidenceOf(comparison, among, rarest),
  }));
  const agreeing = weighed.filter(({ evidence }) => evidence > 0);
  if (agreeing.length === 0) return undefined;
  const kind = ofOneKind ? 0 : otherKind;
  const same = Math.exp(priorBase[question] - rarest + kind + sumOf(weighed, rarest));
  const ofHousehold = agreeing.flatMap(({ comparison, evidence }) => {
    const share = sharedInHousehold[comparison.aspect];
    return share === undefined ? [] : [{ comparison, evidence: evidence * share }];
  });
  const household = Math.exp(householdBase - rarest + sumOf(ofHousehold, rarest));
  let probability = same / (same + household + 1);
  if (isOneThing(agreeing)) probability = Math.min(probability, mostOfOneThing);
  for (const { comparison } of agreeing) {
    if (comparison.level === 'same') {
      probability = Math.max(probability, leastWhenShared[comparison.aspect] ?? 0);
    }
  }
  return {
    probability,
    reasons: agreeing
      .toSorted((left, right) => right.evidence - left.evidence)
      .map(({ comparison: { field, level, text } }) => ({
        field,
        how: level === 'same' ? 'same' : 'similar',
        text,
      })),
  };
}

function evidenceOf(comparison: Comparison, population: Population, rarest: number): number {
  const { aspect, level, shared, replaced } = comparison;
  const weight = weights[aspect];
  if (level === 'different') return weight.different;
  const rarity = unique.has(aspect) ? rarest : rarityOf(shared, population, rarest);
  return weight[level].perRarity * rarity + weight[level].base + (replaced ? replacedWord : 0);
}

function sumOf(weighed: readonly Weighed[], rarest: number): number {
  const sums: Record<Group, number> = { name: 0, place: 0, other: 0 };
  for (const { comparison, evidence } of weighed) sums[groups[comparison.aspect]] += evidence;
  return Object.entries(sums).reduce(
    (sum, [group, evidence]) => sum + Math.min(evidence, rarest + mostOfGroup[group as Group]),
    0,
  );
}

/** Whether all that agrees is a first name, or a last name, or a place. */
function isOneThing(agreeing: readonly Weighed[]): boolean {
  const aspects = new Set(agreeing.map(({ comparison: { aspect } }) => aspect));
  if (aspects.size === 1) return aspects.has('firstname') || aspects.has('lastname') || aspects.has('city');
  return [...aspects].every((aspect) => groups[aspect] === 'place');
}

function rarityOf(words: readonly string[], population: Population, rarest: number): number {
  let rarity = 0;
  for (const word of words) rarity += Math.log((population.size + 1) / (population.countOf(word) + 1));
  return Math.min(rarity, rarest * 1.5);
}

/** Whether two customers cannot be one: a company and its department, or two departments of it. */
export function isRelated(one: Profile, other: Profile): boolean {
  return (
    (one.parentUid !== '' && (one.parentUid === other.customerUid || one.parentUid === other.parentUid)) ||
    (other.parentUid !== '' && other.parentUid === one.customerUid)
  );
}
