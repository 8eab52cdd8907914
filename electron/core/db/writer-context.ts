import type { LookupWriter } from './lookup-rows.ts';
import type { Store } from './open.ts';

/** What every writing function of db/ works with; each runs inside one transaction of the writer. */
export interface WriterContext {
  readonly db: Store;
  /** Index entries change in the transaction of the row they belong to. */
  readonly lookup: LookupWriter;
}
