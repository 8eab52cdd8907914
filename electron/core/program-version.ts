import { readFileSync } from 'node:fs';
import { resourcePath } from './resources.ts';

/** The version of the program, as `package.json` has it: in a checkout and inside the package. */
export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(resourcePath('../package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
