/**
 * Who is at the counter: one customer, by id alone, until somebody says "done",
 * another one comes, or the time is over. Lives in memory and nowhere else.
 */
export interface Counter {
  put(customerUid: string, forgetAfterMs: number): void;
  current(): AtCounter | undefined;
  clear(): void;
}

export interface AtCounter {
  readonly customerUid: string;
  /** When they came, and when they are forgotten: milliseconds since the epoch. */
  readonly sinceMs: number;
  readonly untilMs: number;
  /** A POS has been told. */
  told: boolean;
}

/**
 * @param deps.monotonicMs milliseconds that never jump: a clock set back must not keep anybody at the counter
 * @param deps.onChange somebody came, or went
 */
export function createCounter(deps: {
  readonly clock: () => number;
  readonly monotonicMs: () => number;
  readonly onChange: () => void;
}): Counter {
  let here: { readonly who: AtCounter; readonly endMs: number; readonly timer: NodeJS.Timeout } | undefined;

  function clear(): void {
    if (here === undefined) return;
    clearTimeout(here.timer);
    here = undefined;
    deps.onChange();
  }

  return {
    put(customerUid, forgetAfterMs) {
      clearTimeout(here?.timer);
      const sinceMs = deps.clock();
      here = {
        who: { customerUid, sinceMs, untilMs: sinceMs + forgetAfterMs, told: false },
        endMs: deps.monotonicMs() + forgetAfterMs,
        timer: setTimeout(clear, forgetAfterMs).unref(),
      };
      deps.onChange();
    },
    current() {
      if (here !== undefined && deps.monotonicMs() >= here.endMs) clear();
      return here?.who;
    },
    clear,
  };
}
