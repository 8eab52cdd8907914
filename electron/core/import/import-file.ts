import { setImmediate as letOthersRun } from 'node:timers/promises';
import { succeed, TillFailure, type Result } from '#shared/contract/errors';
import type { CustomerRecord } from '#shared/customer/model';
import type { ImportReport } from '../core.ts';
import type { Authorship, Writer } from '../db/writer.ts';
import type { Remote } from '../db/worker-protocol.ts';
import { readImport } from './read-import.ts';

/** Small enough that a registration never waits long behind a batch, large enough that commits do not dominate. */
const batchSize = 1000;

/**
 * Takes a file of customers into the till. Records with a `customerUid` are the
 * service's (an export of it): they become the till's cached base, and the next
 * full pull corrects them. Records without one are new customers: they get an id
 * and a place in the outbox, like a registration.
 *
 * Answers `file.unreadable`; what was imported before a file breaks off stays.
 */
export async function importFile(deps: {
  readonly file: string;
  readonly writer: Remote<Writer>;
  readonly ids: () => string;
  readonly author: () => Authorship;
  readonly onProgress?: ((done: number) => void) | undefined;
}): Promise<Result<ImportReport>> {
  const newUids = new Set<string>();
  const newUid = () => {
    const uid = deps.ids();
    newUids.add(uid);
    return uid;
  };
  const opened = await readImport(deps.file, { newUid });
  if (!opened.ok) return opened;

  const rejected: { line: number; reason: string }[] = [];
  let imported = 0;
  let known: CustomerRecord[] = [];
  let unknown: { record: CustomerRecord; author: Authorship }[] = [];
  let writing: Promise<number> = Promise.resolve(0);

  // The next batch is read while the last one is written.
  const write = async (): Promise<void> => {
    imported += await writing;
    deps.onProgress?.(imported);
    writing = deps.writer.importCustomers(known, unknown);
    writing.catch(() => undefined);
    known = [];
    unknown = [];
    await letOthersRun();
  };

  try {
    for await (const entry of opened.entries) {
      if ('reason' in entry) {
        rejected.push({ line: entry.line, reason: entry.reason });
        continue;
      }
      if (newUids.delete(entry.customer.customerUid))
        unknown.push({ record: entry.customer, author: deps.author() });
      else known.push(entry.customer);
      if (known.length + unknown.length >= batchSize) await write();
    }
    await write();
    imported += await writing;
  } catch (cause) {
    if (cause instanceof TillFailure) return { ok: false, error: cause.error };
    throw cause;
  }
  deps.onProgress?.(imported);
  return succeed({ imported, rejected });
}
