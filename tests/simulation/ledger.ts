import type { Effect } from './model-service.ts';

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
  /** How often a person had it tried again. */
  retries: number;
  /** A person gave it up, or answered for it. */
  settledBy: string | null;
}

/** The independent record of what was acknowledged to cashiers. */
export class Ledger {
  readonly entries: Entry[] = [];

  add(
    entry: Pick<Entry, 'till' | 'atMs' | 'kind' | 'customerUid' | 'mutationId'> & {
      otherUid?: string;
      fields?: Readonly<Record<string, string>>;
    },
  ): void {
    this.entries.push({
      ...entry,
      number: this.entries.length + 1,
      otherUid: entry.otherUid ?? null,
      fields: new Map(Object.entries(entry.fields ?? {})),
      retries: 0,
      settledBy: null,
    });
  }

  ofMutation(mutationId: string): Entry[] {
    return this.entries.filter((entry) => entry.mutationId === mutationId);
  }

  /** A later word of the same cashier's till on the same field that travels in the same mutation. */
  isFoldedOver(entry: Entry, field: string): boolean {
    return this.entries.some(
      (later) =>
        later.number > entry.number && later.mutationId === entry.mutationId && later.fields.has(field),
    );
  }
}
