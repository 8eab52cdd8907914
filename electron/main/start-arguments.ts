import { resolve } from 'node:path';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { configurationSwitches } from '../core/provisioning/switches.ts';

const options = {
  ...configurationSwitches,
  config: { type: 'string' },
  data: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

const paths: ReadonlySet<string> = new Set(['config', 'data', 'token-file', 'secrets-file']);

/**
 * What the computer is to start this till with another time: all switches it was given, but none for this start
 * alone (`--safe-mode`), and no link. Another start has another working folder, so paths are absolute; values are
 * written `--name=value`, since Electron on Windows refuses arguments that follow an address of their own.
 */
export function argumentsForAnotherStart(given: readonly string[]): string[] {
  const { tokens } = parseArgs({ args: [...given], options, strict: false, tokens: true });
  return tokens.flatMap((token) => {
    if (token.kind !== 'option' || token.name === 'safe-mode') return [];
    const { name, rawName, value } = token;
    if (value === undefined) return [rawName];
    return [`${rawName}=${paths.has(name) ? resolve(value) : value}`];
  });
}

/** An argument as a command line of Windows has it (`CommandLineToArgvW`): backslashes count before a quote alone. */
export function quoteForWindows(argument: string): string {
  return `"${argument.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replace(/\\+$/, '$&$&')}"`;
}
