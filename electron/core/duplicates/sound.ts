/**
 * How a folded word sounds, roughly: what is often spelt differently comes out the
 * same ("christian", "kristian"; "schmidt", "smith"). For finding candidates only;
 * they are compared letter by letter afterwards. Words with digits stay as they are.
 */
export function soundOf(word: string): string {
  if (/\d/.test(word)) return word;
  const spoken = word
    .replaceAll(/sch|skj|sj|tj|kj|sh|ch(?=[ei])/g, 's')
    .replaceAll(/ch|ck|gh|[cq]/g, 'k')
    .replaceAll('ph', 'f')
    .replaceAll('x', 'ks')
    .replaceAll(/[wv]/g, 'f')
    .replaceAll('z', 's')
    .replaceAll(/th|dt|d/g, 't')
    .replaceAll('g', 'k')
    .replaceAll('b', 'p');
  const first = /[aeiouyj]/.test(spoken[0] ?? '') ? 'a' : (spoken[0] ?? '');
  const rest = spoken.slice(1).replaceAll(/[aeiouyjh]/g, '');
  return (first + rest).replaceAll(/(.)\1+/g, '$1') || word;
}
