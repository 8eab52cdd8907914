import { parseArgs } from 'node:util';
import { findConfiguration, type FoundConfiguration } from '../core/provisioning/find-configuration.ts';
import { configurationOfSwitches, configurationSwitches } from '../core/provisioning/switches.ts';

/**
 * The configuration of a program that is started with these arguments: what its
 * switches say, else the file of `--config`, else the first there is.
 */
export function configurationOf(
  args: readonly string[],
  dataDir: string,
  env: NodeJS.ProcessEnv,
): FoundConfiguration | undefined {
  const options = { ...configurationSwitches, config: { type: 'string' } } as const;
  // Others share the command line: what is wrong with it is theirs to say.
  const { values } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true });
  const asked = typeof values.config === 'string' ? values.config : undefined;
  return configurationOfSwitches(values) ?? findConfiguration({ dataDir, env, asked });
}
