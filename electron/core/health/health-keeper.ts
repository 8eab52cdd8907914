import { fail, succeed, TillFailure, type ErrorCode } from '#shared/contract/errors';
import type { Handlers, TillEvent } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import type { Health } from '#shared/health/health';
import type { StatusSettings } from '#shared/health/status-settings';
import type { CoreLog } from '../core.ts';
import type { Writer } from '../db/writer.ts';
import { createBearerToken } from '../doors/bearer-token.ts';
import { createDoor } from '../doors/door.ts';
import { answering } from '../operations/context.ts';
import { checkWholeAudit } from '../privacy/check-audit.ts';
import type { Remote } from '../threads/remote.ts';
import { measureHealth, type HealthSources } from './measure-health.ts';
import { joinSamples, sampleOf, type StoredSample } from './sample.ts';
import {
  answerStatusQuestion,
  placeOfStatus,
  statusTokenKey,
  urlOfStatus,
  type ListenForStatus,
} from './status-door.ts';
import { createStatusFile } from './status-file.ts';

type HealthOperation = Extract<OperationName, `health.${string}`>;

/** Knows how the till is doing, remembers how it did, and says so to those who look after it. */
export interface HealthKeeper {
  readonly handlers: Handlers<HealthOperation>;
  /** How the till is doing now, with the audit trail gone through from end to end. */
  examine(): Promise<Health>;
  /** As {@link examine}, with the trail as it was found last: some milliseconds. */
  measure(): Promise<Health>;
  note(event: TillEvent): void;
  stop(): Promise<void>;
}

/** The first look is no part of starting. */
const usualRhythm = { firstMs: 5_000, everyMs: 60_000 };
/** Minutes of figures that a crash may take. */
const minutesAtOnce = 10;
const auditEveryMs = 6 * 3_600_000;

export function createHealthKeeper(
  deps: Omit<HealthSources, 'startedAt'> & {
    readonly writer: Remote<Writer>;
    /** Absent where the host cannot be asked. */
    readonly listen: ListenForStatus | undefined;
    readonly log: CoreLog;
    /** Looks by itself every minute; a one-shot command looks when it is asked. */
    readonly background: boolean;
    /** When the first look is, and how long from one to the next. */
    readonly rhythm?: { readonly firstMs: number; readonly everyMs: number };
  },
): HealthKeeper {
  const { reader, writer, clock, usage, log, rhythm = usualRhythm } = deps;
  const token = createBearerToken(deps, statusTokenKey);
  const file = createStatusFile(deps.dataDir);
  let audit: Health['audit'] = null;
  let endpointError: ErrorCode | null = null;
  let totals = usage.totals();
  let unsaved: StoredSample | undefined;
  let running: Promise<void> = Promise.resolve();
  const closing = new AbortController();

  const sources = { ...deps, startedAt: new Date(clock() - process.uptime() * 1000).toISOString() };
  const measure = () => measureHealth(sources, { audit, endpoint: { errorCode: endpointError } });

  async function goThroughAudit(): Promise<void> {
    const checkedAt = new Date(clock()).toISOString();
    try {
      const { entries, head, fault } = await checkWholeAudit(reader, undefined, closing.signal);
      audit = { checkedAt, entries, isWhole: fault === null, newest: head, fault, errorCode: null };
    } catch (cause) {
      if (closing.signal.aborted) return;
      // What cannot be gone through must not silence the rest, and is the worst there is to tell of it.
      log('warning', 'health.audit-unread', { cause });
      const errorCode = cause instanceof TillFailure ? cause.error.code : 'internal';
      audit = { checkedAt, entries: 0, isWhole: false, newest: null, fault: null, errorCode };
    }
  }

  async function save(): Promise<void> {
    const sample = unsaved;
    unsaved = undefined;
    if (sample !== undefined) await writer.addHealthSample(clock(), sample);
  }

  async function look(): Promise<void> {
    const isAuditDue = audit === null || Math.abs(clock() - Date.parse(audit.checkedAt)) > auditEveryMs;
    if (isAuditDue) await goThroughAudit();
    if (closing.signal.aborted) return;
    // What kept it shut may have gone by.
    if (endpointError !== null) await followDoor((await reader.getSettings()).status);
    try {
      const health = await measure();
      const now = usage.totals();
      const sample = sampleOf(health, totals, now);
      totals = now;
      unsaved = unsaved === undefined ? sample : joinSamples(unsaved, sample);
      if ((await reader.getSettings()).status.file) await file.keep({ ...health, state: 'running' });
    } catch (cause) {
      await file.dropFormer();
      throw cause;
    }
    if (unsaved.minutes >= minutesAtOnce) await save();
  }

  async function lookLast(): Promise<void> {
    await save();
    if ((await reader.getSettings()).status.file) await file.keep({ ...(await measure()), state: 'stopped' });
  }

  /** One after the other; what goes wrong with looking is noted, and keeps nobody from anything. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    running = running.then(work).catch((cause: unknown) => {
      log('warning', 'health.not-told', { cause });
    });
    return running;
  }

  const door = createDoor(
    deps.listen ?? (() => Promise.resolve(fail('status.not-here'))),
    async (question, { address }) => {
      const { status } = await reader.getSettings();
      return answerStatusQuestion(question, {
        address,
        token: await token.get(),
        withMetrics: status.endpoint === 'status-and-metrics',
        health: measure,
      });
    },
  );

  async function followDoor(settings: StatusSettings): Promise<void> {
    const before = endpointError;
    try {
      await door.follow(placeOfStatus(settings));
      endpointError = door.error()?.code ?? null;
    } catch (cause) {
      endpointError = 'internal';
      log('error', 'health.door-failed', { cause });
      return;
    }
    if (endpointError !== null && endpointError !== before) {
      log('warning', 'health.door-closed', { code: endpointError });
    }
  }

  /** A host that does nothing but look tries the door and leaves it shut. */
  async function tryDoor(): Promise<void> {
    if (deps.background || deps.listen === undefined) return;
    await followDoor((await reader.getSettings()).status);
    await door.close();
  }

  const first = deps.background ? setTimeout(() => void inTurn(look), rhythm.firstMs) : undefined;
  const timer = deps.background ? setInterval(() => void inTurn(look), rhythm.everyMs) : undefined;
  // A one-shot command has nobody who could ask it.
  if (deps.background) void inTurn(async () => followDoor((await reader.getSettings()).status));

  const handlers: Handlers<HealthOperation> = {
    'health.get': () => answering(async () => ({ health: await measure() })),
    'health.history': ({ span }) =>
      answering(async () => {
        await save();
        return { samples: await reader.listHealthSamples(span) };
      }),
    'health.endpoint': async () => {
      await followDoor((await reader.getSettings()).status);
      const place = door.place();
      return succeed({ url: place === undefined ? null : urlOfStatus(place), error: door.error() });
    },
    'health.token': ({ renew }) => answering(async () => ({ token: await token.get(renew) })),
  };

  return {
    handlers,
    measure,
    async examine() {
      await goThroughAudit();
      await tryDoor();
      return measure();
    },
    note(event) {
      if (event.type === 'settings' && deps.background) void followDoor(event.settings.status);
    },
    async stop() {
      closing.abort();
      clearTimeout(first);
      clearInterval(timer);
      await running;
      await door.close();
      if (deps.background) await inTurn(lookLast);
    },
  };
}
