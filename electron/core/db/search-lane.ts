import { TillFailure } from '#shared/contract/errors';

interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly caller: string | undefined;
  readonly resolve: (answer: Promise<Answer>) => void;
  readonly reject: (failure: TillFailure) => void;
}

/**
 * The way of searches to the reader's thread: one is there at a time, the others
 * wait here. A search that still waits is overtaken by the next one of the same
 * caller, which takes its place; it never runs. So whoever types faster than the
 * reader answers waits for one search, and a call that is no search (a customer
 * opened with a click) goes before all that wait.
 *
 * @param search asks the reader
 * @returns asks the reader when it is its turn; searches without a caller are never overtaken.
 *   Fails with `search.overtaken`.
 */
export function createSearchLane<Request, Answer>(
  search: (request: Request) => Promise<Answer>,
): (request: Request, caller?: string) => Promise<Answer> {
  const waiting: Waiting<Request, Answer>[] = [];
  let running = false;

  function runNext(): void {
    const next = running ? undefined : waiting.shift();
    if (next === undefined) return;
    running = true;
    const goOn = () => {
      running = false;
      runNext();
    };
    const answer = search(next.request);
    answer.then(goOn, goOn);
    next.resolve(answer);
  }

  return (request, caller) =>
    new Promise((resolve, reject) => {
      const newest = { request, caller, resolve, reject };
      const at = caller === undefined ? -1 : waiting.findIndex((other) => other.caller === caller);
      if (at === -1) waiting.push(newest);
      else waiting.splice(at, 1, newest)[0]?.reject(new TillFailure('search.overtaken'));
      runNext();
    });
}
