import { codeOfScan, type ScannedCode } from '#shared/scanning/scan-code';
import type { TypedScan } from '#shared/scanning/judge-run';

/** What a scanner read, wherever it came from. */
export interface Scan extends ScannedCode {
  /** As it was sent, without the learned prefix and the end. */
  readonly text: string;
  /** How it was typed; absent for a scanner on a serial port. */
  readonly typed?: TypedScan;
}

/** @returns whether the scan was taken; otherwise the next one is asked */
export type ScanHandler = (scan: Scan) => boolean;

let handlers: readonly ScanHandler[] = [];

/**
 * Asks for scans. Whoever asked last is served first: what waits for a card
 * now comes before what does something with any card.
 *
 * @returns what stops it
 */
export function onScan(handler: ScanHandler): () => void {
  handlers = [handler, ...handlers];
  return () => {
    handlers = handlers.filter((other) => other !== handler);
  };
}

/** Hands a scan to whoever takes it. */
export function deliverScan(text: string, typed?: TypedScan): void {
  const scan: Scan = { text, ...codeOfScan(text), ...(typed && { typed }) };
  handlers.some((handler) => handler(scan));
}
