import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The till of the shop, or the practice till with its invented customers. */
export type TillKind = 'till' | 'practice';

/** An unset variable of a script gives an empty name, which must not become the till of the shop. */
export const emptyDataWords = '--data names no folder. Leave it out for the till’s own folder.';

/**
 * The data folder: what was asked for, else `TILLBOOK_DATA`, else the platform's
 * place for application data (XDG Base Directory on Linux).
 *
 * @returns an absolute path
 */
export function resolveDataDir(
  asked: string | undefined,
  kind: TillKind,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const chosen = asked ?? env['TILLBOOK_DATA'];
  return resolve(chosen !== undefined && chosen !== '' ? chosen : join(applicationDataDir(env), kind));
}

/**
 * The file that stands where the data folder, or a folder above it, is to be.
 *
 * @param dataDir absolute
 */
export function fileInPlaceOf(dataDir: string): string | undefined {
  if (existsSync(dataDir)) return statSync(dataDir).isDirectory() ? undefined : dataDir;
  const above = dirname(dataDir);
  return above === dataDir ? undefined : fileInPlaceOf(above);
}

function applicationDataDir(env: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case 'win32':
      return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Tillbook');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Tillbook');
    default:
      return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'tillbook');
  }
}
