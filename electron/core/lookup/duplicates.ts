import type { CustomerDraft } from '#shared/customer/model';
import type { Index } from './catch-up.ts';
import { compare } from './compare.ts';
import { isRelated, judge, type Judgement, type Population, type Question } from './evidence.ts';
import { fieldsOf, nameKinds, type CustomerFields } from './fields.ts';
import { visitWords } from './fold.ts';
import { ownersOf } from './form-keys.ts';
import type { KeyScan } from './key-scan.ts';
import { countPostings, rowOfCustomer } from './postings.ts';
import { profileOf, type Profile } from './profile.ts';
import type { RecordReader, StoredRecord } from './records.ts';
import { findWord } from './trie.ts';
import { weighRows, type FormWord } from './weigh-rows.ts';

/** A customer who may be the one on the form. */
export interface Duplicate extends Judgement {
  readonly customerId: number;
  readonly record: StoredRecord;
}

/** Customers compared field by field: those whose words fit best, and those who share a number. */
const maxByWords = 16;
const maxCompared = 32;

type Loose = Readonly<Record<string, unknown>>;

export function createDuplicates(
  index: Index,
  keys: KeyScan,
  records: RecordReader,
): {
  /** Who the customer on the form might be already, likeliest first. */
  readonly ofForm: (draft: Partial<CustomerDraft>, limit: number) => Duplicate[];
  /** How likely two customers of the base are one; undefined when nothing agrees or they cannot be. */
  readonly judgePair: (one: Loose, other: Loose) => Judgement | undefined;
} {
  const population: Population = {
    get size() {
      return index.postings.living;
    },
    countOf: (word) => countPostings(index.postings, findWord(index.trie, word)),
  };

  function judgeProfiles(ours: Profile, known: Profile, question: Question): Judgement | undefined {
    if (isRelated(ours, known)) return undefined;
    return judge(compare(ours, known), population, question, ours.isCompany === known.isCompany);
  }

  function ofForm(draft: Partial<CustomerDraft>, limit: number): Duplicate[] {
    const fields = fieldsOf(draft);
    const ours = profileOf(draft, fields);
    const rows = new Set(weighRows(index, formWords(fields), maxByWords));
    for (const customerId of fields.keys.flatMap((key) => ownersOf(keys, key))) {
      const row = rowOfCustomer(index.postings, customerId);
      if (row !== -1 && rows.size < maxCompared) rows.add(row);
    }
    const found: Duplicate[] = [];
    const read = records.some(Array.from(rows, (row) => index.postings.customerIds[row]!));
    for (const [customerId, record] of read) {
      const judgement = judgeProfiles(ours, profileOf(record), 'form');
      if (judgement !== undefined) found.push({ customerId, record, ...judgement });
    }
    return found
      .sort((left, right) => right.probability - left.probability || left.customerId - right.customerId)
      .slice(0, limit);
  }

  return {
    ofForm,
    judgePair: (one, other) => judgeProfiles(profileOf(one), profileOf(other), 'pair'),
  };
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
