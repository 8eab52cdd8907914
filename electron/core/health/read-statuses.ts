import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { statusSchema, type HealthLevel, type Status, type TroubleKind } from '#shared/health/health';

/** Where a status was looked for, and what was there. */
export interface FoundStatus {
  /** A file or an address. */
  readonly from: string;
  readonly status: Status | undefined;
  /** Why there is none. */
  readonly problem: 'unreachable' | 'refused' | 'unreadable' | undefined;
}

/** One till of a fleet, as those who look after it see it. */
export interface TillStanding {
  readonly from: string;
  readonly tenant: string | null;
  readonly store: string | null;
  readonly till: string | null;
  readonly level: HealthLevel;
  /** What is not good, worst first; `silent`: it says nothing any more; `no-status`: there is nothing to be read. */
  readonly troubles: readonly (TroubleKind | 'silent' | 'no-status')[];
  readonly state: Status['state'] | 'unknown';
  readonly problem: FoundStatus['problem'] | null;
  readonly version: string | null;
  /** RFC 3339: of when this is. */
  readonly at: string | null;
  readonly customers: number | null;
  readonly waiting: number | null;
  readonly parked: number | null;
  readonly lastPullAt: string | null;
  readonly searchP95Ms: number | null;
}

/** Of a thousand tills that are all asked, so many at once. */
const askedAtOnce = 32;
const patienceMs = 10_000;
/** A status has some ten kilobytes. */
const largestBytes = 1_000_000;
const deepestFolder = 4;

/**
 * Reads the status of many tills: of every `*.json` below a folder, of a file, or of the address of a till.
 *
 * @param token what addresses are asked with
 * @throws the system's error when a file or folder that was named is not there
 */
export async function readStatuses(
  places: readonly string[],
  options: { readonly token: string | undefined; readonly fetch?: typeof fetch },
): Promise<FoundStatus[]> {
  const sources: string[] = [];
  for (const place of places) sources.push(...(isAddress(place) ? [place] : await filesIn(place, 0)));
  const found: FoundStatus[] = Array.from({ length: sources.length });
  let next = 0;
  const readOn = async (): Promise<void> => {
    for (let index = next++; index < sources.length; index = next++) {
      const from = sources[index]!;
      found[index] = isAddress(from)
        ? await ask(from, options.token, options.fetch ?? fetch)
        : readStatus(from, await readFile(from, 'utf8').catch(() => ''));
    }
  };
  await Promise.all(Array.from({ length: Math.min(askedAtOnce, sources.length) }, readOn));
  return found;
}

export function isAddress(place: string): boolean {
  return /^https?:\/\//.test(place);
}

async function filesIn(path: string, depth: number): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    const inside = join(path, entry.name);
    if (entry.isFile() && entry.name.endsWith('.json')) files.push(inside);
    if (entry.isDirectory() && depth < deepestFolder) files.push(...(await filesIn(inside, depth + 1)));
  }
  return files;
}

async function ask(address: string, token: string | undefined, ownFetch: typeof fetch): Promise<FoundStatus> {
  const url = new URL(address);
  if (url.pathname === '/') url.pathname = '/status';
  try {
    const answer = await ownFetch(url, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      // A token is for whom it was meant.
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      return { from: address, status: undefined, problem: 'refused' };
    }
    return readStatus(address, await answer.text());
  } catch {
    return { from: address, status: undefined, problem: 'unreachable' };
  }
}

function readStatus(from: string, text: string): FoundStatus {
  let value: unknown;
  try {
    value = text.length > largestBytes ? undefined : JSON.parse(text);
  } catch {
    // Said below.
  }
  const status = statusSchema.safeParse(value).data;
  return { from, status, problem: status === undefined ? 'unreadable' : undefined };
}

/**
 * The tills of a fleet, those first that need somebody most.
 *
 * @param nowMs milliseconds since the epoch
 * @param silentAfterMs how old the status of a till may be that has not said it stops
 */
export function rankTills(
  found: readonly FoundStatus[],
  nowMs: number,
  silentAfterMs: number,
): TillStanding[] {
  return found
    .map((one) => standingOf(one, nowMs, silentAfterMs))
    .toSorted(
      (left, right) =>
        urgency[left.level] - urgency[right.level] ||
        right.troubles.length - left.troubles.length ||
        (left.from < right.from ? -1 : 1),
    );
}

const urgency: Readonly<Record<HealthLevel, number>> = { act: 0, watch: 1, good: 2 };

function standingOf(
  { from, status, problem }: FoundStatus,
  nowMs: number,
  silentAfterMs: number,
): TillStanding {
  const isSilent = status?.state === 'running' && nowMs - Date.parse(status.at) > silentAfterMs;
  const search = status?.usage.operations.find(({ operation }) => operation === 'customers.search');
  return {
    from,
    tenant: status?.till?.tenant ?? null,
    store: status?.till?.store ?? null,
    till: status?.till?.till ?? null,
    level: status === undefined || isSilent ? 'act' : status.level,
    troubles: [
      ...(status === undefined ? (['no-status'] as const) : []),
      ...(isSilent ? (['silent'] as const) : []),
      ...(status?.troubles.map(({ kind }) => kind) ?? []),
    ],
    state: status?.state ?? 'unknown',
    problem: problem ?? null,
    version: status?.versions.tillbook ?? null,
    at: status?.at ?? null,
    customers: status?.coverage.cached ?? null,
    waiting: status?.outbox.waiting ?? null,
    parked: status?.outbox.parked ?? null,
    lastPullAt: status?.sync.lastPullAt ?? null,
    searchP95Ms: search?.p95Ms ?? null,
  };
}
