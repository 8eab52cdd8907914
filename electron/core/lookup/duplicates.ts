import type { MatchField } from '#shared/contract/values';
import type { CustomerDraft } from '#shared/customer/model';
import type { Index } from './catch-up.ts';
import { compare, type Aspect, type Comparison } from './compare.ts';
import { fieldsOf, nameKinds, type CustomerFields } from './fields.ts';
import { visitWords } from './fold.ts';
import type { KeySearch, ReadRecord } from './key-search.ts';
import { rowOfCustomer } from './postings.ts';
import { readQuery } from './query.ts';
import { findWord } from './trie.ts';
import { rarityOf, weighRows, type FormWord } from './weigh-rows.ts';

/** A customer who may be the one on the form. */
export interface Duplicate {
  readonly customerId: number;
  /** 0 to 1. */
  readonly probability: number;
  /** What agrees, strongest first; `text` is the known customer's value. */
  readonly reasons: { field: MatchField; how: 'same' | 'similar'; text: string }[];
}

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
 * Chosen on the development set of the lookup benchmark (bench/lookup-benchmark.ts):
 * warning from one half on, 99.5 % of the warnings are right, 96.8 % of the known
 * are warned about and 1.9 % of the new.
 */
const weights: Readonly<Record<Aspect, Weight>> = {
  firstname: { same: { perRarity: 0.9, base: 0 }, similar: { perRarity: 0.6, base: 0 }, different: -4 },
  lastname: { same: { perRarity: 0.9, base: 0 }, similar: { perRarity: 0.6, base: 0 }, different: -3.5 },
  company: { same: { perRarity: 0.9, base: 0 }, similar: { perRarity: 0.7, base: 0 }, different: -4 },
  address: { same: { perRarity: 0.9, base: 0 }, similar: { perRarity: 0.4, base: 0 }, different: -2 },
  postalCode: { same: { perRarity: 0.6, base: 0 }, similar: { perRarity: 0.2, base: 0 }, different: -1.5 },
  city: { same: { perRarity: 0.5, base: 0 }, similar: { perRarity: 0.3, base: 0 }, different: -1 },
  mobile: { same: { perRarity: 0.9, base: 0 }, similar: { perRarity: 0.5, base: 0 }, different: -2 },
  email: { same: { perRarity: 0.9, base: 0 }, similar: { perRarity: 0.5, base: 0 }, different: -1 },
  code: { same: { perRarity: 1, base: 2 }, similar: { perRarity: 0.3, base: 0 }, different: -2 },
};
/** The odds before anything is compared, beside one in as many as there are customers. */
const priorBase = 1.4;
/**
 * Whoever shares a number or an address is worth a look even when the names have
 * nothing in common: a household, or somebody who changed name. A code is one
 * customer's alone.
 */
const leastWhenShared: Partial<Record<Aspect, number>> = { mobile: 0.25, email: 0.25, code: 0.6 };

/**
 * Street, postal code and city say much the same: together they count no more than
 * one address among all customers.
 */
const places: ReadonlySet<Aspect> = new Set(['address', 'postalCode', 'city']);

/** Customers compared field by field. */
const maxCompared = 30;

export function createDuplicates(
  index: Index,
  keySearch: KeySearch,
  readRecord: ReadRecord,
): (draft: Partial<CustomerDraft>, limit: number) => Duplicate[] {
  /** How rare a value is: words by how many customers have them; a number or address as good as unique. */
  function rarityOfValue({ aspect, text }: Comparison): number {
    const highest = Math.log(index.postings.living + 1);
    if (aspect === 'mobile' || aspect === 'email' || aspect === 'code') return highest;
    let rarity = 0;
    visitWords(text, (word) => (rarity += rarityOf(index, findWord(index.trie, word))));
    return Math.min(rarity, highest * 1.5);
  }

  function evidenceOf(comparison: Comparison): number {
    const weight = weights[comparison.aspect];
    if (comparison.level === 'different') return weight.different;
    const { perRarity, base } = weight[comparison.level];
    return perRarity * rarityOfValue(comparison) + base;
  }

  const mostOfPlace = (): number => Math.log(index.postings.living + 1);

  return (draft, limit) => {
    const fields = fieldsOf(draft);
    const rows = new Set(weighRows(index, formWords(fields), maxCompared));
    for (const key of fields.keys) {
      keySearch.find(readQuery(key.text), { customers: true, contacts: false }, false, (customerId) => {
        const row = rowOfCustomer(index.postings, customerId);
        if (row !== -1 && rows.size < maxCompared * 2) rows.add(row);
      });
    }
    const prior = priorBase - Math.log(index.postings.living + 1);
    const found: Duplicate[] = [];
    for (const row of rows) {
      const customerId = index.postings.customerIds[row]!;
      const known = readRecord(customerId);
      if (known === undefined) continue;
      const weighed = compare(draft, known).map((comparison) => ({
        comparison,
        evidence: evidenceOf(comparison),
      }));
      const ofPlace = sumOf(weighed.filter(({ comparison }) => places.has(comparison.aspect)));
      const odds = prior + sumOf(weighed) - Math.max(0, ofPlace - mostOfPlace());
      const least = Math.max(
        0,
        ...weighed.map(({ comparison: { aspect, level } }) =>
          level === 'same' ? (leastWhenShared[aspect] ?? 0) : 0,
        ),
      );
      const reasons = weighed
        .filter(({ evidence }) => evidence > 0)
        .sort((left, right) => right.evidence - left.evidence)
        .map(({ comparison: { field, level, text } }) => ({
          field,
          how: level === 'same' ? ('same' as const) : ('similar' as const),
          text,
        }));
      if (reasons.length > 0) {
        found.push({ customerId, probability: Math.max(1 / (1 + Math.exp(-odds)), least), reasons });
      }
    }
    return found
      .sort((left, right) => right.probability - left.probability || left.customerId - right.customerId)
      .slice(0, limit);
  };
}

function sumOf(weighed: readonly { readonly evidence: number }[]): number {
  return weighed.reduce((sum, { evidence }) => sum + evidence, 0);
}

/** The words of a form; a place or street is compared with places and streets, a name with names. */
function formWords({ words }: CustomerFields): FormWord[] {
  const found: FormWord[] = [];
  for (const { kind, text, from, to } of words) {
    const kinds = (nameKinds >> kind) & 1 ? nameKinds : 1 << kind;
    visitWords(text.slice(from, to), (word) => found.push({ text: word, kinds }));
  }
  return found;
}
