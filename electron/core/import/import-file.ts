import { setImmediate as letOthersRun } from 'node:timers/promises';
import { succeed, TillFailure, type Result } from '#shared/contract/errors';
import { draftOfRecord } from '#shared/customer/draft-of-record';
import type { CustomerRecord } from '#shared/customer/model';
import type { ImportReport } from '../core.ts';
import type { NewMutation } from '../db/mutations.ts';
import {
  createWordNumbers,
  packPrepared,
  prepareCustomer,
  type PreparedCustomer,
} from '../db/prepared-customers.ts';
import type { Remote } from '../threads/remote.ts';
import type { Authorship } from '../db/customer-changes.ts';
import type { Writer } from '../db/writer.ts';
import { createOfDraft } from './create-of-draft.ts';
import { createUidDeriver } from './derive-uids.ts';
import { readImport } from './read-import.ts';

/** Small enough that a registration never waits long behind a batch, large enough that commits do not dominate. */
const batchSize = 500;
/** Batches on their way to the writer at a time: it never waits for the next one. */
const batchesAhead = 2;
/** Customers put in order before they are written; about two kilobytes of memory each. */
const windowSize = 32_768;
/** Characters of records in a window, whatever their number. */
const maxWindowLength = 64_000_000;
/** Names of unknown fields an answer holds: JSON lines may each have their own. */
const maxUnknownFields = 100;
/** Customers read between two looks at what else there is to do. */
const readAtOnce = 100;

type NewDraft = ReturnType<typeof draftOfRecord>;
type ImportWriter = Pick<
  Remote<Writer>,
  'importKnown' | 'importUnknown' | 'importSecret' | 'settleKeys' | 'appendAudit'
>;

/**
 * Takes a file of customers into the till. Records with a `customerUid` are the
 * service's (an export of it): they become the till's cached base, and the next
 * full pull corrects them. Records without one are new customers: they get an id
 * and a place in the outbox, like a registration. That id is derived from the
 * record, so that one imported before is found and left as it is.
 *
 * Answers `file.unreadable`; what was imported before a file breaks off or the
 * import is stopped stays, and the same file again adds the rest.
 */
export async function importFile(deps: {
  readonly file: string;
  readonly writer: ImportWriter;
  readonly author: () => Authorship;
  /** A new customer as the connected service can hold it. Fails with `customer.invalid`. */
  readonly fit: (draft: NewDraft) => NewDraft;
  readonly onProgress?: ((done: number) => void) | undefined;
  /** Stops after what is being written; what was read ahead of it is left for the next time. */
  readonly signal?: AbortSignal | undefined;
}): Promise<Result<ImportReport>> {
  const newUids = new Set<string>();
  let deriveUid: (record: object) => string;
  const newUid = (record: object) => {
    const uid = deriveUid(record);
    newUids.add(uid);
    return uid;
  };
  const unknownFields = new Set<string>();
  const onUnknownField = (field: string) => {
    if (unknownFields.size < maxUnknownFields) unknownFields.add(field);
  };
  const opened = await readImport(deps.file, { newUid, onUnknownField });
  if (!opened.ok) return opened;

  const rejected: { line: number; reason: string }[] = [];
  const queue = createQueue(deps.onProgress);
  let window = createWindow();
  /** The first line of the window: all before it are in or rejected. */
  let windowBegins = 1;
  let nextLine: number | undefined;
  let writing: Promise<void> = Promise.resolve();
  // The next window is read while the last one is written.
  const write = async (): Promise<void> => {
    await writing;
    writing = writeWindow(window, deps.writer, queue, deps.author().nowMs);
    writing.catch(() => undefined);
    window = createWindow();
  };

  try {
    // No record is read before.
    deriveUid = createUidDeriver(await deps.writer.importSecret());
    let read = 0;
    for await (const entry of opened.entries) {
      read += 1;
      if (read % readAtOnce === 0) await letOthersRun();
      if (deps.signal?.aborted === true) {
        nextLine = windowBegins;
        break;
      }
      if ('reason' in entry) {
        rejected.push({ line: entry.line, reason: entry.reason });
        continue;
      }
      if (newUids.delete(entry.customer.customerUid)) {
        const fitted = fitOrRefuse(deps.fit, draftOfRecord(entry.customer));
        if (fitted.ok) window.addNew(fitted.draft, deps.author());
        else rejected.push({ line: entry.line, reason: fitted.error.message });
      } else {
        window.addKnown(entry.customer);
      }
      if (window.isFull()) {
        await write();
        windowBegins = entry.line + 1;
      }
    }
    if (nextLine === undefined) await write();
    await writing;
    while (!(await deps.writer.settleKeys()));
    const { actor, nowMs } = deps.author();
    await deps.writer.appendAudit({
      atMs: nowMs,
      actor,
      action: 'customers.import',
      outcome: 'ok',
      detail: { count: queue.imported() },
    });
  } catch (cause) {
    if (cause instanceof TillFailure) return { ok: false, error: cause.error };
    throw cause;
  }
  return succeed({
    imported: queue.imported(),
    already: queue.already(),
    rejected: nextLine === undefined ? rejected : rejected.filter(({ line }) => line < nextLine),
    unknownFields: [...unknownFields],
    ...(nextLine === undefined ? {} : { nextLine }),
  });
}

function fitOrRefuse(fit: (draft: NewDraft) => NewDraft, draft: NewDraft): Result<{ draft: NewDraft }> {
  try {
    return succeed({ draft: fit(draft) });
  } catch (cause) {
    if (cause instanceof TillFailure && cause.error.code === 'customer.invalid') {
      return { ok: false, error: cause.error };
    }
    throw cause;
  }
}

/**
 * Customers of one stretch of the file. Those of the service are written in the
 * order of their ids, because these are as random as numbers can be: whoever
 * comes in file order needs a page of the large index of ids for himself.
 */
function createWindow() {
  const numbers = createWordNumbers();
  const known: PreparedCustomer[] = [];
  const created: { readonly create: NewMutation; readonly customer: PreparedCustomer }[] = [];
  let length = 0;
  const prepare = (record: CustomerRecord): PreparedCustomer => {
    const customer = prepareCustomer(record, numbers);
    length += customer.text.length;
    return customer;
  };
  return {
    numbers,
    addKnown: (record: CustomerRecord): void => void known.push(prepare(record)),
    addNew(draft: NewDraft, author: Authorship): void {
      const { create, customer } = createOfDraft(draft, author);
      created.push({ create, customer: prepare(customer) });
    },
    isFull: (): boolean => known.length + created.length >= windowSize || length >= maxWindowLength,
    /** Of two records with one id the one that came first is first still. */
    knownInOrder: (): PreparedCustomer[] =>
      known.sort((left, right) =>
        left.customerUid < right.customerUid ? -1 : left.customerUid > right.customerUid ? 1 : 0,
      ),
    created,
  };
}

type Queue = ReturnType<typeof createQueue>;

/** Batches on their way to the writer, in order. */
function createQueue(onProgress: ((done: number) => void) | undefined) {
  const underway: { readonly taken: Promise<number>; readonly creates: number | undefined }[] = [];
  let imported = 0;
  let already = 0;
  async function takeOne(): Promise<void> {
    const batch = underway.shift();
    if (batch === undefined) return;
    const taken = await batch.taken;
    imported += taken;
    already += (batch.creates ?? taken) - taken;
    onProgress?.(imported + already);
  }
  return {
    imported: () => imported,
    /** New customers that an earlier import had brought. */
    already: () => already,
    /** @param creates how many new customers the batch holds; absent for the service's own */
    async add(taken: Promise<number>, creates?: number): Promise<void> {
      // Whoever waits for it meets the failure.
      taken.catch(() => undefined);
      underway.push({ taken, creates });
      if (underway.length >= batchesAhead) await takeOne();
    },
    async drain(): Promise<void> {
      while (underway.length > 0) await takeOne();
    },
  };
}

async function writeWindow(
  { numbers, knownInOrder, created }: ReturnType<typeof createWindow>,
  writer: ImportWriter,
  queue: Queue,
  nowMs: number,
): Promise<void> {
  const known = knownInOrder();
  for (let at = 0; at < known.length; at += batchSize) {
    await queue.add(writer.importKnown(packPrepared(known.slice(at, at + batchSize), numbers), nowMs));
  }
  for (let at = 0; at < created.length; at += batchSize) {
    const batch = created.slice(at, at + batchSize);
    const customers = packPrepared(
      batch.map(({ customer }) => customer),
      numbers,
    );
    await queue.add(
      writer.importUnknown(
        customers,
        batch.map(({ create }) => create),
      ),
      batch.length,
    );
  }
  await queue.drain();
}
