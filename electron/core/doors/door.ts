import type { Result, TillError } from '#shared/contract/errors';

/** A request at a door, as far as it matters. */
export interface DoorQuestion {
  readonly method: string;
  /** With what follows the question mark. */
  readonly path: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly authorization: string | undefined;
}

export interface DoorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent where there is nothing to say. */
  readonly body?: string;
}

/** What a host lends: a port at which questions are taken. */
export type ListenAt<Place> = (
  place: Place,
  answer: (question: DoorQuestion) => Promise<DoorAnswer>,
) => Promise<Result<{ readonly close: () => Promise<void> }>>;

/** Where somebody may ask, as the settings want it: open at one place, or not at all. */
export interface Door<Place> {
  /** Opens, moves or closes; over when that is done. @param wanted undefined: closed */
  follow(wanted: Place | undefined): Promise<void>;
  /** Where it is; undefined while it is not open. */
  place(): Place | undefined;
  /** Why it is not open although it is wanted; null when nothing is wrong. */
  error(): TillError | null;
  close(): Promise<void>;
}

export function createDoor<Place>(
  listen: ListenAt<Place>,
  answer: (question: DoorQuestion, place: Place) => Promise<DoorAnswer>,
): Door<Place> {
  let open: { readonly place: Place; readonly close: () => Promise<void> } | undefined;
  let error: TillError | null = null;
  let moving: Promise<void> = Promise.resolve();

  async function moveTo(place: Place | undefined): Promise<void> {
    error = null;
    if (JSON.stringify(open?.place) === JSON.stringify(place)) return;
    const closing = open;
    open = undefined;
    await closing?.close();
    if (place === undefined) return;
    const opened = await listen(place, (question) => answer(question, place));
    if (opened.ok) open = { place, close: opened.close };
    else error = opened.error;
  }

  /** One move after the other: two at once would leave a port open that nobody closes. */
  function move(place: Place | undefined): Promise<void> {
    const moved = moving.then(() => moveTo(place));
    moving = moved.catch(() => undefined);
    return moved;
  }

  return {
    follow: move,
    place: () => open?.place,
    error: () => error,
    close: () => move(undefined),
  };
}

/** Nothing at a door is kept by whoever carries it, nor taken for what it is not. */
const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export function answerText(
  status: number,
  body: string,
  mediaType: string,
  headers: Readonly<Record<string, string>> = {},
): DoorAnswer {
  return { status, headers: { ...always, ...headers, 'content-type': mediaType }, body };
}

export function answerJson(
  status: number,
  value: object,
  headers: Readonly<Record<string, string>> = {},
): DoorAnswer {
  return answerText(status, JSON.stringify(value), 'application/json; charset=utf-8', headers);
}

export function answerNothing(status: number, headers: Readonly<Record<string, string>> = {}): DoorAnswer {
  return { status, headers: { ...always, ...headers } };
}
