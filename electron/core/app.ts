import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  errorWords,
  fail,
  issuesOf,
  succeed,
  TillFailure,
  type ErrorCode,
  type FieldIssue,
  type Result,
} from '#shared/contract/errors';
import { operations, type Handlers, type OperationAnswer, type TillEvent } from '#shared/contract/operations';
import type { SyncStatus } from '#shared/contract/values';
import { operationNames, type OperationName } from '#shared/contract/operation-names';
import { managedIn } from '#shared/provisioning/managed';
import { createCardDrawer } from './cards/card-drawer.ts';
import { createPrintQueue } from './cards/print-queue.ts';
import type { Core, CoreLog, CoreOptions, CreateCore, Finding } from './core.ts';
import type { BackupMaker } from './privacy/backup-maker.ts';
import { claimDataFolder, storePathOf } from './db/data-folder.ts';
import { createIndexKeeper } from './db/index-keeper.ts';
import { schemaVersion } from './db/migrations/index.ts';
import type { Reader } from './db/reader.ts';
import { createSearchLane } from './db/search-lane.ts';
import { defaultSettings } from './db/settings.ts';
import { settleStoreFiles } from './db/store-files.ts';
import { startWorker } from './db/worker-client.ts';
import type { Writer } from './db/writer.ts';
import { diagnose } from './doctor.ts';
import { createDuplicatePass } from './duplicates/duplicate-pass.ts';
import type { PairFinder } from './duplicates/pair-finder.ts';
import { createHandOver } from './hand-over/hand-over.ts';
import { createHealthKeeper } from './health/health-keeper.ts';
import { createUsage } from './health/usage.ts';
import { importFile } from './import/import-file.ts';
import { fittingLog } from './log/log-details.ts';
import { fitDraft } from './operations/room-at-service.ts';
import type { SearchRequest } from './lookup/lookup.ts';
import { cardDesignHandlers } from './operations/card-designs.ts';
import { cardHandlers } from './operations/cards.ts';
import { codeHandlers } from './operations/codes.ts';
import { auditHandlers } from './operations/audit.ts';
import { answering, authorNow, type OperationContext } from './operations/context.ts';
import { customerHandlers } from './operations/customers.ts';
import { diagnosticsHandlers } from './operations/diagnostics.ts';
import { draftHandlers } from './operations/drafts.ts';
import { duplicateHandlers } from './operations/duplicates.ts';
import { printBatchHandlers } from './operations/print-batches.ts';
import { giveLoyaltyId, handToService } from './operations/print-orders.ts';
import { printerHandlers } from './operations/printers.ts';
import { privacyHandlers } from './operations/privacy.ts';
import { createBackups } from './privacy/backups.ts';
import { describeAnswered, openedSinceMs } from './privacy/audit-rules.ts';
import { collectDiagnostics } from './privacy/diagnostics.ts';
import { createSignIn } from './privacy/sign-in.ts';
import { createPrivacyKeeper } from './privacy/privacy-keeper.ts';
import { takeOver } from './provisioning/take-over.ts';
import { safekeepingHandlers } from './operations/safekeeping.ts';
import { settingsHandlers } from './operations/settings.ts';
import { hostProgramHandlers } from './operations/host-program.ts';
import { lookupHandlers } from './operations/lookup.ts';
import { syncHandlers } from './operations/sync.ts';
import { updateHandlers } from './operations/updates.ts';
import { withShippedDesigns } from './safe-mode.ts';
import { createSession } from './session/session.ts';
import { startSync } from './sync/start-sync.ts';
import { refusalOfInput } from './untrusted-input.ts';
import { createUpdateKeeper } from './updates/update-keeper.ts';

/** A page was not what was written; where the store is open already, the key is right. */
const unreadable: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['store.damaged', 'store.wrong-key']);

/** Asked for by other programs too, which touch no key: what waits while the store is written anew. */
const isWork: ReadonlySet<OperationName> = new Set<OperationName>([
  'customers.create',
  'customers.get',
  'customers.update',
  'cards.print',
  'codes.find',
]);

/**
 * Opens the till's data and makes the core: the one program behind every host.
 *
 * Answers `store.in-use`, `store.wrong-key`, `store.damaged`, `store.too-new`,
 * `store.unwritable`, `disk.full`, `disk.failing` or `backup.folder` when the data cannot be opened.
 */
export const createCore: CreateCore = async (options) => {
  const opened: (() => unknown)[] = [];
  try {
    return succeed({ core: await assembleCore(options, opened) });
  } catch (cause) {
    await closeAll(opened);
    if (!(cause instanceof TillFailure)) throw cause;
    const { code } = cause.error;
    // In these there is no log of this till's own to write to.
    if (code !== 'store.in-use' && code !== 'store.unwritable')
      options.log?.('error', 'till.not-opened', { code });
    return fail(code, cause.error);
  }
};

/** @param opened what has to be closed again, in the order it was opened */
async function assembleCore(options: CoreOptions, opened: (() => unknown)[]): Promise<Core> {
  const { dataDir, key, clock = Date.now, ids = randomUUID } = options;
  let { logLevel } = defaultSettings;
  const usage = createUsage(clock);
  const fitting = fittingLog(options.log ?? (() => {}), () => logLevel);
  const log: CoreLog = (level, event, details) => {
    usage.noteLog(level, event);
    fitting(level, event, details);
  };
  const background = options.backgroundSync ?? true;
  const startedMs = performance.now();

  opened.push(claimDataFolder(dataDir));
  settleStoreFiles(dataDir);
  const path = storePathOf(dataDir);
  const writerThread = startWorker<Writer>({ role: 'writer', path, key });
  opened.push(() => writerThread.close());
  const readerThread = startWorker<Reader>({ role: 'reader', path, key });
  opened.push(() => readerThread.close());
  // The writer first: it makes the file and brings its schema up to date.
  const missedBackup = await writerThread.open();
  if (missedBackup !== undefined) log('warning', 'backup.missed', { code: missedBackup });
  await readerThread.open();
  const writer = writerThread.methods;
  const isSafeMode = (options.program?.safeMode?.reason ?? null) !== null;
  const systemPrinters = isSafeMode ? undefined : options.systemPrinters;
  const reader = isSafeMode ? withShippedDesigns(readerThread.methods) : readerThread.methods;
  const signIn = createSignIn(writer, reader, options.secrets);
  const provisioning = await takeOver(options.configuration, { writer, reader, signIn, clock });
  const managed: ReadonlySet<string> = new Set(provisioning.managed);
  for (const { code } of provisioning.problems) log('warning', 'config.problem', { code });
  ({ logLevel } = await reader.getSettings());
  const search = createSearchLane((request: SearchRequest) => reader.search(request));

  const listeners = new Set<(event: TillEvent) => void>([
    (event) => {
      if (event.type === 'settings') ({ logLevel } = event.settings);
    },
  ]);
  /** What a service said may be about somebody: a locked till does not repeat it. */
  const veiled = (status: SyncStatus): SyncStatus =>
    session.current().locked ? { ...status, lastError: null, recentErrors: [] } : status;
  const emit = (event: TillEvent) => {
    const told = event.type === 'sync' ? { ...event, status: veiled(event.status) } : event;
    for (const listener of listeners) listener(told);
  };

  const session = await createSession({
    writer,
    reader,
    clock,
    monotonicMs: () => performance.now(),
    emit,
    unattendedAs: options.unattendedAs,
  });
  opened.push(() => session.stop());
  listeners.add((event) => session.note(event));
  const { clock: ownClock, fetch: ownFetch } = options;
  const sync = await startSync({
    connect: async () => ({ writer: await writerThread.connect(), reader: await readerThread.connect() }),
    store: reader,
    readSignIn: () => signIn.read(),
    keepSignIn: (kept) => signIn.keep(kept),
    log,
    emit,
    background: background && !isSafeMode,
    surroundings:
      ownClock === undefined && ownFetch === undefined ? undefined : { clock, fetch: ownFetch ?? fetch },
  });
  opened.push(() => sync.stop());
  const index = await createIndexKeeper({
    writer,
    reader,
    background,
    log,
    onProgress: async () => emit({ type: 'sync', status: await sync.status() }),
  });
  opened.push(() => index.stop());

  const duplicates = await createDuplicatePass({
    writer,
    reader,
    startFinder: () => startWorker<PairFinder>({ role: 'pair-finder', path, key }),
    clock,
    log,
    emit,
    background,
  });
  opened.push(() => duplicates.stop());

  const drawer = createCardDrawer();
  opened.push(() => drawer.stop());
  const context: OperationContext = {
    writer,
    reader,
    drawer,
    search,
    clock,
    ids,
    log,
    emit,
    service: sync.service,
    offers: sync.offers,
    sync: { ...sync, status: async () => veiled(await sync.status()) },
    duplicates,
    author: session.author,
    startPrinting: () => {
      if (!isSafeMode) session.asNobody(() => printQueue.start());
    },
  };
  const draftFolder = join(dataDir, 'printing');
  const printQueue = createPrintQueue({
    writer,
    reader,
    drawer,
    clock,
    log,
    emit,
    draftFolder,
    systemPrinters,
    giveLoyaltyId: (customer) => giveLoyaltyId(context, customer),
    handToService: (jobs, printer) => handToService(context, jobs, printer),
  });
  // A one-shot command is the only one there to print what it ordered.
  opened.push(() => printQueue.stop(!background));
  const handOver = createHandOver({
    writer,
    reader,
    host: options.handOver ?? {},
    fetch: options.fetch ?? fetch,
    clock,
    session: session.current,
    author: session.author,
    emit,
    log,
  });
  opened.push(() => handOver.stop());
  listeners.add((event) => handOver.note(event));
  const updates = await createUpdateKeeper({
    dataDir,
    host: options.updates,
    fetch: options.fetch ?? fetch,
    clock,
    readSettings: () => reader.getSettings(),
    session: session.current,
    holds: async () => [
      ...((await reader.isCardBeingSent()) ? (['printing'] as const) : []),
      ...((await sync.status()).activity === 'idle' ? [] : (['syncing'] as const)),
    ],
    emit,
    log,
    background: background && !isSafeMode,
    pace: options.updatePace,
  });
  opened.push(() => updates.stop());
  listeners.add((event) => updates.note(event));
  let workedMs = performance.now();
  const privacy = createPrivacyKeeper({
    writer,
    reader,
    clock,
    quietMs: () => Math.min(session.quietMs(), performance.now() - workedMs),
    availableMemory: () => process.availableMemory(),
    emit,
    log,
    background,
  });
  opened.push(() => privacy.stop());
  const backups = createBackups({
    dataDir,
    writer,
    reader,
    startMaker: () => startWorker<BackupMaker>({ role: 'backup-maker', path, key }),
    clock,
    log,
    background,
  });
  opened.push(() => backups.stop());
  const keyKeptBy = options.keyKeptBy ?? 'environment';
  const health = createHealthKeeper({
    dataDir,
    reader,
    writer,
    syncStatus: () => sync.status(),
    backups,
    usage,
    keyKeptBy,
    secretsKeptBy: signIn.keptBy,
    provisioning,
    clock,
    listen: options.listenForStatus,
    log,
    background,
  });
  opened.push(() => health.stop());
  listeners.add((event) => health.note(event));
  const examine = async (): Promise<readonly Finding[]> =>
    diagnose({
      reader,
      health: await health.examine(),
      backups,
      cashiers: session.current().cashiers.length,
    });

  const handlers: Handlers = {
    ...customerHandlers(context),
    ...privacyHandlers(context, privacy),
    ...auditHandlers(context),
    ...safekeepingHandlers(context, backups, {
      keptBy: keyKeptBy,
      secretsKeptBy: signIn.keptBy,
      change: options.changeKey,
    }),
    ...cardHandlers(context, printQueue),
    ...printBatchHandlers(context, printQueue),
    ...printerHandlers(context, systemPrinters, draftFolder),
    ...codeHandlers(context),
    ...cardDesignHandlers(context),
    ...syncHandlers(context),
    ...duplicateHandlers(context),
    ...draftHandlers(context),
    ...updateHandlers(updates),
    ...lookupHandlers(index),
    ...health.handlers,
    ...diagnosticsHandlers(() =>
      collectDiagnostics({ dataDir, reader, diagnose: examine, measure: () => health.measure(), clock }),
    ),
    ...settingsHandlers(context, sync.reconnect, signIn, options.fetch ?? fetch),
    'provisioning.status': () => answering(async () => ({ provisioning })),
    ...handOver.handlers,
    ...hostProgramHandlers(options.program ?? {}),
    ...session.handlers,
  };

  await writer.recoverPrintJobs(clock(), fail('printer.unknown-outcome').error);
  if (background && !isSafeMode) printQueue.start();
  log('info', 'till.opened', { schema: schemaVersion, ms: Math.round(performance.now() - startedMs) });

  /** Everything that is asked, by whomever, with how long it took. */
  async function call<Name extends OperationName>(
    name: Name,
    input: unknown,
  ): Promise<OperationAnswer<Name>> {
    const calledMs = performance.now();
    if (isWork.has(name)) workedMs = calledMs;
    let outcome: 'ok' | ErrorCode = 'internal';
    try {
      const answered = await callAsAdmitted(name, input);
      outcome = answered.ok ? 'ok' : answered.error.code;
      return answered;
    } finally {
      usage.noteCall(name, performance.now() - calledMs, outcome);
    }
  }

  async function callAsAdmitted<Name extends OperationName>(
    name: Name,
    input: unknown,
  ): Promise<OperationAnswer<Name>> {
    const admitted = await session.admit(name, input);
    if (!admitted.ok) return admitted;
    const held = managedIn(managed, name, input);
    if (held.length > 0) return fail('setting.managed', { issues: held.map(issueOfManaged) });
    const request = operations[name].input.safeParse(input ?? {});
    if (!request.success) return fail('input.invalid', { issues: issuesOf(request.error) });
    return session.inNameOf(admitted.author, async () => {
      const answered = await answer(name, request.data);
      if (answered.ok) await noteAnswered(name, request.data, answered);
      return answered;
    });
  }

  async function noteAnswered(name: OperationName, request: unknown, answered: object): Promise<void> {
    const noted = describeAnswered(name, request, answered);
    if (noted === undefined) return;
    const [atMs, actor] = [clock(), session.author()];
    const sinceMs = openedSinceMs(name, request, atMs);
    if (sinceMs !== undefined && (await reader.hasNoted(actor, noted.customerUid ?? '', sinceMs))) return;
    await writer.appendAudit({ atMs, actor, action: name, outcome: 'ok', ...noted });
  }

  /** What the host did by itself. */
  async function noteDone(action: OperationName): Promise<void> {
    await writer.appendAudit({ atMs: clock(), actor: session.author(), action, outcome: 'ok' });
  }

  async function answer<Name extends OperationName>(
    name: Name,
    request: unknown,
  ): Promise<OperationAnswer<Name>> {
    const handler = handlers[name] as (request: unknown) => Promise<OperationAnswer<Name>>;
    const answer = await handler(request);
    if (answer.ok || !unreadable.has(answer.error.code)) return answer;
    // The index can be mended; and what a disk could not read once may be read the next time.
    await index.mend();
    const again = await handler(request);
    return !again.ok && again.error.code === 'store.wrong-key' ? fail('store.damaged') : again;
  }

  let closing: Promise<void> | undefined;

  return {
    call,
    provisioning,

    async callUntrusted(name, input): Promise<Result> {
      try {
        if (typeof name !== 'string' || !(operationNames as readonly string[]).includes(name)) {
          return fail('operation.unknown');
        }
        const refusal = refusalOfInput(input);
        if (refusal !== undefined) return fail(refusal);
        const calledMs = performance.now();
        const answered = await call(name as OperationName, input);
        log('debug', 'operation.answered', {
          operation: name,
          outcome: answered.ok ? 'ok' : answered.error.code,
          ms: Math.round(performance.now() - calledMs),
        });
        return answered;
      } catch (cause) {
        if (cause instanceof TillFailure) return fail(cause.error.code, cause.error);
        log('error', 'operation.failed', { operation: String(name), cause });
        return fail('internal');
      }
    },

    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    async importFile(file, options = {}) {
      const { defaultCountry } = await reader.getSettings();
      const report = await importFile({
        file,
        writer,
        ...options,
        author: () => authorNow(context),
        fit: (draft) =>
          fitDraft(
            sync.offers(),
            { ...draft, countryCode: draft.countryCode || defaultCountry },
            defaultCountry,
          ),
      });
      emit({ type: 'customers' });
      sync.wake();
      if (!background) await index.settle();
      return report;
    },

    async searchTimed(query) {
      const { hits, ms } = await search({ query, limit: 20 });
      return { ids: hits.map((hit) => hit.customerUid), ms };
    },

    async syncOnce(options) {
      printQueue.start();
      const report = await sync.syncOnce(options);
      if (!background) await index.settle();
      if (!background) await privacy.settle();
      if (!background) await backups.keepUp();
      return report;
    },
    makeBackup: (folder) =>
      answering(async () => {
        const made = await backups.make(folder);
        await noteDone('backups.make');
        return made;
      }),
    noteKeyChanged: () => noteDone('key.change'),
    replaceOutdatedBackups: () => answering(async () => ({ done: await backups.replaceOutdated() })),
    diagnose: examine,

    close() {
      closing ??= closeAll(opened).then(() => log('info', 'till.closed'));
      return closing;
    },
  };
}

function issueOfManaged(field: string): FieldIssue {
  return { field, code: 'setting.managed', message: errorWords['setting.managed'] };
}

/** What was opened last is closed first. */
async function closeAll(opened: readonly (() => unknown)[]): Promise<void> {
  for (const close of opened.toReversed()) await close();
}
