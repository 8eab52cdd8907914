import type { Effect } from './model-service.ts';
import type { SimTill } from './sim-till.ts';
import { isUnsettled } from './till-rows.ts';

/** What a cashier was told is saved: one change, as it was meant. Values are used once in a run, so each names its change. */
export interface Entry {
  readonly number: number;
  readonly till: string;
  readonly atMs: number;
  readonly kind: Effect['kind'];
  readonly customerUid: string;
  /** Source of a merge. */
  readonly otherUid: string | null;
  /** The mutation that carries it. */
  readonly mutationId: string;
  /** Wanted values by field. */
  readonly fields: Map<string, string>;
  /** Fields the same till gave another value before this one was done. */
  readonly overruled: Set<string>;
  /** How often a person had it tried again. */
  retries: number;
  /** A person gave it up, or answered for it. */
  settledBy: string | null;
}

/** The independent record of what was acknowledged to cashiers. */
export class Ledger {
  readonly entries: Entry[] = [];
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Saved by this till, now. */
  add(
    till: SimTill,
    entry: Pick<Entry, 'kind' | 'customerUid' | 'mutationId'> & {
      readonly otherUid?: string;
      readonly fields?: Readonly<Record<string, string>>;
    },
  ): void {
    const fields = new Map(Object.entries(entry.fields ?? {}));
    for (const earlier of this.entries) {
      if (earlier.till !== till.name || earlier.customerUid !== entry.customerUid) continue;
      const both = [...fields.keys()].filter((field) => earlier.fields.has(field));
      if (both.length === 0 || !isUnsettled(till, earlier.mutationId)) continue;
      for (const field of both) earlier.overruled.add(field);
    }
    this.entries.push({
      ...entry,
      till: till.name,
      atMs: this.#nowMs(),
      number: this.entries.length + 1,
      otherUid: entry.otherUid ?? null,
      fields,
      overruled: new Set(),
      retries: 0,
      settledBy: null,
    });
  }

  ofMutation(mutationId: string): Entry[] {
    return this.entries.filter((entry) => entry.mutationId === mutationId);
  }
}
