import { fail, type TillError } from '#shared/contract/errors';
import type { PrinterCondition, PrinterReport } from '#shared/contract/printing';

/** How a printer that speaks one language is asked how it is. Nothing is printed by it. */
export interface StatusQuestion {
  readonly bytes: Uint8Array;
  /** What the answer says so far; undefined while it is no whole answer. */
  readonly read: (answer: Uint8Array) => PrinterCondition[] | undefined;
}

/**
 * ESC/POS: DLE EOT n answers one byte, at once and even offline, for n = 1 (printer),
 * 2 (why it is offline), 3 (error) and 4 (paper). Bits 0, 1, 4 and 7 of a status byte
 * are fixed (Epson, "ESC/POS Command Reference").
 */
const escPosQuestion: StatusQuestion = {
  bytes: Uint8Array.from([1, 2, 3, 4].flatMap((kind) => [0x10, 0x04, kind])),
  read(answer) {
    const [printer, offline, error, paper] = answer.filter((byte) => (byte & 0x93) === 0x12);
    if (printer === undefined || offline === undefined || error === undefined || paper === undefined) {
      return undefined;
    }
    const found: PrinterCondition[] = [];
    if ((paper & 0x60) !== 0 || (offline & 0x20) !== 0) found.push('paper-out');
    else if ((paper & 0x0c) !== 0) found.push('paper-low');
    if ((offline & 0x04) !== 0) found.push('cover-open');
    if ((offline & 0x40) !== 0 || (error & 0x6c) !== 0) found.push('error');
    if ((printer & 0x08) !== 0 && (found.length === 0 || found[0] === 'paper-low') && found.length < 2) {
      found.push('offline');
    }
    return found;
  },
};

/**
 * ZPL: `~HS` answers three lines between STX and ETX. In the first, field 2 is "paper
 * out" and field 3 "pause"; in the second, field 3 is "head up" and field 4 "ribbon out"
 * (Zebra, "ZPL II Programming Guide", ~HS).
 */
const zplQuestion: StatusQuestion = {
  bytes: new TextEncoder().encode('~HS'),
  read(answer) {
    // Each line stands between STX and ETX.
    const text = new TextDecoder('latin1').decode(answer);
    const lines = text
      .split('\x02')
      .slice(1)
      .flatMap((line) => (line.includes('\x03') ? [line.slice(0, line.indexOf('\x03')).split(',')] : []));
    const [first, second] = lines;
    if (first === undefined || second === undefined) return undefined;
    const found: PrinterCondition[] = [];
    if (isSet(first[1])) found.push('paper-out');
    if (isSet(second[2])) found.push('cover-open');
    if (isSet(second[3])) found.push('ribbon-out');
    // Whatever else is wrong pauses it too.
    if (isSet(first[2]) && found.length === 0) found.push('paused');
    return found;
  },
};

function isSet(field: string | undefined): boolean {
  return field?.trim() === '1';
}

export function statusQuestion(language: 'escpos' | 'zpl'): StatusQuestion {
  return language === 'escpos' ? escPosQuestion : zplQuestion;
}

const words: Readonly<Record<PrinterCondition, string>> = {
  ready: 'The printer is ready.',
  'paper-out': 'The printer has no paper.',
  'paper-low': 'The paper is running low.',
  'ribbon-out': 'The printer has no ribbon.',
  'cover-open': 'The printer’s cover is open.',
  paused: 'The printer is paused.',
  error: 'The printer reports an error.',
  offline: 'The printer says that it is offline.',
  silent: 'The printer answers the call. It says nothing of itself.',
};

/** What a printer that was reached says, in words. */
export function reportOf(conditions: readonly PrinterCondition[]): PrinterReport {
  const said: PrinterCondition[] = conditions.length === 0 ? ['ready'] : [...conditions];
  const detail = said.map((condition) => words[condition]).join(' ');
  return { reachable: true, conditions: said, detail, error: null };
}

/** What is told of a printer that was not reached. */
export function awayReport(error: TillError): PrinterReport {
  return { reachable: false, conditions: [], detail: error.message, error };
}

/** Why a printer in this condition gets nothing to print; undefined when it does. */
export function troubleOf(conditions: readonly PrinterCondition[]): TillError | undefined {
  if (conditions.includes('paper-out')) return fail('printer.paper-out').error;
  if (conditions.includes('cover-open')) return fail('printer.cover-open').error;
  const inTheWay = conditions.filter((condition) => !['ready', 'paper-low', 'silent'].includes(condition));
  if (inTheWay.length === 0) return undefined;
  const said = inTheWay.map((condition) => words[condition]).join(' ');
  return fail('printer.not-ready', {
    message: `${said} Nothing was sent.`,
    reason: 'printer.says',
    fill: { conditions: inTheWay.join(',') },
  }).error;
}
