import type { TillError } from '#shared/contract/errors';

/**
 * `sent`: the printer, or the program that prints for it, has taken everything.
 * `not-sent`: certainly nothing was printed and nothing will be; trying again is safe.
 * `unknown`: a part or all of it may have arrived; a person looks before anything is sent again.
 */
export type SendOutcome =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'not-sent' | 'unknown'; readonly error: TillError };
