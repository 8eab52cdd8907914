import { describe, expect, it, onTestFinished } from 'vitest';
import type { BatchOutcome, CallOptions } from '../../electron/core/services/customer-service.ts';
import { startAnswerServer } from './answer-server.ts';
import { badAnswers } from './bad-answers.ts';
import type { DocumentedAnswer } from './contract-file.ts';
import { clientOf, dialects, type Dialect } from './dialects.ts';
import type { WireAnswer } from './mutate-answer.ts';
import { callFor, customerUid } from './service-calls.ts';

const patienceMs = 150;

type Asked = Pick<DocumentedAnswer, 'method' | 'path'>;

const reads = /\/(search|search\/external|export)$/;
const isRead = ({ method, path }: Asked): boolean => method === 'GET' || reads.test(path);

/** Every operation of the contract that a till asks for. */
function operationsOf(dialect: Dialect): (Asked & { readonly operation: string })[] {
  const asked = new Map(
    dialect.contract.answers
      .filter((answer) => callFor(dialect, answer) !== undefined)
      .map(({ method, path }) => [`${method} ${path}`, { method, path }]),
  );
  return [...asked].map(([operation, { method, path }]) => ({ operation, method, path }));
}

/** What an answer about one customer may look like; nothing documented has a body of another shape. */
function answerAbout(dialect: Dialect, uid: string): WireAnswer {
  return { status: 200, headers: {}, text: JSON.stringify(dialect.record(uid)) };
}

/**
 * Asks once, with the operation itself answered badly and whatever the till looks at before and after it answered
 * well. Undefined: never answered.
 */
async function ask(
  dialect: Dialect,
  asked: Asked,
  bad: WireAnswer | undefined,
  options: CallOptions = {},
): Promise<string> {
  const server = await startAnswerServer();
  onTestFinished(() => server.close());
  let isAsked = false;
  server.answer = (method) => {
    if (method === asked.method) {
      isAsked = true;
      return bad;
    }
    // A create looks first whether somebody has its id.
    const isFree = asked.method === 'PUT' && !isAsked;
    return isFree ? { status: 404, headers: {}, text: '{}' } : answerAbout(dialect, customerUid);
  };
  const call = callFor(dialect, asked);
  const answer = await call?.(clientOf(dialect, server.url), options);
  expect(isAsked).toBe(true);
  if (answer === undefined || answer.outcome === 'done') return outcomeOfItems(answer?.value);
  expect(answer.error.code).toMatch(/^service\./);
  expect(answer.error.message).toMatch(/^[A-Z].{10,}\.$/);
  return answer.outcome;
}

describe.each(dialects)('every operation of $name', (dialect) => {
  describe.each(operationsOf(dialect))('$operation', (asked) => {
    // What an export holds is the service's own business: any JSON is one.
    const isAnyJson = asked.path.endsWith('/export');
    const nothingCame = isRead(asked) ? /^(failed|unreachable)$/ : /^unknown$/;

    it.each(badAnswers)('answered with %s is a read that failed or a write in doubt', async (_, change) => {
      const bad = change(answerAbout(dialect, customerUid));
      expect(await ask(dialect, asked, bad)).toMatch(isAnyJson && isWholeJson(bad) ? 'done' : nothingCame);
    });

    it('never answered is the same once the till gives up', async () => {
      const signal = AbortSignal.timeout(patienceMs);
      expect(await ask(dialect, asked, undefined, { signal })).toMatch(nothingCame);
    });

    it('takes nobody for the customer who was asked for', async () => {
      const outcome = await ask(dialect, asked, answerAbout(dialect, 'customer-of-somebody-else'));
      const isOwnId = dialect.name === 'emporix' && asked.method === 'PUT';
      // A service that gives a new customer an id of its own says so: a person has to know.
      const expected = isOwnId ? 'rejected' : isAnyJson ? 'done' : nothingCame;
      expect(outcome).toMatch(expected);
    });
  });

  it('that looks before it writes writes nothing when it sees nothing sensible', async () => {
    const server = await startAnswerServer();
    onTestFinished(() => server.close());
    const service = clientOf(dialect, server.url);
    const looksFirst = dialect.name === 'emporix';
    for (const [, change] of badAnswers) {
      const methods: string[] = [];
      server.answer = (method) => {
        methods.push(method);
        return change(answerAbout(dialect, customerUid));
      };
      const outcomes = [
        await service.create({ customerUid, customerType: 'PERSON', firstname: 'Bjørn', lastname: 'Åse' }),
        await service.update(customerUid, { email: 'b@example.no' }),
      ].map(({ outcome }) => outcome);
      for (const outcome of outcomes)
        expect(outcome).toMatch(looksFirst ? /^(failed|unreachable)$/ : /^unknown$/);
      expect(methods.filter((method) => method !== 'GET')).toHaveLength(looksFirst ? 0 : 2);
    }
  });
});

/** A batch is done as far as its items are. */
function outcomeOfItems(value: unknown): string {
  if (!(value instanceof Map)) return 'done';
  const items = [...(value as BatchOutcome).values()];
  return [...new Set(items.map(({ outcome }) => outcome))].join();
}

function isWholeJson({ text, breaksAt }: WireAnswer): boolean {
  if (breaksAt !== undefined) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
