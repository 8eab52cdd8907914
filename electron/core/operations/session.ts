import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { fail, succeed } from '#shared/contract/errors';
import { languages, type Language } from '#shared/contract/languages';
import type { Handlers, TillEvent } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import type { Session } from '#shared/contract/values';
import type { Writer } from '../db/writer.ts';
import type { Reader } from '../db/reader.ts';
import type { Remote } from '../threads/remote.ts';

type SessionOperation = Extract<OperationName, `session.${string}`>;

const pinSchema = z.record(z.string(), z.object({ salt: z.string(), hash: z.string() }));
type Pins = z.output<typeof pinSchema>;

/** By the cashier's name. */
const chosenLanguagesSchema = z.record(z.string(), z.enum(languages));

const deriveKey = promisify<
  string,
  string,
  number,
  { N: number; r: number; p: number; maxmem: number },
  Buffer
>(scrypt);
/** RFC 7914 parameters; about 50 ms and 32 MiB a guess. */
const scryptCost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

/** PINs tried in vain before a pause, and how long it lasts. */
const freeTries = 5;
const pauseMs = 60_000;

/** Who is at the till, and whether it is locked. */
export interface TillSession {
  readonly current: () => Session;
  readonly handlers: Handlers<SessionOperation>;
}

/** A till with PINs starts locked; one without any has one nameless cashier and cannot be locked. */
export async function createSession(deps: {
  readonly writer: Remote<Writer>;
  readonly reader: Remote<Reader>;
  readonly clock: () => number;
  /** Milliseconds that never jump. */
  readonly monotonicMs: () => number;
  readonly emit: (event: TillEvent) => void;
  /** A host nobody stands at: its name in the audit trail; never locked at start. */
  readonly unattendedAs?: string | undefined;
}): Promise<TillSession> {
  const { reader, writer } = deps;
  let pins: Pins = pinSchema.catch({}).parse(await reader.getSecret('pins'));
  let chosenLanguages = chosenLanguagesSchema.catch({}).parse(await reader.getSecret('cashier-languages'));
  const languageOf = (cashier: string): Language | null =>
    Object.hasOwn(chosenLanguages, cashier) ? (chosenLanguages[cashier] ?? null) : null;
  const firstCashier = deps.unattendedAs ?? 'till';
  let session: Session = {
    locked: deps.unattendedAs === undefined && Object.keys(pins).length > 0,
    cashier: firstCashier,
    hasPin: Object.keys(pins).length > 0,
    language: languageOf(firstCashier),
  };
  let tries = 0;
  let pausedUntilMs = 0;

  /** A try counts before it is weighed, so that tries at the same time count like tries in a row. */
  function countTry(): void {
    tries += 1;
    if (tries < freeTries) return;
    tries = 0;
    pausedUntilMs = deps.monotonicMs() + pauseMs;
  }

  function change(next: Partial<Session>): Session {
    session = { ...session, ...next };
    deps.emit({ type: 'session', session });
    return session;
  }

  async function note(actor: string, action: string, outcome: string): Promise<void> {
    await writer.appendAudit({ atMs: deps.clock(), actor, action, outcome });
  }

  return {
    current: () => session,
    handlers: {
      'session.status': async () => succeed({ session }),

      'session.unlock': async ({ cashier, pin }) => {
        const waitMs = pausedUntilMs - deps.monotonicMs();
        if (waitMs > 0) return fail('session.too-many', { retryAfterMs: Math.ceil(waitMs) });
        if (session.hasPin) countTry();
        const known = Object.hasOwn(pins, cashier) ? pins[cashier] : undefined;
        const expected = known ?? { salt: '00'.repeat(16), hash: '00'.repeat(32) };
        // An unknown name costs the same time as a wrong PIN.
        const right = (await matches(pin, expected)) && known !== undefined;
        if (!right && session.hasPin) {
          await note('unknown', 'session.unlock', 'session.wrong-pin');
          return fail('session.wrong-pin');
        }
        tries = 0;
        pausedUntilMs = 0;
        await note(cashier, 'session.unlock', 'ok');
        return succeed({ session: change({ locked: false, cashier, language: languageOf(cashier) }) });
      },

      'session.lock': async () => {
        if (!session.hasPin) return fail('session.no-pin');
        await note(session.cashier, 'session.lock', 'ok');
        return succeed({ session: change({ locked: true }) });
      },

      'session.setPin': async ({ cashier, pin }) => {
        const hashed = pin === '' ? undefined : await hashPin(pin);
        const { [cashier]: _replaced, ...others } = pins;
        pins = hashed === undefined ? others : { ...others, [cashier]: hashed };
        await writer.setSecret('pins', pins);
        await note(session.cashier, 'session.setPin', 'ok');
        return succeed({ session: change({ hasPin: Object.keys(pins).length > 0 }) });
      },

      'session.setLanguage': async ({ language }) => {
        const { [session.cashier]: _replaced, ...others } = chosenLanguages;
        chosenLanguages = language === null ? others : { ...others, [session.cashier]: language };
        await writer.setSecret('cashier-languages', chosenLanguages);
        return succeed({ session: change({ language }) });
      },
    },
  };
}

async function hashPin(pin: string): Promise<{ salt: string; hash: string }> {
  const salt = randomBytes(16).toString('hex');
  return { salt, hash: (await deriveKey(pin, salt, 32, scryptCost)).toString('hex') };
}

async function matches(pin: string, { salt, hash }: { salt: string; hash: string }): Promise<boolean> {
  return timingSafeEqual(await deriveKey(pin, salt, 32, scryptCost), Buffer.from(hash, 'hex'));
}
