import { realpathSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';

/**
 * The AppImage this till runs out of; undefined where it is none. Whatever an AppImage starts inherits its
 * environment, so that is believed only where the program lies in what that AppImage has mounted.
 *
 * @param program the file that runs
 */
export function ownAppImage(
  env: NodeJS.ProcessEnv = process.env,
  program: string = process.execPath,
): string | undefined {
  const { APPIMAGE: image, APPDIR: mount } = env;
  if (process.platform !== 'linux' || image === undefined || !isAbsolute(image)) return undefined;
  return mount !== undefined && isAbsolute(mount) && liesIn(program, mount) ? image : undefined;
}

function liesIn(file: string, folder: string): boolean {
  try {
    const way = relative(realpathSync(folder), realpathSync(file));
    return way !== '' && way !== '..' && !way.startsWith(`..${sep}`);
  } catch {
    return false; // A mount that is gone is not what runs.
  }
}
