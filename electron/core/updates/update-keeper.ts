import { because } from '#shared/contract/error-reasons';
import { TillFailure, type TillError } from '#shared/contract/errors';
import type { TillEvent } from '#shared/contract/operations';
import type { UpdateHold, UpdateStatus } from '#shared/contract/updates';
import type { Session, Settings } from '#shared/contract/values';
import { feedNameOf, type Feed } from '#shared/updates/feed';
import { isInRollout } from '#shared/updates/rollout';
import type { CoreLog } from '../core.ts';
import { programVersion } from '../program-version.ts';
import { parseReleaseKey } from './minisign.ts';
import { addressOf, readFeed } from './read-feed.ts';
import { requireFile } from './replace-program.ts';
import type { FetchedRelease, UpdateHost } from './update-host.ts';
import { changeUpdateNotes, readUpdateNotes, type UpdateNotes } from './update-notes.ts';

/** Sees to it that a till gets its next release, and never while somebody is at work. */
export interface UpdateKeeper {
  status(): Promise<UpdateStatus>;
  /** @throws TillFailure `update.not-here`, `update.off` */
  check(): Promise<UpdateStatus>;
  /** @throws TillFailure `update.not-ready`, `update.busy`, `store.unwritable` */
  install(): Promise<UpdateStatus>;
  /** @throws TillFailure `update.no-former`, `update.busy` */
  goBack(): Promise<UpdateStatus>;
  /** Whether something is typed in the window that is not saved. */
  noteUnsaved(unsaved: boolean): void;
  note(event: TillEvent): void;
  stop(): Promise<void>;
}

type UpdateSettings = Settings['updates'];

/** How the keeper passes its time, in milliseconds. */
export interface UpdatePace {
  /** From the start to the first look, at least; a thousand tills that are switched on at nine do not ask at once. */
  readonly firstLookMs: number;
  readonly lookEveryMs: number;
  /** A till that was locked for so long is one that nobody needs just now. */
  readonly quietMs: number;
  /** How often is asked whether it is still at work then. */
  readonly askAgainMs: number;
}

const calmPace: UpdatePace = {
  firstLookMs: 60_000,
  lookEveryMs: 4 * 3_600_000,
  quietMs: 10 * 60_000,
  askAgainMs: 60_000,
};

export async function createUpdateKeeper(deps: {
  readonly dataDir: string;
  /** Absent where IT puts the next release on the machine. */
  readonly host: UpdateHost | undefined;
  readonly fetch: typeof fetch;
  readonly clock: () => number;
  readonly readSettings: () => Promise<Settings>;
  readonly session: () => Session;
  /** What goes on in the core that is not to be cut off. */
  readonly holds: () => Promise<readonly UpdateHold[]>;
  readonly emit: (event: TillEvent) => void;
  readonly log: CoreLog;
  readonly background: boolean;
  readonly pace?: UpdatePace | undefined;
}): Promise<UpdateKeeper> {
  const { dataDir, host, clock, emit, log, pace = calmPace } = deps;
  const keys = (host?.keys ?? []).flatMap((text) => parseReleaseKey(text) ?? []);
  const stopping = new AbortController();

  let { updates: wanted } = await deps.readSettings();
  let doing: UpdateStatus['state'] | null = null;
  let release: UpdateStatus['release'] = null;
  let percent: number | null = null;
  let error: TillError | null = null;
  let fetched: FetchedRelease | null = null;
  let isUnsaved = false;
  let failed = failedBefore();
  let looking: Promise<void> | undefined;
  let lookTimer: ReturnType<typeof setTimeout> | undefined;
  let quietTimer: ReturnType<typeof setTimeout> | undefined;

  function stateNow(): UpdateStatus['state'] {
    if (!isWanted()) return 'off';
    return doing ?? (fetched === null ? 'idle' : 'ready');
  }

  function isWanted(): boolean {
    return host !== undefined && wanted.automatic && wanted.feedUrl !== '';
  }

  /** What was to be put in place and is not; where somebody else has put it there since, it did not fail. */
  function failedBefore(): UpdateNotes['failed'] {
    const { failed: noted } = readUpdateNotes(dataDir);
    if (noted === null || noted.version === host?.version) return null;
    log('warning', 'update.not-placed', { code: noted.code });
    return noted;
  }

  function hasFailed({ version }: FetchedRelease): boolean {
    return failed?.version === version;
  }

  function describe(): UpdateStatus {
    const { checkedMs } = readUpdateNotes(dataDir);
    return {
      version: host?.version ?? programVersion(),
      by: host === undefined ? 'others' : 'itself',
      channel: wanted.channel,
      state: stateNow(),
      checkedAt: checkedMs === null ? null : new Date(checkedMs).toISOString(),
      release,
      percent,
      error: error ?? (failed === null ? null : new TillFailure('update.not-placed').error),
      former: host?.former() ?? null,
    };
  }

  function tell(): UpdateStatus {
    const status = describe();
    emit({ type: 'updates', status });
    return status;
  }

  /** Forgets what is on its way, or here: another feed may say otherwise. */
  function forget(): void {
    fetched = null;
    release = null;
    percent = null;
    host?.stage(null);
  }

  /** One look at a time. What is found is fetched behind it. @returns when the feed was read */
  async function look(): Promise<void> {
    if (host === undefined || !isWanted() || doing !== null) return;
    const asked = wanted;
    doing = 'checking';
    tell();
    try {
      const feed = await ask(host, asked);
      // Of an address, or a channel, that nobody wants any more; or the till is about to end.
      if (wanted !== asked || doing !== 'checking') return;
      error = null;
      if (feed === null) forget();
      else if (fetched?.version !== feed.version || !isOf(feed, fetched)) void fetchRelease(host, feed);
    } catch (cause) {
      if (wanted === asked) refuse(cause);
    } finally {
      if (wanted !== asked) forget();
      if (doing === 'checking') doing = null;
      tell();
    }
  }

  /** @returns the release this till is to have; null when it has it, or is to wait for its turn */
  async function ask(
    { version, system }: UpdateHost,
    { channel, feedUrl }: UpdateSettings,
  ): Promise<Feed | null> {
    const notes = readUpdateNotes(dataDir);
    const name = feedNameOf(channel, system);
    const { href } = addressOf(feedUrl, name);
    const feed = await readFeed({
      feed: name,
      feedUrl,
      keys,
      version,
      nowMs: clock(),
      newestSignedMs: notes.newestSignedMs[href] ?? 0,
      fetch: deps.fetch,
      signal: stopping.signal,
    });
    const isOver = failed !== null && failed.version !== feed.version;
    if (isOver) failed = null;
    changeUpdateNotes(dataDir, {
      tillId: notes.tillId,
      newestSignedMs: { ...notes.newestSignedMs, [href]: Date.parse(feed.signedAt) },
      checkedMs: clock(),
      ...(isOver && { failed: null }),
    });
    const isNew = feed.version !== version && feed.version !== notes.leftVersion;
    return isNew && isInRollout(notes.tillId, feed.stagingPercentage) ? feed : null;
  }

  async function fetchRelease(by: UpdateHost, feed: Feed): Promise<void> {
    const asked = wanted;
    forget();
    doing = 'downloading';
    release = { version: feed.version, notes: feed.releaseNotes, releasedAt: feed.releaseDate };
    percent = 0;
    tell();
    try {
      const here = await by.download(feed, asked.feedUrl, (done) => {
        percent = Math.round(done);
        tell();
      });
      await requireFile(here.path, here.file);
      // Somebody may have thought better of it meanwhile.
      if (wanted !== asked) return forget();
      fetched = here;
      percent = null;
      if (!hasFailed(here)) by.stage(here);
      log('info', 'update.fetched');
      waitForQuiet();
    } catch (cause) {
      forget();
      if (wanted === asked) refuse(cause);
    } finally {
      doing = null;
      tell();
    }
  }

  function refuse(cause: unknown): void {
    if (stopping.signal.aborted) return;
    if (cause instanceof TillFailure) {
      ({ error } = cause);
      log('warning', 'update.refused', { code: cause.error.code });
    } else {
      error = new TillFailure('update.failed').error;
      log('error', 'update.failed', { cause });
    }
  }

  /** @throws TillFailure `update.busy` */
  async function requireNobodyAtWork(): Promise<void> {
    const [hold] = [...(isUnsaved ? (['typing'] as const) : []), ...(await deps.holds())];
    if (hold !== undefined) throw new TillFailure('update.busy', because(`update.${hold}`));
  }

  /** Asks, from now on and again, whether the till is locked for long enough and nothing goes on in it. */
  function waitForQuiet(afterMs = pace.quietMs): void {
    clearTimeout(quietTimer);
    quietTimer = undefined;
    if (fetched === null || hasFailed(fetched) || !deps.session().locked || !deps.background) return;
    quietTimer = setTimeout(() => void installInQuiet(), afterMs);
    quietTimer.unref();
  }

  async function installInQuiet(): Promise<void> {
    try {
      await requireNobodyAtWork();
    } catch (cause) {
      if (!(cause instanceof TillFailure)) log('error', 'update.failed', { cause });
      return waitForQuiet(pace.askAgainMs);
    }
    // Somebody may have come back while the core was asked.
    if (fetched === null || !isWanted() || !deps.session().locked) return;
    try {
      restart(fetched);
    } catch (cause) {
      refuse(cause);
    }
  }

  /** @throws TillFailure `store.unwritable` */
  function restart(next: FetchedRelease): UpdateStatus {
    try {
      // Until it is in place. A till that could not note it would end for it again and again.
      changeUpdateNotes(dataDir, { failed: { version: next.version, code: 'unknown' } });
    } catch {
      throw new TillFailure('store.unwritable');
    }
    doing = 'installing';
    log('info', 'update.installing');
    host?.stage(next);
    host?.restart();
    return tell();
  }

  function lookLater(afterMs: number): void {
    // Up to half as long again, so that the tills of a chain spread out and stay so.
    lookTimer = setTimeout(() => void lookAndGoOn(), afterMs * (1 + Math.random() / 2));
    lookTimer.unref();
  }

  async function lookAndGoOn(): Promise<void> {
    looking = look();
    await looking;
    if (!stopping.signal.aborted) lookLater(pace.lookEveryMs);
  }

  function follow({ updates }: Settings): void {
    if (JSON.stringify(updates) === JSON.stringify(wanted)) return;
    wanted = updates;
    error = null;
    if (doing === null) forget();
    tell();
  }

  // A till that is opened anew may have another mind about what was fetched before.
  host?.stage(null);
  if (deps.background && host !== undefined) lookLater(pace.firstLookMs);

  return {
    status: async () => describe(),
    async check() {
      if (host === undefined) throw new TillFailure('update.not-here');
      if (!isWanted()) throw new TillFailure('update.off');
      looking = look();
      await looking;
      return describe();
    },
    async install() {
      if (fetched === null) throw new TillFailure('update.not-ready');
      await requireNobodyAtWork();
      return restart(fetched);
    },
    async goBack() {
      if (host === undefined || host.former() === null) throw new TillFailure('update.no-former');
      await requireNobodyAtWork();
      doing = 'installing';
      log('info', 'update.going-back');
      host.goBack();
      return tell();
    },
    noteUnsaved(unsaved) {
      isUnsaved = unsaved;
    },
    note(event) {
      if (event.type === 'settings') follow(event.settings);
      if (event.type === 'session') waitForQuiet();
    },
    async stop() {
      stopping.abort();
      clearTimeout(lookTimer);
      clearTimeout(quietTimer);
      await looking;
    },
  };
}

/** Whether what is here is still what the feed says: a release that was made anew under its number is another one. */
function isOf(feed: Feed, { file }: FetchedRelease): boolean {
  return feed.files.some(({ url, sha512 }) => url === file.url && sha512 === file.sha512);
}
