import { fail, succeed, TillFailure, type Result } from '#shared/contract/errors';
import type { HandOverOutcome, HandOverSettings } from '#shared/contract/hand-over';
import type { Handlers, TillEvent } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import type { Session } from '#shared/contract/values';
import { displayNameOf } from '#shared/customer/model';
import { chosenValues } from '#shared/hand-over/call-url';
import { handOverValuesOf, sampleValues, type HandOverValues } from '#shared/hand-over/fields';
import { handedOverBy, problemOfWay, waysInUse, type HandOverWay } from '#shared/hand-over/settings';
import type { CoreLog } from '../core.ts';
import type { Reader } from '../db/reader.ts';
import type { Writer } from '../db/writer.ts';
import { createBearerToken } from '../doors/bearer-token.ts';
import { createDoor } from '../doors/door.ts';
import { answering } from '../operations/context.ts';
import type { Remote } from '../threads/remote.ts';
import { answerQuestion } from './answer-question.ts';
import { createCounter } from './counter.ts';
import type { HandOverHost } from './hand-over-host.ts';
import { makeCall } from './make-call.ts';

type HandOverOperation = Extract<OperationName, `handOver.${string}`>;

/** Brings the chosen customer into the sale. */
export interface HandOver {
  readonly handlers: Handlers<HandOverOperation>;
  /** Settings changed, the till was locked: the counter follows. */
  note(event: TillEvent): void;
  stop(): Promise<void>;
}

interface HandOverParts {
  readonly reader: Remote<Reader>;
  readonly writer: Remote<Writer>;
  readonly host: HandOverHost;
  readonly fetch: typeof fetch;
  readonly clock: () => number;
  readonly session: () => Session;
  /** Whose doing this is. */
  readonly author: () => string;
  readonly emit: (event: TillEvent) => void;
  readonly log: CoreLog;
}

/** Opens the counter where the settings want one; nobody waits for that. */
export function createHandOver(parts: HandOverParts): HandOver {
  const { reader, writer, host, clock, session, author } = parts;
  const allowedHosts = (host.allowedHosts ?? []).map((name) => name.toLowerCase());
  const counter = createCounter({
    clock,
    monotonicMs: () => performance.now(),
    onChange: () => parts.emit({ type: 'counter' }),
  });
  const token = createBearerToken(parts, 'counter-token');
  const listen = host.listen ?? (() => Promise.resolve(fail('hand-over.not-asked')));
  const door = createDoor<number>(listen, async (question, port) =>
    answerQuestion(question, {
      port,
      token: await token.get(),
      allowedOrigin: (await reader.getSettings()).handOver.counter.origin,
      who: whoIsAtTheCounter,
      done: (since) => {
        const here = counter.current();
        if (here && (since === undefined || since === timeOf(here.sinceMs))) counter.clear();
      },
    }),
  );
  reader
    .getSettings()
    .then(({ handOver }) => followCounter(handOver))
    .catch(noteTrouble);

  /** The hand-over under way, and what breaks it off. */
  let latest = { over: Promise.resolve(), stop: new AbortController() };

  function followCounter({ counter: { when, port } }: HandOverSettings): Promise<void> {
    return door.follow(when === 'never' ? undefined : port);
  }

  function noteTrouble(cause: unknown): void {
    parts.log('error', 'counter.failed', { cause });
  }

  /** The customer's values as they are now; undefined when there is no such customer any more. */
  async function valuesOf(customerUid: string): Promise<HandOverValues | undefined> {
    if (customerUid === sampleValues.customerUid) return sampleValues;
    const details = await reader.getCustomer(customerUid);
    return details && handOverValuesOf(details.customer, displayNameOf(details.customer));
  }

  async function whoIsAtTheCounter() {
    const here = counter.current();
    if (here === undefined || session().locked) return null;
    const [values, { handOver }] = await Promise.all([valuesOf(here.customerUid), reader.getSettings()]);
    if (values === undefined) return null;
    if (!here.told) {
      here.told = true;
      if (values !== sampleValues) await note('answer', here.customerUid, 'ok');
    }
    return { customer: chosenValues(handOver.counter.fields, values), since: timeOf(here.sinceMs) };
  }

  async function note(way: HandOverWay | 'answer', customerUid: string, outcome: string): Promise<void> {
    const action = `handOver.${way}`;
    await writer.appendAudit({ atMs: clock(), actor: author(), action, customerUid, outcome });
  }

  /** By one way, once. */
  async function handOverBy(
    way: HandOverWay,
    settings: HandOverSettings,
    values: HandOverValues,
    signal: AbortSignal,
  ): Promise<HandOverOutcome> {
    // Whoever was there before is not the one in the sale now, whatever becomes of this one.
    if (way === 'counter') counter.clear();
    if (problemOfWay(settings, way, allowedHosts) !== undefined) return failed(way, 'hand-over.bad-setup');
    const handedOver = handedOverBy(settings, way, values);
    if (handedOver === undefined) return failed(way, 'hand-over.nothing');
    if (signal.aborted) return failed(way, 'hand-over.overtaken');
    switch (handedOver.way) {
      case 'clipboard':
        if (host.copyText === undefined) return { way, error: null, copy: handedOver.text };
        await host.copyText(handedOver.text);
        return { way, error: null };
      case 'keys':
        return outcomeOf(
          way,
          (await host.typing?.type(handedOver.text, handedOver.end)) ?? fail('hand-over.no-typing'),
        );
      case 'url':
        return outcomeOf(way, await makeCall(handedOver.call, { fetch: parts.fetch, signal }));
      default:
        return outcomeOf(way, putAtTheCounter(settings.counter, values.customerUid));
    }
  }

  function putAtTheCounter(settings: HandOverSettings['counter'], customerUid: string | undefined): Result {
    const error = door.error();
    if (error !== null) return { ok: false, error };
    if (door.place() === undefined || customerUid === undefined) return fail('hand-over.off');
    counter.put(customerUid, settings.forgetAfterS * 1000);
    return succeed({});
  }

  /** The newest hand-over breaks an older one off and waits for its end: their keys must not mix. */
  async function alone<Value>(run: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    const before = latest;
    before.stop.abort();
    const stop = new AbortController();
    const running = before.over.then(() => run(stop.signal));
    latest = { over: running.then(noMatter, noMatter), stop };
    return running;
  }

  const handlers: Handlers<HandOverOperation> = {
    'handOver.send': ({ customerUid, occasion }) =>
      answering(() =>
        alone(async (signal) => {
          const { handOver: settings } = await reader.getSettings();
          const ways = waysInUse(settings, occasion);
          if (ways.length === 0 && occasion === 'asked') throw new TillFailure('hand-over.off');
          const values = ways.length === 0 ? {} : await valuesOf(customerUid);
          if (values === undefined) throw new TillFailure('customer.not-found');
          const outcomes: HandOverOutcome[] = [];
          // Keys at the end: they put the till's window aside.
          for (const way of ways.toSorted(
            (left, right) => Number(left === 'keys') - Number(right === 'keys'),
          )) {
            const outcome = await handOverBy(way, settings, values, signal);
            outcomes.push(outcome);
            await note(way, values.customerUid ?? customerUid, outcome.error?.code ?? 'ok');
          }
          return { outcomes };
        }),
      ),

    'handOver.try': ({ way }) =>
      answering(() =>
        alone(async (signal) => {
          const { handOver: settings } = await reader.getSettings();
          return { outcome: await handOverBy(way, settings, sampleValues, signal) };
        }),
      ),

    'handOver.done': async () => {
      const released = counter.current() !== undefined;
      counter.clear();
      return succeed({ released });
    },

    'handOver.status': () =>
      answering(async () => {
        await followCounter((await reader.getSettings()).handOver);
        const port = door.place();
        const here = counter.current();
        return {
          typing: host.typing === undefined ? fail('hand-over.no-typing').error : host.typing.problem(),
          allowedHosts,
          counter: {
            url: port === undefined ? null : `http://127.0.0.1:${port}/counter`,
            error: door.error(),
            customerUid: here?.customerUid ?? null,
            until: here === undefined ? null : timeOf(here.untilMs),
          },
        };
      }),

    'handOver.counterToken': ({ renew }) =>
      answering(async () => {
        const current = await token.get(renew);
        if (renew === true) {
          await writer.appendAudit({
            atMs: clock(),
            actor: author(),
            action: 'handOver.counterToken',
            outcome: 'ok',
          });
        }
        return { token: current };
      }),
  };

  return {
    handlers,
    note(event) {
      if (event.type === 'settings') {
        if (event.settings.handOver.counter.when === 'never') counter.clear();
        followCounter(event.settings.handOver).catch(noteTrouble);
      }
      if (event.type === 'session' && event.session.locked) counter.clear();
    },
    async stop() {
      latest.stop.abort();
      await latest.over;
      counter.clear();
      await door.close();
    },
  };
}

function timeOf(atMs: number): string {
  return new Date(atMs).toISOString();
}

function failed(way: HandOverWay, code: Parameters<typeof fail>[0]): HandOverOutcome {
  return outcomeOf(way, fail(code));
}

function outcomeOf(way: HandOverWay, result: Result): HandOverOutcome {
  return { way, error: result.ok ? null : result.error };
}

function noMatter(): void {}
