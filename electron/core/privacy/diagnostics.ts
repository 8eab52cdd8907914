import { statfsSync, statSync } from 'node:fs';
import { availableParallelism, freemem, release, totalmem } from 'node:os';
import { basename } from 'node:path';
import type { ErrorCode } from '#shared/contract/errors';
import { connectionSchema, settingsSchema, type Connection } from '#shared/contract/values';
import type { Health } from '#shared/health/health';
import type { Finding } from '../core.ts';
import { reservePathOf, storePathOf } from '../db/data-folder.ts';
import type { Reader } from '../db/reader.ts';
import { describeCause, fitCode } from '../log/describe-cause.ts';
import { readLogLines } from '../log/log-file.ts';
import { respellLine } from '../log/log-line.ts';
import { programVersion } from '../program-version.ts';
import type { Remote } from '../threads/remote.ts';
import { withoutTexts } from './without-texts.ts';
import { zipFiles, type ZippedFile } from './zip-files.ts';

/**
 * What IT needs to see why a till does not do as it should, as one file to be sent on: only numbers, codes, times and
 * words of the program's own, so that there is nothing of a customer in it and no secret.
 */
export interface Diagnostics {
  readonly fileName: string;
  /** A ZIP archive. */
  readonly archive: Buffer;
}

/** One file of the archive: its name, and what makes what stands in it. */
type Part = readonly [name: string, read: () => unknown];

const readMe = `What a till of Tillbook says about itself, for those who look after it.

It holds no data of customers, no names of cashiers, no addresses and no secrets:
only numbers, times, codes, and words of the program itself. You may look: all of it is text.

program.json   versions, computer, space on the disk
doctor.json    what the till found when it looked itself over
health.json    how it is doing: what waits, how long operations took, what went wrong how often
history.json   the same by hours and by days
settings.json  how it is set; of texts only whether there is one
store.json     rows of each table, changes and cards that wait
schema.sql     the shape of the store
log.jsonl      what the till noted, the oldest line first
`;

/** Of a till that is open. */
export function collectDiagnostics(till: {
  readonly dataDir: string;
  readonly reader: Remote<Reader>;
  readonly diagnose: () => Promise<readonly Finding[]>;
  readonly measure: () => Promise<Health>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}): Promise<Diagnostics> {
  const { dataDir, reader, clock } = till;
  return packParts(clock(), [
    ['program.json', () => describeProgram(dataDir, clock())],
    ['doctor.json', async () => (await till.diagnose()).map(describeFinding)],
    // Without its place: tenant and store are texts of somebody's.
    ['health.json', async () => ({ ...(await till.measure()), till: null })],
    ['history.json', () => describeHistory(reader)],
    ['settings.json', () => describeSettings(reader)],
    ['store.json', () => describeData(reader)],
    ['schema.sql', async () => `${(await reader.describeStore()).schema.join(';\n')};\n`],
    ['log.jsonl', () => readLog(dataDir)],
  ]);
}

/**
 * Of a till whose store cannot be opened.
 *
 * @param code why not; absent when there is none
 */
export function collectFromOutside(
  dataDir: string,
  finding: Finding,
  code: ErrorCode | null,
  nowMs: number,
): Promise<Diagnostics> {
  return packParts(nowMs, [
    ['program.json', () => describeProgram(dataDir, nowMs)],
    ['doctor.json', () => [{ ...describeFinding(finding), code }]],
    ['log.jsonl', () => readLog(dataDir)],
  ]);
}

/** What one part cannot say for its own trouble does not keep the others back. */
async function packParts(nowMs: number, parts: readonly Part[]): Promise<Diagnostics> {
  const files: ZippedFile[] = [{ name: 'read-me.txt', text: readMe }];
  for (const [name, read] of parts) {
    let content: unknown;
    try {
      content = await read();
    } catch (cause) {
      content = { failed: describeCause(cause) };
    }
    files.push({
      name,
      text: typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`,
    });
  }
  const day = new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '');
  return { fileName: `tillbook-diagnostics-${day}.zip`, archive: zipFiles(files, nowMs) };
}

function describeProgram(dataDir: string, nowMs: number): unknown {
  const { node, electron, chrome } = process.versions;
  const disk = statfsSync(dataDir);
  return {
    collectedAt: new Date(nowMs).toISOString(),
    tillbook: programVersion(),
    node,
    electron: electron ?? null,
    chrome: chrome ?? null,
    platform: process.platform,
    release: release(),
    processor: process.arch,
    processors: availableParallelism(),
    memoryBytes: totalmem(),
    freeMemoryBytes: freemem(),
    ownMemoryBytes: process.memoryUsage.rss(),
    runningSeconds: Math.round(process.uptime()),
    freeDiskBytes: disk.bavail * disk.bsize,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    files: Object.fromEntries(
      [storePathOf(dataDir), `${storePathOf(dataDir)}-wal`, reservePathOf(storePathOf(dataDir))].map(
        (path) => [basename(path), statSync(path, { throwIfNoEntry: false })?.size ?? null],
      ),
    ),
  };
}

/** Without its details, which name places and quote what others said; the numbers in them are in `store.json`. */
function describeFinding({ check, ok, advice }: Finding): Omit<Finding, 'detail'> {
  return { check, ok, advice };
}

async function describeSettings(reader: Remote<Reader>): Promise<unknown> {
  const connection = await reader.getConnection();
  return {
    settings: withoutTexts(settingsSchema, await reader.getSettings()),
    connection: connection && describeConnection(connection),
    printers: (await reader.listPrinters()).map((printer) => ({
      kind: printer.kind,
      language: printer.kind === 'network' ? printer.language : null,
    })),
  };
}

function describeConnection(connection: Connection): unknown {
  return {
    ...(withoutTexts(connectionSchema, connection) as object),
    encrypted: connection.url.startsWith('https:'),
  };
}

async function describeHistory(reader: Remote<Reader>): Promise<unknown> {
  return { hours: await reader.listHealthSamples('hour'), days: await reader.listHealthSamples('day') };
}

async function describeData(reader: Remote<Reader>): Promise<unknown> {
  const { schema: _schema, ...store } = await reader.describeStore();
  const trouble = await reader.getSyncTrouble();
  return {
    ...store,
    coverage: await reader.getCoverage(),
    sync: await reader.getSyncTimes(),
    trouble: trouble && { since: trouble.since, code: fitCode(trouble.error.code) ?? 'other' },
  };
}

/** Each line is read and written anew, so that one somebody else has put there does not get out. */
function readLog(dataDir: string): string {
  return readLogLines(dataDir)
    .flatMap((line) => respellLine(line) ?? [])
    .map((line) => `${line}\n`)
    .join('');
}
