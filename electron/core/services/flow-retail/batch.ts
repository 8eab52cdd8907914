import { errorWords, type TillError } from '#shared/contract/errors';
import { tidyWords } from '../judge-answer.ts';
import { isObject, readCount } from './mapper.ts';
import type { BatchItemOutcome, BatchOutcome, BatchRequest } from '../customer-service.ts';
import type { FlowRetailRequest } from './client.ts';

type BatchBody = NonNullable<FlowRetailRequest<'post-tenants-customers-batch'>['body']>;

const sections = ['create', 'update', 'delete', 'upsert'] as const;
type Section = (typeof sections)[number];

/** @throws when a customer appears twice: the service promises no order within one request */
export function batchBodyOf(request: BatchRequest): BatchBody {
  const uids = sections.flatMap((section) => uidsOf(request, section));
  if (new Set(uids).size !== uids.length) throw new Error('A customer appears twice in one batch');
  return {
    create: request.create ?? [],
    update: (request.update ?? []).map(({ customerUid, customerType, changes }) =>
      Object.assign({ customerType, customerUid }, changes),
    ),
    delete: (request.delete ?? []).map((customerUid) => ({ customerUid })),
    upsert: request.upsert ?? [],
  };
}

/**
 * What became of each customer of a batch, from a 200 or a 207. The contract
 * points its 207 at the price schema, so an error may name its item
 * `customerUid`, `productUid` or `priceUid`. An item counts as done only when
 * the section's own count of successes agrees with its errors; otherwise
 * whoever is not named is unknown.
 */
export function readBatchOutcome(request: BatchRequest, body: unknown): BatchOutcome | undefined {
  if (!isObject(body)) return undefined;
  const outcomes = new Map<string, BatchItemOutcome>();
  for (const section of sections) readSection(uidsOf(request, section), body[section], outcomes);
  return outcomes;
}

function readSection(
  uids: readonly string[],
  answer: unknown,
  outcomes: Map<string, BatchItemOutcome>,
): void {
  if (uids.length === 0) return;
  const entries =
    isObject(answer) && Array.isArray(answer['errors']) ? answer['errors'].filter(isObject) : [];
  const refused = new Map<string, TillError>();
  for (const entry of entries) {
    const uid = entry['customerUid'] ?? entry['productUid'] ?? entry['priceUid'];
    if (typeof uid === 'string' && uids.includes(uid)) refused.set(uid, refusalOf(entry));
  }
  const successes = isObject(answer) ? readCount(answer['success']) : undefined;
  const allNamed = successes === uids.length - refused.size;
  for (const uid of uids) {
    const error = refused.get(uid);
    if (error !== undefined) outcomes.set(uid, { outcome: 'rejected', error });
    else if (allNamed) outcomes.set(uid, { outcome: 'done' });
    else outcomes.set(uid, { outcome: 'unknown', error: failureOf('service.unknown-outcome') });
  }
}

function refusalOf(entry: Readonly<Record<string, unknown>>): TillError {
  const words = tidyWords(entry['message']) || tidyWords(entry['errorCode']);
  return words === ''
    ? failureOf('service.rejected')
    : { code: 'service.rejected', message: words, said: words };
}

function failureOf(code: 'service.rejected' | 'service.unknown-outcome'): TillError {
  return { code, message: errorWords[code] };
}

function uidsOf(request: BatchRequest, section: Section): readonly string[] {
  if (section === 'delete') return request.delete ?? [];
  return (request[section] ?? []).map((item) => item.customerUid);
}
