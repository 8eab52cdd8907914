import { handOverFields, type HandOverField, type HandOverValues } from './fields.ts';

/** Templates are plain text with fields in braces: `{loyaltyId};{displayName}`. */
const placeholder = /\{([^{}]*)\}/g;

function isField(name: string): name is HandOverField {
  return (handOverFields as readonly string[]).includes(name);
}

/** The fields a template asks for. */
export function fieldsOfTemplate(template: string): readonly HandOverField[] {
  return [...new Set(Array.from(template.matchAll(placeholder), ([, name]) => name ?? ''))].filter(isField);
}

/** What stands in braces and is no field; undefined when all is well. */
export function unknownFieldOf(template: string): string | undefined {
  return Array.from(template.matchAll(placeholder), ([, name]) => name ?? '').find((name) => !isField(name));
}

/**
 * The template with the customer's values in it; a field without a value is left empty.
 *
 * @param write how a value is written, such as percent-encoded
 */
export function writeTemplate(
  template: string,
  values: HandOverValues,
  write: (value: string) => string = (value) => value,
): string {
  return template.replaceAll(placeholder, (whole, name: string) =>
    isField(name) ? write(values[name] ?? '') : whole,
  );
}

/** Whether the customer has any of the fields a template asks for: else there is nothing to hand over. */
export function hasAnyOf(template: string, values: HandOverValues): boolean {
  return fieldsOfTemplate(template).some((field) => values[field] !== undefined);
}
