import { fail, type TillError } from '#shared/contract/errors';
import type { HandOverSettings } from '#shared/contract/hand-over';
import type { CounterAnswer, CounterQuestion, HandOverHost } from './hand-over-host.ts';

/** Where a POS asks, as the settings want it: open on one port, or not at all. */
export interface CounterDoor {
  /** Opens, moves or closes; over when that is done. */
  follow(settings: HandOverSettings['counter']): Promise<void>;
  /** Its port; undefined while it is not open. */
  port(): number | undefined;
  /** Why it is not open although it is on; null when nothing is wrong. */
  error(): TillError | null;
  close(): Promise<void>;
}

export function createCounterDoor(
  listen: HandOverHost['listen'],
  answer: (question: CounterQuestion, port: number) => Promise<CounterAnswer>,
): CounterDoor {
  let open: { readonly port: number; readonly close: () => Promise<void> } | undefined;
  let error: TillError | null = null;
  let moving: Promise<void> = Promise.resolve();

  async function shut(): Promise<void> {
    const closing = open;
    open = undefined;
    await closing?.close();
  }

  async function moveTo(port: number | undefined): Promise<void> {
    error = null;
    if (open?.port === port) return;
    await shut();
    if (port === undefined) return;
    const opened =
      (await listen?.(port, (question) => answer(question, port))) ?? fail('hand-over.not-asked');
    if (opened.ok) open = { port, close: opened.close };
    else error = opened.error;
  }

  /** One move after the other: two at once would leave a port open that nobody closes. */
  function move(port: number | undefined): Promise<void> {
    moving = moving.then(() => moveTo(port));
    return moving;
  }

  return {
    follow: ({ when, port }) => move(when === 'never' ? undefined : port),
    port: () => open?.port,
    error: () => error,
    close: () => move(undefined),
  };
}
