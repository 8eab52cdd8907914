import { spawn } from 'node:child_process';
import { because } from '#shared/contract/error-reasons';
import { fail, succeed, type Result } from '#shared/contract/errors';
import type { PrinterCondition } from '#shared/contract/printing';
import { awayReport, reportOf, troubleOf } from '../core/cards/transports/printer-status.ts';
import type { SystemPrinters } from '../core/cards/transports/system-printers.ts';
import { hasCommand } from './has-command.ts';

/** How long `lpstat` may take. */
const lookTimeoutMs = 3_000;
/** How long `lp` may take to hand a document to the print system. */
const printTimeoutMs = 60_000;

/** What a command of CUPS said; `ended` is null when it did not end in time or was stopped. */
interface Said {
  readonly ended: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** There is no such command on this computer. */
  readonly isMissing: boolean;
}

/** Whether this computer has the commands of CUPS. */
export function hasCups(): boolean {
  return hasCommand('lp') && hasCommand('lpstat');
}

/**
 * The printers of this computer through CUPS (Linux, macOS), by its own commands
 * `lpstat` and `lp`, which find the server as every program does.
 */
export const cupsPrinters: SystemPrinters = {
  takes: 'pdf',
  cardsAtOnce: Infinity,

  async list(signal) {
    const named = await run('lpstat', ['-e'], lookTimeoutMs, signal);
    if (!wasAnswered(named)) return refusal(named);
    // It names no printers where there are none, and where nobody is there to ask.
    const scheduler = named.stdout === '' ? await run('lpstat', ['-r'], lookTimeoutMs, signal) : named;
    if (scheduler.ended === null || isServerAway(scheduler)) return refusal(scheduler);
    const [described, chosen] = await Promise.all([
      run('lpstat', ['-l', '-p'], lookTimeoutMs, signal),
      run('lpstat', ['-d'], lookTimeoutMs, signal),
    ]);
    const descriptions = descriptionsOf(described.stdout);
    const defaultName = /^system default destination: (.+)$/m.exec(chosen.stdout)?.[1];
    const names = named.stdout.split('\n').filter((name) => name !== '');
    return succeed({
      printers: names.map((systemName) => ({
        systemName,
        description: descriptions.get(systemName) ?? systemName,
        isDefault: systemName === defaultName,
      })),
    });
  },

  async check(systemName, signal) {
    const said = await run('lpstat', ['-l', '-p', systemName], lookTimeoutMs, signal);
    if (said.isMissing || said.ended === null || isServerAway(said)) {
      return awayReport(refusal(said).error);
    }
    if (said.ended !== 0 || !said.stdout.startsWith('printer ')) {
      // Without anybody to ask, `lpstat` says that there is no such printer.
      const scheduler = await run('lpstat', ['-r'], lookTimeoutMs, signal);
      return awayReport(
        isServerAway(scheduler)
          ? refusal(scheduler).error
          : fail('printer.unreachable', because('computer.no-printer')).error,
      );
    }
    return reportOf(conditionsOf(said.stdout));
  },

  async print({ systemName, path, title, widthMm, heightMm }, signal) {
    // CUPS takes documents for a printer that is stopped, and keeps them until somebody starts it.
    const { conditions, error } = await this.check(systemName, signal);
    if (signal.aborted) return { outcome: 'not-sent', error: fail('printer.stopped').error };
    if (error !== null) return { outcome: 'not-sent', error };
    const trouble = troubleOf(conditions);
    if (trouble !== undefined) return { outcome: 'not-sent', error: trouble };
    const page = `media=Custom.${toTenths(widthMm)}x${toTenths(heightMm)}mm`;
    const arguments_ = ['-d', systemName, '-t', title, '-o', page, '-o', 'print-scaling=none', '--', path];
    const said = await run('lp', arguments_, printTimeoutMs, signal);
    if (said.ended === 0) return { outcome: 'sent' };
    // `lp` ends with an error only when the print system has no such job; when it was broken off, nobody knows.
    if (said.isMissing || said.ended !== null) {
      return { outcome: 'not-sent', error: refusal(said).error };
    }
    return { outcome: 'unknown', error: fail('printer.unknown-outcome').error };
  },
};

function toTenths(millimetres: number): string {
  return millimetres.toFixed(1);
}

function run(
  command: string,
  arguments_: readonly string[],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Said> {
  return new Promise((resolve) => {
    let stdout = '';
    let stderr = '';
    if (signal.aborted) {
      resolve({ ended: null, stdout, stderr, isMissing: false });
      return;
    }
    // The words of its answers are read: they have to be those of no language.
    const child = spawn(command, arguments_, {
      env: { ...process.env, LC_ALL: 'C', LANGUAGE: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const end = (ended: number | null, isMissing = false): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve({ ended, stdout, stderr, isMissing });
    };
    const stop = (): void => {
      child.kill('SIGKILL');
      // A process the system does not let go of is not waited for.
      child.stdout.destroy();
      child.stderr.destroy();
      end(null);
    };
    const timer = setTimeout(stop, timeoutMs);
    signal.addEventListener('abort', stop, { once: true });
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', () => end(null, true));
    child.once('close', (code) => end(code));
  });
}

/** `lpstat -e` without any printer ends with an error or without, by version; both are an answer. */
function wasAnswered(said: Said): boolean {
  return said.ended === 0 || (said.ended !== null && /no destinations/i.test(said.stderr));
}

function isServerAway({ stdout, stderr }: Said): boolean {
  return /scheduler (?:is )?not r(?:unning|esponding)|bad file descriptor|unable to connect/i.test(
    `${stdout}\n${stderr}`,
  );
}

/** Why the print system did nothing, in words. */
function refusal(said: Said): Extract<Result, { ok: false }> {
  if (said.isMissing) return fail('printer.no-system-printing');
  if (said.ended === null) {
    return fail('printer.unreachable', because('computer.silent'));
  }
  if (isServerAway(said)) {
    return fail('printer.unreachable', because('computer.stopped'));
  }
  const words = said.stderr
    .trim()
    .split('\n')
    .at(-1)
    ?.replace(/^lp(?:stat)?: /, '');
  return fail(
    'printer.refused',
    because('computer.refused', { words: words || `it ended with ${said.ended}` }),
  );
}

/** `lpstat -l -p`: a line a printer, and indented lines about it. */
function descriptionsOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  let systemName = '';
  for (const line of text.split('\n')) {
    systemName = /^printer (\S+)/.exec(line)?.[1] ?? systemName;
    const described = /^\s+Description: (.+)$/.exec(line)?.[1];
    if (described !== undefined) found.set(systemName, described);
  }
  return found;
}

/** `printer-state-reasons` of IPP, as `lpstat -l` puts them after "Alerts:". */
const reasons: readonly (readonly [pattern: RegExp, condition: PrinterCondition])[] = [
  [/\bmedia-(?:empty|needed)/, 'paper-out'],
  [/\bmedia-low/, 'paper-low'],
  [/\b(?:cover|door)-open/, 'cover-open'],
  [/\bmarker-supply-empty/, 'ribbon-out'],
  [/\boffline/, 'offline'],
  [/\b(?:media-jam|other)-error/, 'error'],
];

function conditionsOf(text: string): PrinterCondition[] {
  const [line = ''] = text.split('\n');
  const alerts = /^\s+Alerts: (.*)$/m.exec(text)?.[1] ?? '';
  const found = reasons.flatMap(([pattern, condition]) => (pattern.test(alerts) ? [condition] : []));
  return /\bdisabled since\b/.test(line) ? [...found, 'paused'] : found;
}
