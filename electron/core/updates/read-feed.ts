import { TillFailure } from '#shared/contract/errors';
import { distrust, feedSchema, type Feed, type FeedReader } from '#shared/updates/feed';
import { judgeSignature, type Judgement, type ReleaseKey } from './minisign.ts';

/** A feed says one release; its notes are the longest part of it. */
const mostBytes = 64_000;
const timeoutMs = 20_000;

/** What a till needs to know of a feed before it reads it. */
export interface FeedQuestion extends FeedReader {
  /** The folder it lies in: https, or this machine. */
  readonly feedUrl: string;
  /** Whoever may sign releases. */
  readonly keys: readonly ReleaseKey[];
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
}

const refusals = {
  none: 'update.unsigned',
  'other-key': 'update.other-key',
  changed: 'update.changed',
} as const satisfies Record<Exclude<Judgement, 'good'>, string>;

/**
 * Reads which release there is. Nothing of the file is looked at before its signature was found good.
 *
 * @throws TillFailure `update.unreachable`, `update.unsigned`, `update.other-key`, `update.changed`, `update.invalid`,
 *   `update.replayed`, `update.ahead`, `update.expired`, `update.older`
 */
export async function readFeed(question: FeedQuestion): Promise<Feed> {
  const content = await fetchPart(question, `${question.feed}.yml`);
  if (content === undefined) throw new TillFailure('update.unreachable');
  const signature = await fetchPart(question, `${question.feed}.yml.minisig`);
  const judgement = judgeSignature(content, signature?.toString('utf8') ?? '', question.keys);
  if (judgement !== 'good') throw new TillFailure(refusals[judgement]);
  const feed = feedSchema.safeParse(parseJson(content.toString('utf8')));
  if (!feed.success) throw new TillFailure('update.invalid');
  const reason = distrust(feed.data, question);
  if (reason !== undefined) throw new TillFailure(reason);
  return feed.data;
}

/** The address of a file of the feed's folder. */
export function addressOf(feedUrl: string, name: string): URL {
  return new URL(name, feedUrl.endsWith('/') ? feedUrl : `${feedUrl}/`);
}

/** Undefined when there is no such file. */
async function fetchPart(
  { feedUrl, fetch: ask, signal }: FeedQuestion,
  name: string,
): Promise<Buffer | undefined> {
  try {
    const answer = await ask(addressOf(feedUrl, name), {
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (answer.status === 404) {
      await answer.body?.cancel();
      return undefined;
    }
    if (!answer.ok) throw new TillFailure('update.unreachable');
    return await readBody(answer);
  } catch (cause) {
    throw cause instanceof TillFailure ? cause : new TillFailure('update.unreachable');
  }
}

async function readBody(answer: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = answer.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || value === undefined) return Buffer.concat(parts);
    bytes += value.length;
    if (bytes > mostBytes) {
      await reader?.cancel();
      throw new TillFailure('update.invalid');
    }
    parts.push(value);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // No feed, says the schema.
  }
}
