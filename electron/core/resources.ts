import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../resources/', import.meta.url));

/**
 * Path of a file shipped in the project's `resources/` folder. The folder is two
 * levels up both from here (`electron/core/`) and from the bundle (`out/main/`),
 * so every file of the bundle that holds this module must lie in `out/main/` itself.
 */
export function resourcePath(...parts: readonly string[]): string {
  return join(root, ...parts);
}
