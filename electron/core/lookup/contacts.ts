import { wordKinds, type CustomerFields, type WordField } from './fields.ts';
import { visitWords } from './fold.ts';
import { findWord, type Trie } from './trie.ts';
import { noPrice, type WordMatches } from './word-matches.ts';

/** Which of a company's contacts a query is about: the index knows its words, not whose they are. */
export interface MeantContact {
  /** The contact most of the words belong to; undefined when no word is a contact's. */
  readonly contact: WordField | undefined;
  /** Some words are found only in other contacts: nobody has the name that was typed. */
  readonly isMixed: boolean;
}

/** @param kinds bit set of the kinds of word that count */
export function meantContact(
  { words: fields }: CustomerFields,
  words: readonly WordMatches[],
  kinds: number,
  trie: Trie,
): MeantContact {
  if (((kinds >> wordKinds.contact) & 1) === 0) return { contact: undefined, isMixed: false };
  const contacts = fields.filter(({ kind }) => kind === wordKinds.contact);
  if (contacts.length === 0) return { contact: undefined, isMixed: false };
  const foundIn = (some: readonly WordField[]): boolean[] => {
    const found = words.map(() => false);
    for (const { text, from, to } of some) {
      visitWords(text.slice(from, to), (folded) => {
        const token = findWord(trie, folded);
        for (const [at, { prices }] of words.entries()) {
          if ((prices[token] ?? noPrice) !== noPrice) found[at] = true;
        }
      });
    }
    return found;
  };
  const inAny = foundIn(contacts);
  if (!inAny.includes(true)) return { contact: undefined, isMixed: false };
  const others = fields.filter(({ kind }) => kind !== wordKinds.contact && ((kinds >> kind) & 1) !== 0);
  const elsewhere = foundIn(others);
  const wanted = inAny.map((isFound, at) => isFound && elsewhere[at] === false);
  let best: { contact: WordField; count: number; isWhole: boolean } | undefined;
  for (const contact of contacts) {
    const found = foundIn([contact]);
    const count = found.filter(Boolean).length;
    const isWhole = wanted.every((isWanted, at) => !isWanted || found[at] === true);
    const isBetter =
      best === undefined || (isWhole && !best.isWhole) || (isWhole === best.isWhole && count > best.count);
    if (count > 0 && isBetter) best = { contact, count, isWhole };
  }
  return { contact: best?.contact, isMixed: best?.isWhole === false };
}
