import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { hasCommand } from '../host/has-command.ts';
import { tell } from '../host/log.ts';
import { desktopEntry, execLine } from './desktop-entry.ts';
import { ownAppImage } from './own-app-image.ts';

/**
 * An AppImage has no installer that tells the desktop of `tillbook://` links: it does so itself, for its account,
 * the first time it runs and whenever its file has another place.
 */
export function registerLinks(): void {
  const image = ownAppImage();
  if (image === undefined) return;
  const data = process.env['XDG_DATA_HOME'] || join(homedir(), '.local/share');
  const file = join(data, 'applications/tillbook.desktop');
  const entry = desktopEntry(
    `${execLine([image])} %u`,
    'Terminal=false',
    'MimeType=x-scheme-handler/tillbook;',
  );
  try {
    if (existsSync(file) && readFileSync(file, 'utf8') === entry) return;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, entry);
  } catch (cause) {
    tell(`Links of other programs will not find this till: ${String(cause)}`);
    return;
  }
  // Where a desktop has no such command, it finds the file by itself at the next sign-in.
  if (!hasCommand('xdg-mime')) return;
  execFile('xdg-mime', ['default', 'tillbook.desktop', 'x-scheme-handler/tillbook'], (failure) => {
    if (failure !== null) tell(`The desktop was not told of links to the till: ${failure.message}`);
  });
}
