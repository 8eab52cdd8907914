/** Time that passes only when something is due: minutes of waiting take no time, and the same run is always the same. */
export interface VirtualTime {
  readonly nowMs: () => number;
  /** @returns takes it off the agenda again */
  after(ms: number, run: () => void): () => void;
  /** Lets everything happen that is due until then, each with all that follows from it at once. */
  runUntil(atMs: number): Promise<void>;
}

interface Due {
  readonly atMs: number;
  readonly order: number;
  run: (() => void) | undefined;
}

export function createVirtualTime(): VirtualTime {
  const agenda: Due[] = [];
  let now = 0;
  let order = 0;

  return {
    nowMs: () => now,

    after(ms, run) {
      const due: Due = { atMs: now + Math.max(0, Math.ceil(ms)), order: (order += 1), run };
      push(agenda, due);
      return () => {
        due.run = undefined;
      };
    },

    async runUntil(atMs) {
      for (let next = agenda[0]; next !== undefined && next.atMs <= atMs; next = agenda[0]) {
        pop(agenda);
        if (next.run === undefined) continue;
        now = next.atMs;
        next.run();
        await settled();
      }
      now = Math.max(now, atMs);
    },
  };
}

/** Promises that follow from one another are all done before the event loop turns. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function isBefore(left: Due, right: Due): boolean {
  return left.atMs === right.atMs ? left.order < right.order : left.atMs < right.atMs;
}

function push(heap: Due[], due: Due): void {
  let at = heap.push(due) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (!isBefore(due, heap[above]!)) break;
    heap[at] = heap[above]!;
    at = above;
  }
  heap[at] = due;
}

function pop(heap: Due[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below += 1;
    if (!isBefore(heap[below]!, last)) break;
    heap[at] = heap[below]!;
    at = below;
  }
  heap[at] = last;
}
