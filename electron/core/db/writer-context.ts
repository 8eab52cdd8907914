import type { Customer } from '#shared/customer/model';
import type { Store } from './open.ts';
import type { PreparedCustomers } from './prepared-customers.ts';

/** What every writing function of db/ works with; each runs inside one transaction of the writer. */
export interface WriterContext {
  readonly db: Store;
  /** Index entries change in the transaction of the row they belong to. */
  readonly lookup: {
    put(customerId: number, customer: Customer): void;
    putNew(customers: PreparedCustomers, customerIds: Uint32Array): void;
    remove(customerId: number): void;
    rebuildEntries(afterCustomerId: number, count: number): { last: number; done: boolean };
    ownersOf(key: number): number[];
    settleKeys(): boolean;
    forget(): void;
  };
}
