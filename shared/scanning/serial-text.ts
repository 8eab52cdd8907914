/** Scans out of the bytes of a serial port. */
export interface SerialText {
  /** Text as it comes in, in any pieces. @returns the scans that are complete with it */
  take(text: string): readonly string[];
  /** Nothing came any more: what is there is a scan without an end. */
  flush(): readonly string[];
}

/** ETX and EOT, with which some scanners end, as ends of lines. */
const asLines = (text: string): string => text.replaceAll('\u0003', '\n').replaceAll('\u0004', '\n');
/** No symbol holds more; whatever sends this much without an end is no scanner. */
const longestScan = 8192;

export function createSerialText(): SerialText {
  let pending = '';
  return {
    take(text) {
      const parts = asLines(pending + text).split(/[\r\n]+/);
      pending = (parts.pop() ?? '').slice(0, longestScan);
      return complete(parts);
    },
    flush() {
      const rest = pending;
      pending = '';
      return complete([rest]);
    },
  };
}

function complete(scans: readonly string[]): readonly string[] {
  return scans.filter((scan) => scan.trim() !== '');
}
