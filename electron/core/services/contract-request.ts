/** What the typed clients of all services have in common: requests as they may be sent, and what a refusal lacks. */
import { because } from '#shared/contract/error-reasons';
import { errorWords } from '#shared/contract/errors';
import type { ServiceAnswer } from './customer-service.ts';
import type { Reply } from './judge-answer.ts';
import type { ServiceCall } from './service-caller.ts';

/** What one operation is called with; parts it does not have cannot be given. */
export type ContractRequest<Path, Query, Body> = Pick<
  ServiceCall,
  'signal' | 'timeoutMs' | 'maxBodyBytes'
> & {
  readonly path: Path;
  readonly query?: Query;
  readonly body?: Body;
};

/** The same as JSON: an undefined field is not sent, and nobody writes to a list on its way out. */
export type Sendable<Value> = Value extends readonly (infer Entry)[]
  ? readonly Sendable<Entry>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Sendable<Value[Key]> | OptionalIn<Value, Key> }
    : Value;
type OptionalIn<Value, Key extends keyof Value> = object extends Pick<Value, Key> ? undefined : never;

/**
 * A path of a contract with its parameters filled in.
 *
 * @throws when a parameter is missing, which is a bug
 */
export function fillPath(template: string, parameters: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeSegment(parameters[name]));
}

/** `.` and `..` survive encoding and would walk up the path; no uid of the contracts has a dot. */
function encodeSegment(value: string | undefined): string {
  if (value === undefined || /^\.{0,2}$/.test(value)) throw new Error('a path parameter is missing');
  return encodeURIComponent(value);
}

/** A 403 that says nothing gets the permission, or the scope, that the service's document asks for. */
export function namingWhatLacks(answer: ServiceAnswer<Reply>, right: string): ServiceAnswer<Reply> {
  if (answer.outcome !== 'forbidden') return answer;
  const { error } = answer;
  if (error.message !== errorWords['service.forbidden']) return answer;
  return { ...answer, error: { ...error, ...because('sign-in.right', { right }) } };
}
