import fc from 'fast-check';

/** One character, half of them ASCII, the rest from all of Unicode, lone surrogates among them. */
const anyCharacter = fc
  .oneof(fc.nat(0x7f), fc.nat(0x10ffff))
  .map((codePoint) => String.fromCodePoint(codePoint));

/** Text of any kind, as a paste, a broken scanner or an attacker may bring it. */
export function anyText(constraints: { minLength?: number; maxLength?: number } = {}): fc.Arbitrary<string> {
  return fc.string({ ...constraints, unit: anyCharacter });
}
