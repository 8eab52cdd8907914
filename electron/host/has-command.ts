import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether this computer has a command of that name. */
export function hasCommand(command: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => existsSync(join(folder, command)));
}
