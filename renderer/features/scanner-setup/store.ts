import type { TypedScan } from '#shared/scanning/judge-run';
import { learnScanner, scansToLearn, type LearnedScanner } from '#shared/scanning/learn-scanner';
import { createPrivate } from '../../bridge/private-store.ts';
import { setLearning } from '../../scanner/scanner-listener.ts';
import type { Scan } from '../../scanner/scans.ts';

interface ScannerSetup {
  /** `confirming`: enough was scanned, and a person says whether it was read well. */
  readonly step: 'trying' | 'learning' | 'confirming';
  /** What was scanned so far to learn from. */
  readonly scans: readonly TypedScan[];
  readonly learned: LearnedScanner | null;
  /** The last scans made to try the scanner, newest first. */
  readonly tried: readonly TriedScan[];
  readonly triedCount: number;
}

export interface TriedScan {
  readonly number: number;
  readonly scan: Scan;
}

const triedShown = 5;
const nothing: ScannerSetup = { step: 'trying', scans: [], learned: null, tried: [], triedCount: 0 };

export const useScannerSetup = createPrivate<ScannerSetup>(() => nothing);

/** The page is left, or learning is broken off. */
export function endLearning(): void {
  setLearning(false);
  useScannerSetup.setState({ step: 'trying', scans: [], learned: null });
}

export function beginLearning(): void {
  setLearning(true);
  useScannerSetup.setState({ step: 'learning', scans: [], learned: null });
}

/** A scan, while the page is open: learned from, or shown. */
export function takeScan(scan: Scan): boolean {
  const { step, scans, tried, triedCount } = useScannerSetup.getState();
  if (step === 'learning' && scan.typed) {
    const made = [...scans, scan.typed];
    if (made.length < scansToLearn) {
      useScannerSetup.setState({ scans: made });
    } else {
      setLearning(false);
      useScannerSetup.setState({ step: 'confirming', scans: made, learned: learnScanner(made) });
    }
  } else {
    const number = triedCount + 1;
    useScannerSetup.setState({
      tried: [{ number, scan }, ...tried].slice(0, triedShown),
      triedCount: number,
    });
  }
  return true;
}

/** Learns anew from the same scans, with what stands on the card scanned last. */
export function learnWith(printed: string): void {
  const { scans } = useScannerSetup.getState();
  useScannerSetup.setState({ learned: learnScanner(scans, printed) });
}

export function forgetTried(): void {
  useScannerSetup.setState({ tried: [], triedCount: 0 });
}
