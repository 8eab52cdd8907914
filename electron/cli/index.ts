import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { emptyDataWords, resolveDataDir } from '../host/data-dir.ts';
import { tell } from '../host/log.ts';
import { UsageError, type Command } from './command.ts';
import { backup, backups } from './commands/backup.ts';
import { call } from './commands/call.ts';
import { config } from './commands/config.ts';
import { connect } from './commands/connect.ts';
import { diagnostics } from './commands/diagnostics.ts';
import { doctor } from './commands/doctor.ts';
import { fleetStatus } from './commands/fleet-status.ts';
import { health } from './commands/health.ts';
import { importFile } from './commands/import.ts';
import { practice } from './commands/practice.ts';
import { recover, restore } from './commands/restore.ts';
import { rotateKeyCommand } from './commands/rotate-key.ts';
import { searchBatch } from './commands/search-batch.ts';
import { serve } from './commands/serve.ts';
import { sync } from './commands/sync.ts';

const commands: Readonly<Record<string, Command>> = {
  connect,
  config,
  call,
  import: importFile,
  'search-batch': searchBatch,
  sync,
  serve,
  practice,
  backup,
  backups,
  restore,
  recover,
  doctor,
  health,
  'fleet-status': fleetStatus,
  diagnostics,
  'rotate-key': rotateKeyCommand,
};

const sharedOptions = {
  data: { type: 'string' },
  config: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * The headless host (docs/architecture.md). stdout carries
 * answers alone; everything for people goes to stderr.
 *
 * @returns the exit code: 0 well, 1 the command failed, 2 the command line is wrong
 */
export async function runTill(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const isRead = watchReaders();
  const name = nameOfCommand(args);
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  try {
    const { values, positionals } = parse(args, command);
    if (values['help'] === true) {
      process.stdout.write(
        command === undefined ? help() : `till [--data DIR] ${name} ${command.usage}\n\n${command.summary}\n`,
      );
      return 0;
    }
    if (name === undefined) throw new UsageError('A command is missing.');
    if (command === undefined) throw new UsageError(`There is no command “${name}”.`);
    const [, unexpected] = positionals;
    if (unexpected !== undefined && command.takesArguments !== true) {
      throw new UsageError(`“${unexpected}” is not understood.`);
    }
    const data = values['data'];
    if (data === '') throw new UsageError(emptyDataWords);
    return await command.run(
      { values, positionals: positionals.slice(1) },
      {
        dataDir: resolveDataDir(typeof data === 'string' ? data : undefined, 'till', env),
        env,
        configFile: typeof values['config'] === 'string' ? resolve(values['config']) : undefined,
        answer: (value) => {
          if (isRead()) process.stdout.write(`${JSON.stringify(value)}\n`);
          return isRead();
        },
      },
    );
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    tell(
      `${cause.message}\n\n${command === undefined ? help() : `till [--data DIR] ${name} ${command.usage}`}`,
    );
    return 2;
  }
}

/**
 * Lets whoever reads the output leave early (`till … | head -1`): nothing more is
 * said, and what was asked for is done all the same.
 *
 * @returns whether somebody still reads stdout
 */
function watchReaders(): () => boolean {
  let isRead = true;
  process.stderr.on('error', expectLeaving);
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    expectLeaving(cause);
    isRead = false;
  });
  return () => isRead;
}

function expectLeaving(cause: NodeJS.ErrnoException): void {
  if (cause.code !== 'EPIPE') throw cause;
}

/** The first argument that is neither an option nor an option's value. */
function nameOfCommand(args: readonly string[]): string | undefined {
  const { tokens } = parseArgs({
    args: [...args],
    options: sharedOptions,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens.find((token) => token.kind === 'positional')?.value;
}

function parse(
  args: readonly string[],
  command: Command | undefined,
): { values: Record<string, string | boolean | undefined>; positionals: string[] } {
  try {
    return parseArgs({
      args: [...args],
      options: { ...sharedOptions, ...command?.options },
      allowPositionals: true,
    });
  } catch (cause) {
    // parseArgs says what is wrong with an option in words meant for people.
    throw new UsageError(cause instanceof Error ? cause.message : String(cause));
  }
}

function help(): string {
  const lines = Object.entries(commands).map(
    ([name, command]) => `  ${`${name} ${command.usage}`.trimEnd()}\n      ${command.summary}`,
  );
  return `npm run -s till -- [--data DIR] COMMAND\n\n${lines.join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.exitCode = await runTill(process.argv.slice(2));
