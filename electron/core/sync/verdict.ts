import type { TillError } from '#shared/contract/errors';
import type { CustomerRecord } from '#shared/customer/model';
import type { ClaimedMutation } from '../db/claims.ts';

/** What to do with a mutation now that something is known about it. */
export type Verdict =
  | { readonly do: 'ack'; readonly record: CustomerRecord | null }
  | {
      readonly do: 'release';
      /** False when the try counts for nothing: it certainly never reached the service, or failed for others' sake. */
      readonly counted: boolean;
      readonly error: TillError | null;
    }
  | { readonly do: 'ask-later'; readonly error: TillError }
  | { readonly do: 'park'; readonly error: TillError }
  | {
      readonly do: 'rebase';
      readonly record: CustomerRecord;
      /** It was found changed before the update was sent; the update was refused; the update's answer never came. */
      readonly because: 'moved' | 'turned-down' | 'no-answer';
    };

/** A mutation with its verdict, ready to be written down. */
export interface Judged {
  readonly mutation: ClaimedMutation;
  readonly verdict: Verdict;
}
