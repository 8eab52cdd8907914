/** Lists and objects within each other that a call may carry; the contract's own are far from it. */
const deepestInput = 32;

/**
 * Why an input must not even get to the schemas: it goes so deep, or has no end, that copying it would overflow the stack;
 * or it brings a `length` of its own. Schemas compare the length of whatever has one before they look at what kind of
 * value it is (zod's checks of lengths), and one that is no number may throw. No input of the contract has such a field.
 */
export function refusalOfInput(
  input: unknown,
  levels = deepestInput,
): 'input.too-large' | 'input.invalid' | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  if (levels === 0) return 'input.too-large';
  if ('length' in input && !Array.isArray(input)) return 'input.invalid';
  for (const inner of Object.values(input)) {
    const refusal = refusalOfInput(inner, levels - 1);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
