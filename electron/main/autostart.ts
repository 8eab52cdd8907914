import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import { TillFailure } from '#shared/contract/errors';
import type { HostProgram } from '../core/host-program.ts';
import { desktopEntry, execLine } from './desktop-entry.ts';
import { ownAppImage } from './own-app-image.ts';
import { quoteForWindows } from './start-arguments.ts';

type Autostart = NonNullable<HostProgram['autostart']>;

/**
 * Whether the till starts when somebody signs in to the computer, for this account.
 *
 * @param args what it is to be started with
 */
export function desktopAutostart(args: readonly string[]): Autostart {
  // Not the file that an AppImage unpacks anew at each start.
  const path = ownAppImage() ?? process.execPath;
  const command = [path, ...(app.isPackaged ? [] : [app.getAppPath()]), ...args];
  return process.platform === 'linux' ? xdgAutostart(command) : loginItem(command);
}

/** Linux: a desktop entry in the account's autostart folder (freedesktop.org's Autostart specification). */
function xdgAutostart(command: readonly string[]): Autostart {
  const config = process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config');
  const file = join(config, 'autostart', 'tillbook.desktop');
  const entry = desktopEntry(execLine(command));
  return {
    isOn: () => existsSync(file) && !/^Hidden=true$/m.test(readFileSync(file, 'utf8')),
    set(on) {
      try {
        if (!on) {
          rmSync(file, { force: true });
          return;
        }
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        writeFileSync(file, entry);
      } catch (cause) {
        throw new TillFailure('file.unwritable', {
          message: `${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
        });
      }
    },
  };
}

/** Windows: the account's `Run` key, whose arguments are one command line; macOS: a login item. */
function loginItem([path = '', ...args]: readonly string[]): Autostart {
  const item = { path, args: args.map(quoteForWindows) };
  return {
    isOn: () => app.getLoginItemSettings(item).openAtLogin,
    set: (on) => app.setLoginItemSettings({ ...item, openAtLogin: on }),
  };
}
