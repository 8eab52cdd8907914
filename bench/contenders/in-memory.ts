import uFuzzy from '@leeoniya/ufuzzy';
import { Charset, Index } from 'flexsearch';
import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import {
  plain,
  textFields,
  textsOf,
  tidyQuery,
  wanted,
  wholeTextOf,
  type Contender,
  type CustomerTexts,
} from './contender.ts';

/*
 * Each is set up as its documentation says for fuzzy search as you type; where that leaves a choice,
 * by what finds most on this benchmark's queries at 10,000 customers.
 */

/** fuse.js over everything, every word wanted, in any order (its token search). */
export const fuse: Contender = {
  open(_folder, customers) {
    const rows = Array.from(customers(), textsOf);
    const index = new Fuse(rows, {
      keys: [...textFields],
      ignoreLocation: true,
      ignoreDiacritics: true,
      threshold: 0.3,
      useTokenSearch: true,
      tokenMatch: 'all',
    });
    return (query) => index.search(tidyQuery(query), { limit: wanted }).map(({ item }) => item.uid);
  },
};

/** MiniSearch, fuzzy and with prefixes; any word, the more the better. */
export const minisearch: Contender = {
  open(_folder, customers) {
    const index = new MiniSearch<CustomerTexts>({
      idField: 'uid',
      fields: [...textFields],
      processTerm: plain,
      searchOptions: { prefix: true, fuzzy: 0.2, boost: { name: 3, company: 2 } },
    });
    for (const customer of customers()) index.add(textsOf(customer));
    return (query) =>
      index
        .search(tidyQuery(query))
        .slice(0, wanted)
        .map(({ id }) => String(id));
  },
};

/** Words that uFuzzy tries in every order. */
const permutedWords = 4;

/** uFuzzy with one error in a word, words in any order; its own limit for ranking. */
export const ufuzzy: Contender = {
  open(_folder, customers) {
    const uids: string[] = [];
    const texts: string[] = [];
    for (const customer of customers()) {
      const { uid, ...rest } = textsOf(customer);
      uids.push(uid);
      texts.push(plain(wholeTextOf({ uid, ...rest })));
    }
    const index = new uFuzzy({ intraMode: 1 });
    return (query) => {
      const [found, info, order] = index.search(texts, plain(tidyQuery(query)), permutedWords);
      if (found === null) return [];
      const best = info === null ? found : order.map((at) => info.idx[at]!);
      return best.slice(0, wanted).map((at) => uids[at]!);
    };
  },
};

/** FlexSearch with prefixes, folded letters, and suggestions where a word misses. */
export const flexsearch: Contender = {
  open(_folder, customers) {
    const uids: string[] = [];
    const index = new Index({ tokenize: 'forward', encoder: Charset.Normalize, keystore: 12 });
    for (const customer of customers()) {
      const texts = textsOf(customer);
      index.add(uids.length, wholeTextOf(texts));
      uids.push(texts.uid);
    }
    return (query) =>
      index.search(tidyQuery(query), { limit: wanted, suggest: true }).map((at) => uids[Number(at)]!);
  },
};
