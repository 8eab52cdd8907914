import { z } from 'zod';

/**
 * A value without what somebody typed: numbers, yes or no, and words of a list stay; of a text and of a list only
 * whether it is there and how long it is. By the schema, so that a setting that is new tomorrow is treated alike.
 *
 * @param value one the schema has taken
 */
export function withoutTexts(schema: z.core.$ZodType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) return value;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return withoutTexts(schema.unwrap(), value);
  }
  if (schema instanceof z.ZodObject) {
    const fields = value as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      Object.entries(schema.shape).map(([name, field]) => [name, withoutTexts(field, fields[name])]),
    );
  }
  if (Array.isArray(value)) return `${value.length} entries`;
  return value === '' ? 'empty' : 'set';
}
