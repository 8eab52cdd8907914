import { readFileSync } from 'node:fs';
import {
  isAddress,
  rankTills,
  readStatuses,
  type FoundStatus,
  type TillStanding,
} from '../../core/health/read-statuses.ts';
import { healthLevels } from '#shared/health/health';
import { numberOption, textOption, UsageError, type Command } from '../command.ts';

/** `fleet-status PLACE…`: how many tills are doing, those first that need somebody; exit code 1 when one does. */
export const fleetStatus: Command = {
  usage: 'FOLDER|FILE|URL… [--token-file F] [--silent-minutes N] [--table]',
  summary:
    'How many tills are doing, by the status files below a folder or by asking them, what needs somebody first.',
  options: {
    'token-file': { type: 'string' },
    'silent-minutes': { type: 'string' },
    table: { type: 'boolean' },
  },
  takesArguments: true,
  async run(given, context) {
    if (given.positionals.length === 0) throw new UsageError('FOLDER, FILE or URL is missing.');
    const tokenFile = textOption(given, 'token-file');
    const silentMinutes = numberOption(given, 'silent-minutes', { min: 1, max: 100_000 }) ?? 30;
    if (given.positionals.some(isAddress) && tokenFile === undefined) {
      throw new UsageError('Addresses are asked with a token: --token-file names the file it is in.');
    }
    const token = tokenFile === undefined ? undefined : readToken(tokenFile);
    const tills = rankTills(await read(given.positionals, token), Date.now(), silentMinutes * 60_000);
    const summary = {
      tills: tills.length,
      ...Object.fromEntries(
        healthLevels.map((level) => [level, tills.filter((till) => till.level === level).length]),
      ),
    };
    if (given.values['table'] === true) process.stdout.write(tableOf(tills));
    else context.answer({ summary, tills });
    return tills.some(({ level }) => level === 'act') ? 1 : 0;
  },
};

async function read(places: readonly string[], token: string | undefined): Promise<FoundStatus[]> {
  try {
    const found = await readStatuses(places.filter(isAddress), { token });
    for (const place of places.filter((named) => !isAddress(named))) {
      const inside = await readStatuses([place], { token });
      // A share that is not mounted is an empty folder, and would read as if all were well.
      if (inside.length === 0) throw new UsageError(`${place} has no status of a till in it: is it mounted?`);
      found.push(...inside);
    }
    return found;
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const { code, path } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    throw new UsageError(`${path ?? 'A place that was named'} cannot be read (${code}).`);
  }
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new UsageError(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** For people at a terminal. */
function tableOf(tills: readonly TillStanding[]): string {
  const head = [
    'level',
    'store',
    'till',
    'state',
    'at',
    'version',
    'customers',
    'waiting',
    'parked',
    'troubles',
  ];
  const rows = tills.map((till) => [
    till.level,
    till.store ?? '-',
    till.till ?? till.from,
    till.state,
    till.at?.slice(0, 16) ?? '-',
    till.version ?? '-',
    String(till.customers ?? '-'),
    String(till.waiting ?? '-'),
    String(till.parked ?? '-'),
    till.troubles.join(' '),
  ]);
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => printable(row[column]).length)),
  );
  const line = (cells: readonly string[]) =>
    `${cells
      .map((cell, column) => printable(cell).padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  return [head, ...rows].map(line).join('');
}

/** What somebody else wrote must not move the cursor of this terminal. */
function printable(text = ''): string {
  return text.replaceAll(/[^\x20-\x7e\u00a0-\uffff]/g, '?');
}
