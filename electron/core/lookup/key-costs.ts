/** What it costs to be found by a key, in the units of word-matches.ts. */
export const keyCosts = {
  exact: 0,
  /** The last digits are what people say. */
  phoneEnds: 2,
  phoneBegins: 3,
  codeBegins: 4,
  codeEnds: 5,
  /** A name that begins like an address is more likely meant. */
  emailBegins: 5,
  /** All that stands before the @. */
  emailLocalPart: 3,
  /** The right name at an address with errors behind the @, and at quite another one. */
  emailEndsOtherwise: 18,
  emailElsewhere: 24,
  /** Found by reading a number in another way than it was typed. */
  numberReadOtherwise: 2,
  /** The same, where that reading is an unlikely one. */
  numberReadOddly: 13,
  /** Added to the edits of a number with typing errors; more when digits before it are missing. */
  numberErrs: 3,
  numberLacks: 3,
} as const;

/** Adds what was found; the lowest cost of a customer counts. */
export type NoteCustomer = (customerId: number, cost: number) => void;

/** Whose values count. */
export interface Scope {
  readonly customers: boolean;
  readonly contacts: boolean;
}
