/** Words that belong to the family name after them: von Trapp, van der Berg, de la Cruz. */
const particles = new Set(
  'af av bin da dal de del della den der di do dos du el la le op ten ter van vom von zu zum zur'.split(' '),
);

/** A name sorted into the two fields of the service. */
export interface PersonName {
  readonly firstname: string;
  readonly lastname: string;
}

/** Whether the words can be a family name alone: one word, with nothing but particles before it. */
export function isFamilyName(words: readonly string[]): boolean {
  return words.length > 0 && words.slice(0, -1).every((word) => particles.has(word.toLowerCase()));
}

/**
 * Given names first: the last word is the family name, with the particles before
 * it. One word alone is a given name; with particles it is a family name.
 */
export function splitName(words: readonly string[]): PersonName {
  if (words.length < 2) return { firstname: words.join(''), lastname: '' };
  const start = words.findIndex((_, index) => isFamilyName(words.slice(index)));
  return { firstname: words.slice(0, start).join(' '), lastname: words.slice(start).join(' ') };
}

/** What was typed without capitals gets them: `anne-grethe o'neill` → `Anne-Grethe O'Neill`. Other words stay as typed. */
export function capitalize(word: string): string {
  if (word !== word.toLowerCase()) return word;
  return word.replace(/^\p{Ll}|(?<=-)\p{Ll}|(?<=^[od]['’])\p{Ll}/gu, (letter) => letter.toUpperCase());
}

/** As `capitalize`, for the words of one person's name: particles stay small, capitals throughout are a caps lock. */
export function capitalizeName(words: readonly string[]): string[] {
  const letters = words.join('');
  const isShouted = letters.length > 3 && letters === letters.toUpperCase();
  return words
    .map((word) => (isShouted ? word.toLowerCase() : word))
    .map((word) => (particles.has(word) ? word : capitalize(word)));
}
