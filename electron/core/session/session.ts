import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fail, succeed, TillFailure, type Result } from '#shared/contract/errors';
import { languages, type Language } from '#shared/contract/languages';
import type { Handlers, TillEvent } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import { permissions, roleFor, suffices } from '#shared/contract/permissions';
import type { Session } from '#shared/contract/values';
import { uidSchema } from '#shared/customer/model';
import type { AuditDetail, AuditRecord } from '../db/audit.ts';
import type { Writer } from '../db/writer.ts';
import type { Reader } from '../db/reader.ts';
import type { Remote } from '../threads/remote.ts';
import { answering } from '../operations/context.ts';
import { openCashierBook } from './cashiers.ts';
import { createIdleLock } from './idle-lock.ts';
import { openPinTries } from './pin-tries.ts';

type SessionOperation = Extract<OperationName, `session.${string}` | `cashiers.${string}`>;

/** By the cashier's name. */
const chosenLanguagesSchema = z.record(z.string(), z.enum(languages));

/** Whoever stands at a till where nobody has a PIN. */
const nobodyInParticular = 'till';
/** How long the PIN a manager has put in for a cashier is good for. */
const lentForMs = 60_000;

/** Who is at the till, what they may do, and whether it is locked. */
export interface TillSession {
  readonly current: () => Session;
  /** Whose doing this is: who was at the till when the call came in that is being answered, else who is at it now. */
  readonly author: () => string;
  /** Does something in somebody's name, however long it takes and whoever comes to the till meanwhile. */
  readonly inNameOf: <Value>(author: string, run: () => Promise<Value>) => Promise<Value>;
  /** Does something that is nobody's answer, such as starting what goes on in the background. */
  readonly asNobody: (run: () => void) => void;
  /**
   * The one place where a call is let in or not, for every host: by the rules of `permissions`.
   *
   * @param input as it came
   * @returns whose call it is, or `session.locked` or `session.not-allowed`
   */
  readonly admit: (name: OperationName, input: unknown) => Promise<Result<{ author: string }>>;
  /** For how long nobody has touched the till, in milliseconds. */
  readonly quietMs: () => number;
  readonly note: (event: TillEvent) => void;
  readonly handlers: Handlers<SessionOperation>;
  readonly stop: () => void;
}

/**
 * A till with cashiers starts locked. One without any has one nameless cashier who may do everything, and cannot be
 * locked.
 */
export async function createSession(deps: {
  readonly writer: Remote<Writer>;
  readonly reader: Remote<Reader>;
  readonly clock: () => number;
  /** Milliseconds that never jump. */
  readonly monotonicMs: () => number;
  readonly emit: (event: TillEvent) => void;
  /** A host nobody stands at: its name in the audit trail; a manager, and never locked. */
  readonly unattendedAs?: string | undefined;
}): Promise<TillSession> {
  const { reader, writer, clock, monotonicMs, unattendedAs } = deps;
  const book = await openCashierBook({ reader, writer });
  const tries = await openPinTries({ reader, writer, clock, monotonicMs });
  let chosenLanguages = chosenLanguagesSchema.catch({}).parse(await reader.getSecret('cashier-languages'));
  const authors = new AsyncLocalStorage<string>();

  let session = describe(unattendedAs ?? nobodyInParticular, unattendedAs === undefined && hasCashiers());
  let lent:
    | {
        readonly operation: OperationName;
        /** Of what it is to be asked with; undefined: whatever that is. */
        readonly digest: string | undefined;
        readonly untilMs: number;
      }
    | undefined;
  /** Of what a locked till has refused: noted once each time it is locked, since windows ask again and again. */
  const refusedWhileLocked = new Set<OperationName>();

  const idle = createIdleLock({ clock, monotonicMs, lock: () => void lockIdle(), warn });
  setIdleLimit((await reader.getSettings()).lockAfterMinutes);

  function hasCashiers(): boolean {
    return book.list().length > 0;
  }

  function describe(cashier: string, locked: boolean): Session {
    const isManager = unattendedAs !== undefined || !hasCashiers();
    return {
      locked,
      cashier,
      role: isManager ? 'manager' : (book.roleOf(cashier) ?? 'cashier'),
      cashiers: book.list(),
      language: languageOf(cashier),
    };
  }

  function languageOf(cashier: string): Language | null {
    return Object.hasOwn(chosenLanguages, cashier) ? (chosenLanguages[cashier] ?? null) : null;
  }

  /**
   * Puts somebody at the till. It is locked for whoever is no cashier any more, as may have happened since they were
   * asked for their PIN, and open where nobody has one.
   */
  function become(cashier: string, locked: boolean): { session: Session } {
    lent = undefined;
    refusedWhileLocked.clear();
    const isGone = unattendedAs === undefined && book.roleOf(cashier) === undefined;
    session = hasCashiers()
      ? describe(cashier, locked || isGone)
      : describe(unattendedAs ?? nobodyInParticular, false);
    deps.emit({ type: 'session', session });
    return { session };
  }

  function setIdleLimit(minutes: number): void {
    idle.setLimit(unattendedAs === undefined ? minutes * 60_000 : 0);
  }

  function warn(leftMs: number | null): void {
    if (!session.locked && hasCashiers()) deps.emit({ type: 'locking', inMs: leftMs });
  }

  async function lockIdle(): Promise<void> {
    if (session.locked || !hasCashiers()) return;
    const { cashier } = session;
    become(cashier, true);
    await note(cashier, 'session.lockIdle', 'ok');
  }

  async function note(
    actor: string,
    action: OperationName | 'session.lockIdle',
    outcome: string,
    about: Pick<AuditRecord, 'customerUid' | 'detail'> = {},
  ): Promise<void> {
    await writer.appendAudit({ atMs: clock(), actor, action, outcome, ...about });
  }

  /** The customer an unchecked input names, if this till has them: what else stands there may be anything. */
  async function customerIn(input: unknown): Promise<{ customerUid?: string }> {
    const named = z.object({ customerUid: uidSchema }).safeParse(input);
    if (!named.success) return {};
    const [customerUid] = await reader.inSight([named.data.customerUid]);
    return customerUid === undefined ? {} : { customerUid };
  }

  /** @throws TillFailure `session.wrong-pin`, `session.too-many`; both are noted */
  async function requirePin(cashier: string, pin: string, action: SessionOperation): Promise<void> {
    // Names that nobody has are counted as one.
    const counted = book.roleOf(cashier) === undefined ? '' : cashier;
    const waitMs = await tries.begin(counted);
    const failure =
      waitMs > 0
        ? fail('session.too-many', { retryAfterMs: waitMs }).error
        : (await book.isPinOf(cashier, pin))
          ? null
          : fail('session.wrong-pin').error;
    if (failure === null) return tries.forget(counted);
    await note(counted === '' ? 'unknown' : cashier, action, failure.code);
    throw new TillFailure(failure.code, failure);
  }

  /** A code is good for this alone. @throws TillFailure `session.choose-pin` */
  async function chooseOwnPin(cashier: string, code: string, newPin: string | undefined): Promise<void> {
    if (newPin === undefined || newPin === code) throw new TillFailure('session.choose-pin');
    await book.setPin(cashier, newPin);
  }

  /** After a change of the cashiers. Who is at the till, and whether it is locked, is as it is by then. */
  async function changed(
    action: SessionOperation,
    detail?: Pick<AuditDetail, 'cashier' | 'role'>,
    firstCashier?: string,
  ) {
    await note(author(), action, 'ok', detail && { detail });
    return become(firstCashier ?? session.cashier, session.locked);
  }

  function author(): string {
    return authors.getStore() ?? session.cashier;
  }

  function useLent(name: OperationName, input: unknown): boolean {
    if (lent?.operation !== name) return false;
    const isGood =
      monotonicMs() < lent.untilMs && (lent.digest === undefined || lent.digest === digestOf(input));
    lent = undefined;
    return isGood;
  }

  return {
    current: () => session,
    author,
    inNameOf: (name, run) => authors.run(name, run),
    asNobody: (run) => authors.exit(run),
    quietMs: () => idle.quietMs(),
    stop: () => idle.stop(),

    note(event) {
      if (event.type === 'settings') setIdleLimit(event.settings.lockAfterMinutes);
    },

    async admit(name, input) {
      if (!session.locked && idle.isOver()) await lockIdle();
      if (session.locked && !permissions[name].whileLocked) {
        if (!refusedWhileLocked.has(name)) {
          refusedWhileLocked.add(name);
          await note('unknown', name, 'session.locked');
        }
        return fail('session.locked');
      }
      const { cashier, role } = session;
      if (suffices(role, roleFor(name, input)) || useLent(name, input)) return succeed({ author: cashier });
      await note(cashier, name, 'session.not-allowed', await customerIn(input));
      return fail('session.not-allowed');
    },

    handlers: {
      'session.status': async () => succeed({ session }),

      'session.unlock': ({ cashier, pin, newPin }) =>
        answering(async () => {
          // A name nobody has vouched for does not get into the audit trail.
          if (!hasCashiers()) return { session };
          await requirePin(cashier, pin, 'session.unlock');
          if (book.mustChoose(cashier)) await chooseOwnPin(cashier, pin, newPin);
          await note(cashier, 'session.unlock', 'ok');
          idle.touch();
          return become(cashier, false);
        }),

      'session.lock': async () => {
        if (!hasCashiers()) return fail('session.no-pin');
        const { cashier, locked } = session;
        if (locked) return succeed({ session });
        const answer = become(cashier, true);
        await note(cashier, 'session.lock', 'ok');
        return succeed(answer);
      },

      'session.touch': async () => {
        idle.touch();
        return succeed({ session });
      },

      'session.lend': ({ operation, input, cashier, pin }) =>
        answering(async () => {
          const asking = session;
          await requirePin(cashier, pin, 'session.lend');
          const isManager = book.roleOf(cashier) === 'manager' && !book.mustChoose(cashier);
          await note(cashier, 'session.lend', isManager ? 'ok' : 'session.not-allowed', {
            ...(await customerIn(input)),
            detail: { operation, cashier: asking.cashier },
          });
          // It is for whoever asked: by now the till may be locked, or somebody else's.
          if (!isManager || session !== asking) throw new TillFailure('session.not-allowed');
          const digest = input === undefined ? undefined : digestOf(input);
          lent = { operation, digest, untilMs: monotonicMs() + lentForMs };
          return { session };
        }),

      'session.changePin': ({ formerPin, pin }) =>
        answering(async () => {
          const cashier = author();
          if (book.roleOf(cashier) === undefined) throw new TillFailure('cashier.not-found');
          await requirePin(cashier, formerPin, 'session.changePin');
          await book.setPin(cashier, pin);
          return changed('session.changePin');
        }),

      'session.setLanguage': async ({ language }) => {
        const { [session.cashier]: _replaced, ...others } = chosenLanguages;
        chosenLanguages = language === null ? others : { ...others, [session.cashier]: language };
        await writer.setSecret('cashier-languages', chosenLanguages);
        return succeed(become(session.cashier, session.locked));
      },

      'cashiers.add': ({ cashier, pin, role }) =>
        answering(async () => {
          const isFirst = !hasCashiers();
          await book.add(cashier, pin, role);
          idle.touch();
          return changed(
            'cashiers.add',
            { cashier, role },
            isFirst && unattendedAs === undefined ? cashier : undefined,
          );
        }),

      'cashiers.resetPin': ({ cashier, pin }) =>
        answering(async () => {
          if (cashier === author()) throw new TillFailure('cashier.own-pin');
          await book.setPin(cashier, pin);
          await tries.forget(cashier);
          return changed('cashiers.resetPin', { cashier });
        }),

      'cashiers.setRole': ({ cashier, role }) =>
        answering(async () => {
          await book.setRole(cashier, role);
          return changed('cashiers.setRole', { cashier, role });
        }),

      'cashiers.remove': ({ cashier }) =>
        answering(async () => {
          await book.remove(cashier);
          await tries.forget(cashier);
          return changed('cashiers.remove', { cashier });
        }),
    },
  };
}

function digestOf(input: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(input ?? {}))
    .digest('base64');
}
