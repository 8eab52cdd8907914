import type { Line, Orders } from './orders.ts';

/** What a till under faults is told. */
export interface FaultOrders extends Pick<Orders, 'dataDir' | 'service' | 'seed' | 'name' | 'known'> {
  readonly rounds: number;
  readonly controlPath: string;
}

/** What it says beside what every till at work says. */
export type FaultLine =
  | Line
  | { readonly what: 'not-opened'; readonly code: string; readonly message: string }
  /** A fault is over; so many calls failed. */
  | { readonly what: 'fault'; readonly fault: string; readonly struck: number }
  /** The till did not do what it has to in spite of the fault, or after it. */
  | { readonly what: 'unusable'; readonly after: string };
