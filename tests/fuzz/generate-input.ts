import fc from 'fast-check';
import { z } from 'zod';
import { operations } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import { hostileTexts } from './hostile-texts.ts';

/** The part of JSON Schema that the contract's schemas come out as. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What there is on the till, so that some calls get past "there is no such": by the name of a field, whole objects too. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>;

const hostile = fc.constantFrom(...hostileTexts());
const keys = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'length'),
  hostile,
);

/** Sizes that a list in a call has; the largest that a schema permits are the business of its own tests. */
const fewItems = 4;

/** Stands for a value so deep that only a text of JSON can carry it. */
const deepest = 'as deep as it gets';

function nested(depth: number): unknown {
  let value: unknown = deepest;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
}

/** Anything at all that JSON can say. */
const rubbish: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostile },
  { weight: 4, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 2, arbitrary: fc.constantFrom(null, true, 0, -1, 1e308, -1e308, 2 ** 53, 0.1, [], {}) },
  {
    weight: 2,
    arbitrary: fc.tuple(keys, fc.jsonValue({ maxDepth: 1 })).map(([key, value]) => own(key, value)),
  },
  { weight: 1, arbitrary: fc.integer({ min: 10, max: 500 }).map(nested) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 20_000 }).map((length) => 'æ'.repeat(length)) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 3000 }).map((length) => Array.from({ length }, () => 0)),
  },
);

/** What JSON cannot say, and a caller in the same process can. */
export const beyondJson: fc.Arbitrary<unknown> = fc
  .constantFrom<(() => unknown)[]>(
    () => undefined,
    () => Number.NaN,
    () => 10n,
    () => Symbol('s'),
    () => () => 1,
    () => new Date(Number.NaN),
    () => new Map([['a', 1]]),
    () => Object.create(null) as unknown,
    () => new Uint8Array(64),
    () => Array(5),
    () => {
      const cycle: Record<string, unknown> = {};
      cycle['self'] = cycle;
      return cycle;
    },
    () => Object.create({ customerUid: 'inherited', query: 'inherited' }) as unknown,
  )
  .map((make) => make());

/** An object with that very key, `__proto__` too. */
function own(key: string, value: unknown): Record<string, unknown> {
  return Object.defineProperty({}, key, { value, enumerable: true, configurable: true, writable: true });
}

function textFor({ pattern, minLength = 0, maxLength = 300 }: Schema): fc.Arbitrary<string> {
  const plain = fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 40), unit: 'grapheme' });
  const fitting = hostile.filter(({ length }) => length >= minLength && length <= maxLength);
  if (pattern === undefined) return fc.oneof(plain, fitting);
  return fc.stringMatching(new RegExp(pattern)).map((text) => text.slice(0, maxLength));
}

function valueFor(schema: Schema, known: KnownValues, field = ''): fc.Arbitrary<unknown> {
  const there = known[field]?.filter((value) => typeof value === (schema.type ?? 'object'));
  const byChance = valueByChance(schema, known, field);
  return there === undefined || there.length === 0
    ? byChance
    : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...there) }, { weight: 1, arbitrary: byChance });
}

function valueByChance(schema: Schema, known: KnownValues, field: string): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valueFor(choice, known, field)));
  if (schema.allOf?.[0] !== undefined) return valueFor(schema.allOf[0], known, field);
  switch (schema.type) {
    case 'string':
      return textFor(schema);
    case 'integer':
    case 'number': {
      const { minimum: min = -(2 ** 31), maximum: max = 2 ** 31 } = schema;
      const near = { min: Math.ceil(min), max: Math.min(max, min + 200) };
      return fc.oneof(
        fc.integer({ ...near, max: Math.max(near.min, Math.floor(near.max)) }),
        fc.constantFrom(min, max),
      );
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      const minLength = schema.minItems ?? 0;
      const maxLength = Math.max(minLength, Math.min(schema.maxItems ?? fewItems, fewItems));
      return fc.array(valueFor(schema.items ?? {}, known, field.replace(/s$/, '')), { minLength, maxLength });
    }
    case 'object': {
      const entries = Object.entries(schema.properties ?? {});
      if (entries.length === 0 && typeof schema.additionalProperties === 'object') {
        return fc.dictionary(keys, valueFor(schema.additionalProperties, known), { maxKeys: 3 });
      }
      const model = Object.fromEntries(entries.map(([name, each]) => [name, valueFor(each, known, name)]));
      return fc.record(model, { requiredKeys: [...(schema.required ?? [])] });
    }
    default:
      return rubbish;
  }
}

/** Puts something else in one place of a value, or a key more. */
function spoil([value, other, place, key]: [unknown, unknown, number, string]): unknown {
  if (typeof value !== 'object' || value === null) return other;
  const names = Object.keys(value);
  if (place % 5 === 0 || names.length === 0) {
    return Array.isArray(value)
      ? [...(value as unknown[]), other]
      : Object.defineProperties({ ...value }, Object.getOwnPropertyDescriptors(own(key, other)));
  }
  const name = names[place % names.length] ?? '';
  const inner: unknown = (value as Record<string, unknown>)[name];
  const spoilt = place % 3 === 0 ? spoil([inner, other, Math.floor(place / 3), key]) : other;
  return Array.isArray(value)
    ? value.map((each: unknown, index) => (String(index) === name ? spoilt : each))
    : Object.defineProperties({ ...value }, Object.getOwnPropertyDescriptors(own(name, spoilt)));
}

/** Inputs for one operation: half of them as its schema wants, a third spoilt in one place, the rest rubbish. */
export function inputsFor(name: OperationName, known: KnownValues): fc.Arbitrary<unknown> {
  const schema = z.toJSONSchema(operations[name].input, { io: 'input', unrepresentable: 'any' }) as Schema;
  const right = valueFor(schema, known);
  return fc.oneof(
    { weight: 3, arbitrary: right },
    { weight: 2, arbitrary: fc.tuple(right, rubbish, fc.nat(1000), keys).map(spoil) },
    { weight: 1, arbitrary: rubbish },
  );
}

/** JSON of a value for a bridge. */
export function textOf(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.replace(`"${deepest}"`, `${'['.repeat(20_000)}${']'.repeat(20_000)}`);
}

/** Texts that a bridge may be handed instead of JSON. */
export const brokenTexts: fc.Arbitrary<string> = fc.oneof(
  hostile,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"query":"a","query":"b"}',
    '[1e400,-1e400,1e-400]',
    '"\\ud800"',
    '{"a":1',
    '\uFEFF{}',
    'null',
    '[[[[',
    '[]'.repeat(3),
  ),
  fc
    .constantFrom('[', '{"a":')
    .chain((open) =>
      fc.integer({ min: 1, max: 100_000 }).map((depth) => open.repeat(depth).slice(0, 900_000)),
    ),
  fc.integer({ min: 999_000, max: 1_100_000 }).map((length) => `"${'x'.repeat(length)}"`),
);
