import type { TillError } from '#shared/contract/errors';
import type { Finding } from '../../core/core.ts';
import { storeAt, storePathOf } from '../../core/db/data-folder.ts';
import { listenForStatus } from '../../host/status-listener.ts';
import { waysOutOf } from '../../host/ways-out.ts';
import type { Command, CommandContext } from '../command.ts';
import { openCore } from '../open-core.ts';

/** `doctor`: looks the till over; exit code 1 when anything is wrong. */
export const doctor: Command = {
  usage: '',
  summary: 'Integrity, schema version, outbox, index coverage and key, each with what to do.',
  options: {},
  async run(_given, context) {
    const findings = await examine(context);
    const ok = findings.every((finding) => finding.ok);
    context.answer({ ok, findings });
    return ok ? 0 : 1;
  },
};

async function examine(context: CommandContext): Promise<readonly Finding[]> {
  // Looking must not make a till where there is none.
  if (storeAt(storePathOf(context.dataDir)) === 'none') return [findingOfNoTill(context.dataDir)];
  const opened = await openCore(context, {
    backgroundSync: false,
    unattendedAs: 'command line',
    listenForStatus,
  });
  if (!opened.ok) return [findingOf(opened.error)];
  try {
    return await opened.core.diagnose();
  } finally {
    await opened.core.close();
  }
}

export function findingOfNoTill(dataDir: string): Finding {
  return {
    check: 'store',
    ok: false,
    detail: `There is no till in ${dataDir}.`,
    advice: 'Name its folder with --data, or make one with the connect or the import command.',
  };
}

/** What kept a till from being opened. */
export function findingOf(error: TillError): Finding {
  const advice: Partial<Record<TillError['code'], string>> = {
    'store.in-use': 'Close the till that uses this folder, or ask that till.',
    'store.unwritable': 'Give this account the right to write the folder.',
    'disk.full': 'Free some space on the disk.',
    'disk.failing': 'Copy the folder to another disk and have this one looked at.',
  };
  return {
    check: error.code.endsWith('-key') ? 'key' : 'store',
    ok: false,
    detail: `${error.message} (${error.code})`,
    advice: advice[error.code] ?? (waysOutOf(error.code).join(' ') || 'Set it right and look again.'),
  };
}
