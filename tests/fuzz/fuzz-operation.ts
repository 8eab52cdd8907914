import fc from 'fast-check';
import { join } from 'node:path';
import { tillErrorSchema, type ErrorCode } from '#shared/contract/errors';
import type { OperationName } from '#shared/contract/operation-names';
import { permissions } from '#shared/contract/permissions';
import type { Asker, FuzzTill } from './fuzz-till.ts';
import { beyondJson, brokenTexts, inputsFor, textOf } from './generate-input.ts';
import type { WayIn } from './ways-in.ts';

/** A call that takes longer is a hang. */
const hangMs = 15_000;

export interface OperationReport {
  readonly operation: OperationName;
  readonly asker: Asker;
  readonly calls: number;
  /** Calls the core did; the others were refused. */
  readonly done: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Whatever is not as it should be. */
  readonly findings: readonly string[];
}

/** What somebody who may not ask this has to hear; undefined for those who may. */
function refusalOf(operation: OperationName, asker: Asker): ErrorCode | undefined {
  const { role, whileLocked } = permissions[operation];
  if (asker === 'nobody') return whileLocked ? undefined : 'session.locked';
  return asker === 'cashier' && role === 'manager' ? 'session.not-allowed' : undefined;
}

/** Those whose calls prove something: whoever may do everything, and everybody who may not. */
export function askersOf(operation: OperationName): readonly Asker[] {
  const refused = (['nobody', 'cashier'] as const).filter(
    (asker) => refusalOf(operation, asker) !== undefined,
  );
  return [...refused, 'manager'];
}

/** Asks one operation so many times on each way, as one asker. */
export async function fuzzOperation(
  operation: OperationName,
  till: FuzzTill,
  ways: readonly WayIn[],
  options: { readonly asker: Asker; readonly calls: number; readonly seed: number },
): Promise<OperationReport> {
  const { asker, calls, seed } = options;
  const mustSay = refusalOf(operation, asker);
  const inputs = inputsFor(operation, till.known);
  const times: number[] = [];
  const findings: string[] = [];
  let done = 0;

  async function askMany(way: WayIn): Promise<void> {
    for (const sent of sample(inputs, way, calls, seed, till.scratch)) {
      const askedMs = performance.now();
      const answer = await withinTime(way.ask(operation, sent));
      times.push(performance.now() - askedMs);
      const code = codeOf(answer);
      if (code === 'ok') done += 1;
      const bugs = till.takeBugs();
      const isWrong = code === undefined || code === 'internal' || bugs.length > 0;
      // Text that is no JSON, or too much, is refused before anybody asks who it comes from.
      const isRefused = code === mustSay || code === 'input.invalid' || code === 'input.too-large';
      if (isWrong || (mustSay !== undefined && !isRefused)) {
        findings.push(
          `${operation} by ${way.name} answered ${code ?? JSON.stringify(answer)} to ${show(sent)} ${bugs.join(' ')}`,
        );
      }
    }
  }

  if (!(await till.becomes(asker))) findings.push(`${operation}: nobody could be ${asker} any more`);
  const before = mustSay === undefined ? undefined : till.stateOf();
  for (const way of ways) await askMany(way);
  if (before !== undefined) {
    for (const [table, hash] of till.stateOf()) {
      if (before.get(table) !== hash) findings.push(`${operation} as ${asker} changed ${table}`);
    }
  }
  const polluted = Object.keys(Object.prototype);
  if (polluted.length > 0) findings.push(`${operation} changed every object: ${polluted.join(', ')}`);

  times.sort((left, right) => left - right);
  const at = (share: number): number =>
    Math.round((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) * 100) / 100;
  return {
    operation,
    asker,
    calls: times.length,
    done,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    findings,
  };
}

/** So many things to send, the same for the same seed. */
function* sample(
  inputs: fc.Arbitrary<unknown>,
  way: WayIn,
  count: number,
  seed: number,
  scratch: string,
): Generator {
  const kept = inputs.map((value) => keepWithin(value, scratch));
  const sent: fc.Arbitrary<unknown> =
    way.carries === 'values'
      ? fc.oneof({ weight: 9, arbitrary: kept }, { weight: 1, arbitrary: beyondJson })
      : fc.oneof({ weight: 9, arbitrary: kept.map(textOf) }, { weight: 1, arbitrary: brokenTexts });
  const atOnce = 500;
  for (let made = 0; made < count; made += atOnce) {
    yield* fc.sample(sent, { seed: seed + made, numRuns: Math.min(atOnce, count - made) });
  }
}

/** Folders that calls name lie in one that may be filled with anything. */
function keepWithin(value: unknown, scratch: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Record<string, unknown>;
  for (const key of Object.keys(fields)) {
    const field = fields[key];
    if (key !== 'folder') keepWithin(field, scratch);
    else if (typeof field === 'string' && /^[\\/]|^[a-z]:/i.test(field)) {
      fields[key] = join(scratch, field.replaceAll(/[.\0]/g, '_'));
    }
  }
  return value;
}

/** `ok`, or the code of a failure; undefined for what is no answer of the contract. */
function codeOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) return undefined;
  if (answer.ok === true) return 'ok';
  const error = tillErrorSchema.safeParse('error' in answer ? answer.error : undefined);
  return error.success ? error.data.code : undefined;
}

async function withinTime(asked: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('nothing in time'), hangMs);
  });
  try {
    return await Promise.race([asked, late]);
  } catch (cause) {
    return `a thrown ${cause instanceof Error ? cause.stack : String(cause)}`;
  } finally {
    clearTimeout(timer);
  }
}

function show(sent: unknown): string {
  try {
    return (typeof sent === 'string' ? sent : (JSON.stringify(sent) ?? String(sent))).slice(0, 400);
  } catch {
    return 'a value JSON cannot say'; // a cycle or a big integer
  }
}
