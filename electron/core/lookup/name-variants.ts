import { readFileSync } from 'node:fs';
import { resourcePath } from '../resources.ts';
import { wordsOf } from './fold.ts';

/**
 * Names people go by: "Bill" for "William", "Kari" for "Karin", "Pettersson" for
 * "Pedersen", and what is written short in an address. From two tables in
 * `resources/names/` and two rules; all words are folded.
 */

let variants: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** Other words that may be meant by a name, a place or a part of an address; the word itself is not among them. */
export function variantsOf(word: string): ReadonlySet<string> {
  variants ??= readVariants();
  const others = new Set(variants.get(word));
  for (const root of rootsOf(word)) {
    for (const other of [root, ...(variants.get(root) ?? [])]) {
      for (const ending of patronymicEndings) others.add(other.replace(/s$/, '') + ending);
    }
  }
  for (const street of streetVariantsOf(word)) others.add(street);
  others.delete(word);
  return others;
}

function readVariants(): Map<string, Set<string>> {
  const read = new Map<string, Set<string>>();
  const add = (name: string, other: string): void => {
    const others = read.get(name) ?? new Set();
    read.set(name, others.add(other));
  };
  for (const line of linesOf('variants.txt')) {
    if (line.startsWith('#')) continue;
    const names = fold(line);
    for (const name of names) for (const other of names) add(name, other);
  }
  for (const line of linesOf('nicknames.csv').slice(1)) {
    const [name = '', , nickname = ''] = line.split(',');
    const [full, short] = [fold(name), fold(nickname)];
    // Nicknames of two words are told by their words.
    if (full.length !== 1 || short.length !== 1) continue;
    add(full[0]!, short[0]!);
    add(short[0]!, full[0]!);
  }
  return read;
}

function fold(text: string): string[] {
  return wordsOf(text).map(({ folded }) => folded);
}

function linesOf(file: string): string[] {
  return readFileSync(resourcePath('names', file), 'utf8').split(/\r?\n/).filter(Boolean);
}

/** A Nordic last name is often a father's name with one of these; which one is soon forgotten. */
const patronymicEndings = ['sen', 'son', 'sson', 'ssen'];
const patronymic = /^(.{2,}?)(?:s?sen|s?son|szon|sohn)$/;

/** The names a last name may be made of: "peter" of "petersen" and "peterssen", "jens" of "jensen". */
function rootsOf(word: string): string[] {
  const root = patronymic.exec(word)?.[1];
  return root === undefined ? [] : [root, `${root}s`, `${root}e`];
}

/** What streets are called, alone or at the end of a name: every spelling of a line may stand for every other. */
const streetWords = [
  'gt gate gata gaten gatan gade gaden',
  'vn vei veien veg vegen vag vagen vej vejen',
  'str strasse st straat strat',
  'st street str',
  'rd road',
  'av ave aven avenue avenyen',
  'all alle alleen',
  'pl plass plassen plads plats platz place',
  'sq square',
  'ln lane',
  'dr drive',
  'terr terrasse',
  'pb postboks box boks',
].map((line) => line.split(' '));
/** A beginning before a short ending: "storgt" is a street, "vest" is not "ve" and street. */
const minStreetName = 3;

function streetVariantsOf(word: string): string[] {
  return streetWords.flatMap((endings) =>
    endings.flatMap((ending) => {
      if (!word.endsWith(ending)) return [];
      const name = word.slice(0, -ending.length);
      if (name !== '' && (name.length < minStreetName || ending.length < 2)) return [];
      return endings.map((other) => name + other);
    }),
  );
}
