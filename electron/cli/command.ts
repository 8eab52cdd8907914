import type { ParseArgsOptionsConfig } from 'node:util';

/** What a command is given besides its own arguments. */
export interface CommandContext {
  /** Absolute path of the till's data folder. */
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  /** The configuration file that was asked for. */
  readonly configFile?: string | undefined;
  /**
   * One line of the answer, as JSON, on stdout.
   *
   * @returns false once nobody reads stdout any more
   */
  readonly answer: (value: unknown) => boolean;
}

export interface CommandArguments {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}

/** One command of the headless host. */
export interface Command {
  /** What follows the command's name, as the help shows it. */
  readonly usage: string;
  readonly summary: string;
  readonly options: ParseArgsOptionsConfig;
  /** Whether it takes arguments besides its options; it is not run with any where this is absent. */
  readonly takesArguments?: boolean;
  /** @returns the exit code: 0 when all is well, 1 when not */
  readonly run: (given: CommandArguments, context: CommandContext) => Promise<number>;
}

/** The command line itself is wrong: said on stderr with the command's usage, exit code 2. */
export class UsageError extends Error {}

/** The one positional argument a command wants. */
export function onlyPositional(given: CommandArguments, what: string): string {
  const [value, ...rest] = given.positionals;
  if (value === undefined) throw new UsageError(`${what} is missing.`);
  if (rest.length > 0) throw new UsageError(`One ${what} is wanted, not ${rest.length + 1}.`);
  return value;
}

/** A text option; undefined when it was not given. */
export function textOption(given: CommandArguments, name: string): string | undefined {
  const value = given.values[name];
  return typeof value === 'string' ? value : undefined;
}

/** A whole number option within bounds; undefined when it was not given. */
export function numberOption(
  given: CommandArguments,
  name: string,
  bounds: { readonly min: number; readonly max: number },
): number | undefined {
  const text = textOption(given, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < bounds.min || value > bounds.max) {
    throw new UsageError(
      `--${name} takes a whole number from ${bounds.min} to ${bounds.max}, not “${text}”.`,
    );
  }
  return value;
}
