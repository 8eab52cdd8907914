import { operationNames, type OperationName } from './operation-names.ts';
import type { OperationAnswer, OperationInput, TillEvent } from './operations.ts';

type Family<Name> = Name extends `${infer Head}.${string}` ? Head : never;
type Verb<Name, Head extends string> = Name extends `${Head}.${infer Tail}` ? Tail : never;

/**
 * What a host offers the renderer: every operation of the contract as a named
 * function (`till.customers.search({ query })`), and one stream of events.
 */
export type TillApi = {
  readonly [Head in Family<OperationName>]: {
    readonly [Tail in Verb<OperationName, Head>]: (
      input: OperationInput<`${Head}.${Tail}` & OperationName>,
    ) => Promise<OperationAnswer<`${Head}.${Tail}` & OperationName>>;
  };
} & {
  /** Answers with a function that stops listening. */
  readonly subscribe: (listener: (event: TillEvent) => void) => () => void;
};

/** Builds the named functions over one way to carry a call. */
export function createTillApi(
  call: (name: OperationName, input: unknown) => Promise<unknown>,
  subscribe: TillApi['subscribe'],
): TillApi {
  const api: Record<string, unknown> = { subscribe };
  for (const name of operationNames) {
    const [family, verb] = name.split('.') as [string, string];
    const functions = (api[family] ??= {}) as Record<string, (input: unknown) => Promise<unknown>>;
    functions[verb] = (input) => call(name, input);
  }
  return api as TillApi;
}
