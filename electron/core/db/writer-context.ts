import type { Customer } from '#shared/customer/model';
import type { Store } from './open.ts';

/** What every writing function of db/ works with; each runs inside one transaction of the writer. */
export interface WriterContext {
  readonly db: Store;
  /** Index entries change in the transaction of the row they belong to. */
  readonly lookup: {
    put(customerId: number, customer: Customer): void;
    remove(customerId: number): void;
    rebuildEntries(afterCustomerId: number, count: number): { last: number; done: boolean };
    forget(): void;
  };
}
