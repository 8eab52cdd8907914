/** How a scanner ends what it types; `any` until one has been learned. */
export const scanEnds = ['any', 'enter', 'line-feed', 'tab', 'none'] as const;
export type ScanEnd = (typeof scanEnds)[number];

/**
 * The keyboard a scanner believes it is. `as-typed`: the same as the till's,
 * with digits read from the physical keys all the same.
 */
export const scannerLayouts = ['as-typed', 'us', 'nordic', 'qwertz', 'azerty'] as const;
export type ScannerLayout = (typeof scannerLayouts)[number];

/** What is known of the scanner at this till, as it types. */
export interface ScannerProfile {
  /** Typed before every code, taken off; function keys as in `function-keys.ts`. */
  readonly prefix: string;
  readonly suffix: ScanEnd;
  /** The longest pause between two of its keys, jitter included. */
  readonly maxKeyMs: number;
  /** Shorter bursts are never a scan. */
  readonly minLength: number;
  readonly layout: ScannerLayout;
}

/** Fits any scanner of 5 to 60 ms a key with some jitter, before one has been learned. */
export const unlearnedScanner: ScannerProfile = {
  prefix: '',
  suffix: 'any',
  maxKeyMs: 80,
  minLength: 6,
  layout: 'as-typed',
};

/** What is listened for while a scanner is being learned: anything no person types. */
export const learningProfile: ScannerProfile = { ...unlearnedScanner, maxKeyMs: 120, minLength: 3 };
