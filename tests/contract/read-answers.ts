import { createRandom, type Random } from '../../electron/practice/seed/random.ts';
import { startAnswerServer } from './answer-server.ts';
import type { DocumentedAnswer } from './contract-file.ts';
import { clientOf, type Dialect } from './dialects.ts';
import { exampleOf } from './example-answers.ts';
import { customerUid, callFor } from './service-calls.ts';
import { mutateAnswer, type WireAnswer } from './mutate-answer.ts';

export interface AnswersReport {
  readonly documented: number;
  readonly mutated: number;
  /** How often each outcome came of the mutated ones. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Answers the client threw over, took somebody else's customer from, or that the contract's own examples are not. */
  readonly failures: string[];
}

/** The service's own words, cut to a length for a screen, and a sentence of the till's. */
const maxWords = 700;

const outcomes = new Set([
  'done',
  'rejected',
  'unauthorized',
  'forbidden',
  'not-found',
  'conflict',
  'rate-limited',
  'failed',
  'unreachable',
  'unknown',
]);

/** Lets the till's client read every documented answer and many broken ones, over real HTTP. */
export async function readAnswers(dialect: Dialect, mutated: number, seed: number): Promise<AnswersReport> {
  const random = createRandom(seed);
  const server = await startAnswerServer();
  const service = clientOf(dialect, server.url);
  const counts: Record<string, number> = {};
  const failures: string[] = [];
  const documented = dialect.contract.answers.flatMap((answer) => {
    const call = callFor(dialect, answer);
    return call === undefined ? [] : [{ answer, call }];
  });

  async function ask(
    { answer, call }: (typeof documented)[number],
    wire: WireAnswer,
    kind: string,
  ): Promise<string | undefined> {
    let isWritten = false;
    server.answer = (method) => {
      if (method === answer.method) {
        isWritten = true;
        return wire;
      }
      // A create looks first whether somebody has its id; every write reads back what became of it.
      return answer.method === 'PUT' && !isWritten
        ? { status: 404, headers: {}, text: '{}' }
        : { status: 200, headers: {}, text: JSON.stringify(dialect.record(customerUid)) };
    };
    const what = `${kind} ${answer.method} ${answer.path} ${wire.status} ${wire.text.slice(0, 200)}`;
    try {
      const read = await call(service);
      if (!outcomes.has(read.outcome)) failures.push(`${what}: outcome ${read.outcome}`);
      if (read.outcome === 'done' && isSomebodyElse(answer, read.value)) {
        failures.push(`${what}: somebody else's customer was taken`);
      }
      if (read.outcome !== 'done' && (read.error.message === '' || read.error.message.length > maxWords)) {
        failures.push(`${what}: no words for a person`);
      }
      return read.outcome;
    } catch (cause) {
      failures.push(`${what}: ${cause instanceof Error ? cause.stack : String(cause)}`);
      return undefined;
    }
  }

  try {
    for (const one of documented) {
      const wire = wireOf(dialect, one.answer, random);
      const outcome = await ask(one, wire.answer, 'documented');
      const isRight = one.answer.status >= 300 || outcome === 'done';
      if (!isRight) failures.push(`${one.answer.method} ${one.answer.path} ${one.answer.status}: ${outcome}`);
      const problem = dialect.contract.problemOf(one.answer.schema, wire.body);
      if (problem !== undefined) {
        failures.push(`${one.answer.method} ${one.answer.path} ${one.answer.status}: ${problem}`);
      }
    }
    for (let count = 0; count < mutated; count += 1) {
      const one = random.pick(documented);
      const { answer, body } = wireOf(dialect, one.answer, random);
      const outcome = await ask(one, mutateAnswer(answer, body, random), 'mutated');
      if (outcome !== undefined) counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    return { documented: documented.length, mutated, outcomes: counts, failures };
  } finally {
    await server.close();
  }
}

/** A documented answer with the asked customer in it wherever it names one. */
function wireOf(
  dialect: Dialect,
  { status, schema }: DocumentedAnswer,
  random: Random,
): { answer: WireAnswer; body: unknown } {
  const example = schema === undefined ? undefined : exampleOf(dialect.contract, schema, random);
  const body = withUid(example);
  const headers = dialect.name === 'emporix' && Array.isArray(body) ? { count: String(body.length) } : {};
  return { answer: { status, headers, text: body === undefined ? '' : JSON.stringify(body) }, body };
}

function withUid(example: unknown): unknown {
  if (Array.isArray(example) || example === null || typeof example !== 'object') return example;
  const body = example as Readonly<Record<string, unknown>>;
  return {
    ...body,
    ...('customerUid' in body ? { customerUid } : {}),
    ...('id' in body ? { id: customerUid } : {}),
    ...('customerNumber' in body ? { customerNumber: customerUid } : {}),
    ...('customer' in body ? { customer: withUid(body['customer']) } : {}),
  };
}

/** Where one customer was asked for, nobody else's record is an answer. */
function isSomebodyElse({ path, method }: DocumentedAnswer, value: unknown): boolean {
  if (path.endsWith('/export') || method === 'DELETE' || Array.isArray(value) || value instanceof Map)
    return false;
  const record = (value as { customer?: unknown } | null)?.customer ?? value;
  const uid = (record as { customerUid?: unknown } | null)?.customerUid;
  return uid !== undefined && uid !== customerUid;
}
