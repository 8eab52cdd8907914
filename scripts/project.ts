import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** The project's folder. */
export const projectDir = fileURLToPath(new URL('..', import.meta.url));

/** A path inside the project. */
export function inProject(...parts: readonly string[]): string {
  return join(projectDir, ...parts);
}
