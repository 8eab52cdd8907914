import { app, Menu, type BrowserWindow } from 'electron';

/**
 * The whole screen for the till, and no way out of it but by a manager. What the desktop around it offers (keys of
 * the window manager, other sessions) is for the computer's own settings to close.
 */
export interface Kiosk {
  readonly isOn: () => boolean;
  /** Holds this window from now on. */
  hold(window: BrowserWindow): void;
  /** What the settings say. */
  follow(setting: boolean): void;
  /** A till that does not open has nobody who could unlock it: its window can be left. */
  release(isReleased: boolean): void;
  /** A manager leaves it: until the next start, or until the setting is switched on anew. */
  leave(): void;
}

/** @param bySwitch the till was started with `--kiosk`: on, whatever the settings say */
export function createKiosk(bySwitch: boolean): Kiosk {
  let bySetting = false;
  let hasLeft = false;
  let isReleased = false;
  let isQuitting = false;
  let held: BrowserWindow | undefined;

  // The computer shuts down, or the program ends itself; closing the window alone does not come by here.
  app.on('before-quit', () => {
    isQuitting = true;
  });

  const isOn = (): boolean => (bySwitch || bySetting) && !hasLeft && !isReleased;
  const apply = (): void => {
    if (process.platform === 'darwin') setMenu(isOn());
    if (held !== undefined && !held.isDestroyed() && held.isKiosk() !== isOn()) held.setKiosk(isOn());
  };
  return {
    isOn,
    hold(window) {
      held = window;
      window.on('close', (event) => {
        if (isOn() && !isQuitting) event.preventDefault();
      });
      window.on('leave-full-screen', () => {
        if (isOn() && !isQuitting) window.setKiosk(true);
      });
      apply();
    },
    follow(setting) {
      if (setting && !bySetting) hasLeft = false;
      bySetting = setting;
      apply();
    },
    release(released) {
      isReleased = released;
      apply();
    },
    leave() {
      hasLeft = true;
      apply();
    },
  };
}

/** macOS alone has one: elsewhere its keys would be ways around the till. */
function setMenu(isKiosk: boolean): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(isKiosk ? [{ role: 'editMenu' }] : [{ role: 'appMenu' }, { role: 'editMenu' }]),
  );
}
