import { z } from 'zod';

import { notFound } from '../flow-retail/api-error.ts';
import { createRandom } from '../seed/random.ts';
import { badFault, createFault, type Fault } from './fault.ts';

const ruleSchema = z.strictObject({
  kind: z.string(),
  value: z.union([z.string(), z.number()]).optional(),
  match: z.strictObject({ method: z.string().optional(), path: z.string().optional() }).default({}),
  count: z.int().min(1).optional(),
  probability: z.number().min(0).max(1).default(1),
});

/** A fault that strikes the requests it matches, as the control endpoint shows it. */
export interface FaultRule {
  ruleUid: string;
  fault: Fault;
  match: { method?: string | undefined; path?: string | undefined };
  probability: number;
  /** How often it may still strike; null for ever. */
  left: number | null;
  /** How often it has struck. */
  struck: number;
}

interface StandingRule {
  shown: FaultRule;
  path: RegExp;
}

/** The standing faults of a practice store, besides those a request asks for itself. */
export interface FaultRules {
  list(): FaultRule[];
  /** Adds one rule or a list of them. Throws a 400 that says what is wrong. */
  add(sent: unknown): FaultRule[];
  /** Throws a 404 when there is no such rule. */
  remove(ruleUid: string): void;
  clear(): void;
  /** The faults that strike this request; counts them as struck. `path` is the URL's, without the query. */
  strike(method: string, path: string): Fault[];
}

/** `seed` decides which requests a rule with a probability strikes. */
export function createFaultRules(seed: number): FaultRules {
  const random = createRandom(seed);
  const rules: StandingRule[] = [];
  let made = 0;

  const createRule = (sent: unknown): StandingRule => {
    const parsed = ruleSchema.safeParse(sent);
    if (!parsed.success) throw badFault(z.prettifyError(parsed.error));
    const { kind, value, match, count, probability } = parsed.data;
    made += 1;
    return {
      shown: {
        ruleUid: `fault-${made}`,
        fault: createFault(kind, value === undefined ? undefined : String(value)),
        match,
        probability,
        left: count ?? null,
        struck: 0,
      },
      path: readPattern(match.path ?? ''),
    };
  };

  return {
    list: () => rules.map(({ shown }) => shown),
    add: (sent) => {
      const added = (Array.isArray(sent) ? sent : [sent]).map(createRule);
      rules.push(...added);
      return added.map(({ shown }) => shown);
    },
    remove: (ruleUid) => {
      const index = rules.findIndex(({ shown }) => shown.ruleUid === ruleUid);
      if (index < 0) throw notFound('RULE', ruleUid);
      rules.splice(index, 1);
    },
    clear: () => {
      rules.length = 0;
    },
    strike: (method, path) => {
      const striking = rules.filter(
        ({ shown, path: pattern }) =>
          shown.left !== 0 &&
          (shown.match.method ?? method).toUpperCase() === method &&
          pattern.test(path) &&
          random.chance(shown.probability),
      );
      return striking.map(({ shown }) => {
        shown.struck += 1;
        if (shown.left !== null) shown.left -= 1;
        return shown.fault;
      });
    },
  };
}

function readPattern(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch (error) {
    throw badFault(`match.path is not a regular expression: ${(error as SyntaxError).message}`);
  }
}
