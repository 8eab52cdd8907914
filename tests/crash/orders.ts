import type { ServiceKind } from '../practice/practice-connection.ts';
import type { OperationInput } from '../../shared/contract/operations.ts';

/** What a till at work is told on its stdin, as one line of JSON. */
export interface Orders {
  readonly dataDir: string;
  /** What it is connected to: no cashier asks for what the service does not have. */
  readonly service: ServiceKind;
  readonly seed: number;
  /** Begins the uids and markers of this process: no two processes have the same. */
  readonly name: string;
  /** Customers it may change, one list a cashier: no two change the same. */
  readonly known: readonly (readonly string[])[];
  /** Customers that must be there when it opens. */
  readonly expected: readonly string[];
  /** How many changes each cashier makes before the till closes; without it they never stop. */
  readonly changes?: number;
  /** Connects the till first. */
  readonly connection?: OperationInput<'connection.set'>;
  /** Takes in this file of customers while the cashiers work. */
  readonly importFile?: string;
  /** Writes what it says to this file too, before it says it. */
  readonly marksFile?: string;
}

export type ChangeKind = 'create' | 'update' | 'delete' | 'merge' | 'print';

/** What a till at work says on its stdout, a line of JSON each. */
export type Line =
  | { readonly what: 'loaded' | 'opened' }
  | { readonly what: 'not-opened'; readonly code: string }
  | { readonly what: 'missing'; readonly customerUid: string; readonly code: string }
  | {
      readonly what: 'asked';
      readonly number: number;
      readonly kind: ChangeKind;
      readonly customerUid: string;
      /** The customer a merge removes. */
      readonly otherUid?: string;
      /** The value that a create or an update writes, and where. */
      readonly field?: string;
      readonly value?: string;
    }
  | { readonly what: 'acknowledged'; readonly number: number; readonly mutationId: string | null }
  | { readonly what: 'refused'; readonly number: number; readonly code: string; readonly message: string }
  | { readonly what: 'imported'; readonly count: number };
