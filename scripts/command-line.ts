import { readFileSync } from 'node:fs';
import { parseArgs, type ParseArgsConfig } from 'node:util';

/**
 * What a command takes, by what it is without it: a number (a positive whole one is wanted), numbers with commas
 * between them, a text or a switch. `Number` and `String` are those that may be missing.
 */
type Wanted = Readonly<
  Record<string, number | readonly number[] | string | boolean | NumberConstructor | StringConstructor>
>;

type Given<Value> = Value extends NumberConstructor
  ? number | undefined
  : Value extends StringConstructor
    ? string | undefined
    : Value extends readonly number[]
      ? readonly number[]
      : Value extends number
        ? number
        : Value extends string
          ? string
          : boolean;

/**
 * Reads the options of the script that runs. Whatever it does not take ends the process with exit code 2 and a line on
 * how it is used; `--help` ends it with what the head comment of the script says.
 */
export function readOptions<const Options extends Wanted>(
  options: Options,
  args = process.argv.slice(2),
): { readonly [Name in keyof Options]: Given<Options[Name]> } {
  const config = Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      { type: typeof value === 'boolean' ? 'boolean' : 'string' } as const,
    ]),
  );
  const usage = `Wanted: ${Object.entries(options).map(spell).join(' ')}`;
  const { values } = readArguments({ options: config, args }, usage);
  const given = Object.entries(options).map(([name, value]) => {
    const text = values[name];
    const isMissing = value === Number || value === String;
    if (text === undefined) return [name, isMissing ? undefined : value];
    if (typeof text !== 'string' || typeof value === 'string' || value === String) return [name, text];
    const numbers = (Array.isArray(value) ? text.split(',') : [text]).map(positiveWholeNumber);
    if (numbers.includes(undefined)) {
      stopWithUsage(
        `--${name} takes ${Array.isArray(value) ? 'positive whole numbers' : 'a positive whole number'}, and not “${text}”.`,
        usage,
      );
    }
    return [name, Array.isArray(value) ? numbers : numbers[0]];
  });
  return Object.fromEntries(given) as { [Name in keyof Options]: Given<Options[Name]> };
}

/** `parseArgs`, for a script with places or texts alone; ends the process as {@link readOptions} does. */
export function readArguments<Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> {
  const args = config.args ?? process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${readHeadComment() ?? usage}\n`);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (cause) {
    // It says what is wrong with an option in words meant for people.
    return stopWithUsage(cause instanceof Error ? cause.message : String(cause), usage);
  }
}

/** Says what is wrong with the command line and how it is used; exit code 2. */
export function stopWithUsage(problem: string, usage: string): never {
  process.stderr.write(`${problem}\n${usage}\n`);
  process.exit(2);
}

/** Undefined for everything else, a fraction and an empty text among them. */
function positiveWholeNumber(text: string): number | undefined {
  return /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : undefined;
}

function spell([name, value]: readonly [string, Wanted[string]]): string {
  if (typeof value === 'boolean') return `[--${name}]`;
  if (value === Number) return `[--${name} N]`;
  return `[--${name} ${value === String ? 'TEXT' : String(value)}]`;
}

/** The comment a script begins with, without its stars; undefined when it has none. */
function readHeadComment(script = process.argv[1] ?? ''): string | undefined {
  const comment = /^\/\*\*\n(.*?)\n? \*\//s.exec(readFileSync(script, 'utf8'))?.[1];
  return comment?.replaceAll(/^ \* ?/gm, '').trim();
}
