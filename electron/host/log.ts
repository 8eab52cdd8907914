import type { CoreLog } from '../core/core.ts';
import { fitEntry } from '../core/log/log-details.ts';
import { openLogFile } from '../core/log/log-file.ts';
import { spellLine } from '../core/log/log-line.ts';

/** Says something to the person at the terminal; stdout stays free for answers. */
export function tell(words: string): void {
  process.stderr.write(`${words}\n`);
}

/** The log of a till: in its data folder, and on stderr as well what went wrong. */
export function openLog(dataDir: string): CoreLog {
  const append = openLogFile(dataDir);
  let isFailing = false;
  return (level, event, details) => {
    const line = spellLine(Date.now(), fitEntry(level, event, details));
    if (level === 'warning' || level === 'error') tell(line);
    try {
      append(line);
      isFailing = false;
    } catch (cause) {
      // A till goes on without a log: whatever else the disk does not take is told to a person.
      if (!isFailing) tell(spellLine(Date.now(), fitEntry('warning', 'log.not-written', { cause })));
      isFailing = true;
    }
  };
}

/**
 * Notes what nobody has caught. Node itself would print an error's words, which may quote a customer. After an
 * exception nothing is sure any more and the process ends: what it was sending is asked about when it starts again.
 */
export function noteCrashes(log: CoreLog): void {
  process.on('unhandledRejection', (cause) => {
    log('error', 'host.rejection-unhandled', { cause });
  });
  process.on('uncaughtException', (cause) => {
    log('error', 'host.crashed', { cause });
    process.exit(1);
  });
}
