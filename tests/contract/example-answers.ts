import type { Random } from '../../electron/practice/seed/random.ts';
import type { ContractFile, Schema } from './contract-file.ts';

/**
 * A body of the shape a schema asks for. Everything optional is there; lists
 * have one or two entries.
 */
export function exampleOf(contract: ContractFile, schema: Schema, random: Random, depth = 0): unknown {
  const resolved = contract.resolve(schema);
  const { type, format, enum: choices, allOf, oneOf, anyOf, properties, items } = resolved;
  const part = (inner: Schema) => exampleOf(contract, inner, random, depth + 1);
  if (choices !== undefined) return random.pick(choices);
  if (allOf !== undefined) return Object.assign({}, ...allOf.map(part)) as unknown;
  const [first] = oneOf ?? anyOf ?? [];
  if (first !== undefined) return part(first);
  if (type === 'array') {
    return items === undefined || depth > 12
      ? []
      : Array.from({ length: random.between(1, 2) }, () => part(items));
  }
  if (type === 'integer')
    return random.between(resolved.minimum ?? 0, Math.min(resolved.maximum ?? 999, 999));
  if (type === 'number') return random.below(1000) / 4;
  if (type === 'boolean') return random.chance(0.5);
  if (type === 'string') {
    if (format === 'date-time') return '2026-01-15T12:00:00.000Z';
    if (format === 'date') return '2026-01-15';
    if (format === 'email') return 'b@example.no';
    if (format === 'uri') return 'https://example.no/a';
    return wordOf(random, Math.min(resolved.maxLength ?? 8, Math.max(resolved.minLength ?? 0, 8)));
  }
  if (depth > 12) return {};
  return Object.fromEntries(Object.entries(properties ?? {}).map(([name, inner]) => [name, part(inner)]));
}

/** Small letters alone: what every pattern of the contracts admits. */
function wordOf(random: Random, length: number): string {
  return Array.from({ length }, () => String.fromCodePoint(97 + random.below(26))).join('');
}
