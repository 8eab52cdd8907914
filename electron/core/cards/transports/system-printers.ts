import type { Result } from '#shared/contract/errors';
import type { DiscoveredPrinters, PrinterReport } from '#shared/contract/printing';
import type { SendOutcome } from './send-outcome.ts';

export type DocumentForm = 'pdf' | 'html';

/**
 * The printers of this computer: a host that has them hands this to the core. Nothing here takes longer
 * than the host's time limits, and everything ends when the signal says so.
 */
export interface SystemPrinters {
  /** What `print` takes: a PDF, or a page of HTML (draw-pages.ts) for a browser window to print. */
  readonly takes: DocumentForm;
  /** Cards of one document at most. */
  readonly cardsAtOnce: number;
  /** Fails with `printer.no-system-printing`. */
  readonly list: (
    signal: AbortSignal,
  ) => Promise<Result<{ printers: DiscoveredPrinters['system']['printers'] }>>;
  readonly check: (systemName: string, signal: AbortSignal) => Promise<PrinterReport>;
  /** `sent`: the computer's print system has taken the whole document over. */
  readonly print: (document: SystemDocument, signal: AbortSignal) => Promise<SendOutcome>;
}

export interface SystemDocument {
  readonly systemName: string;
  /** A file of the form that is taken; may be removed as soon as `print` has answered. */
  readonly path: string;
  /** What the print system shows of it; no personal data. */
  readonly title: string;
  /** Of each page. */
  readonly widthMm: number;
  readonly heightMm: number;
}
