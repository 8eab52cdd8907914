import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { app, clipboard, Menu, powerMonitor, session, type BrowserWindow } from 'electron';
import type { Result, TillError } from '#shared/contract/errors';
import type { SafeModeReason } from '#shared/contract/host-program';
import { linkAmong } from '#shared/links/till-link';
import { createCore } from '../core/app.ts';
import type { Core } from '../core/core.ts';
import type { HostProgram } from '../core/host-program.ts';
import { makeDataFolder } from '../core/db/data-folder.ts';
import { emptyDataWords, resolveDataDir } from '../host/data-dir.ts';
import { listenAtCounter } from '../host/counter-listener.ts';
import { handOverHosts } from '../host/hand-over-hosts.ts';
import { configurationOf } from '../host/configuration.ts';
import { noteCrashes, openLog, tell } from '../host/log.ts';
import { desktopAutostart } from './autostart.ts';
import { listenForStatus } from '../host/status-listener.ts';
import { appOrigin, handleAppScheme, registerAppScheme } from './app-protocol.ts';
import { handleCalls, sendEvent } from './bridge.ts';
import { cupsPrinters, hasCups } from '../host/system-printers.ts';
import { chooseBackup, offerFormer, offerWayOut, putBack } from './offer-way-out.ts';
import { createKiosk } from './kiosk.ts';
import { keepPagesInPlace, lockDown } from './lock-down.ts';
import { createLinkSlot } from './open-link.ts';
import { registerLinks } from './register-links.ts';
import { refusedSwitch } from './refused-switches.ts';
import { permitChosenSerialPort } from './serial-permission.ts';
import { restartInSafeMode, safeModeOf, spareGpu, watchStart } from './safe-mode.ts';
import { desktopSecretStore } from './secret-store.ts';
import { changeDesktopKey, resolveDesktopKey } from './store-key.ts';
import { argumentsForAnotherStart } from './start-arguments.ts';
import { rememberStart, type StartMemory } from './start-memory.ts';
import { typeIntoOtherWindow } from './type-text.ts';
import { createDesktopUpdates } from './updates/desktop-updates.ts';
import { windowPrinters } from './window-printers.ts';
import { recoverWindow } from './window-recovery.ts';
import { openTillWindow, showTill } from './window.ts';

// Chromium's own switches share the command line, so unknown ones are not ours to refuse.
const givenArguments = process.argv.slice(app.isPackaged ? 1 : 2);
const { values } = parseArgs({
  args: givenArguments,
  options: { data: { type: 'string' }, kiosk: { type: 'boolean' }, 'safe-mode': { type: 'boolean' } },
  strict: false,
});
const dataDir = resolveDataDir(typeof values.data === 'string' ? values.data : undefined, 'till');
const log = openLog(dataDir);
noteCrashes(log);
const updates = createDesktopUpdates(dataDir, process.env);

// Undoes `--no-sandbox`, without which Chromium does not run as root at all (tests in containers).
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerAppScheme();
useOwnProfile();

const links = createLinkSlot();
// macOS hands links over by this event, which comes before the others when a link starts the till.
app.on('open-url', (event, link) => {
  event.preventDefault();
  links.receive(link);
});

const refused = app.isPackaged ? refusedSwitch((name) => app.commandLine.hasSwitch(name)) : undefined;

// One till per data folder: its profile lies inside the folder, and the lock belongs to the profile.
if (refused !== undefined) {
  tell(`An installed till does not start with --${refused}.`);
  app.exit(2);
} else if (values.data === '' || values.data === true) {
  tell(emptyDataWords);
  app.exit(2);
} else if (app.requestSingleInstanceLock({ link: linkAmong(givenArguments) })) {
  links.receive(linkAmong(givenArguments));
  const memory = rememberStart(dataDir, app.getVersion());
  const safeMode = safeModeOf(values['safe-mode'] === true, memory);
  spareGpu(memory, safeMode !== null);
  app
    .whenReady()
    .then(() => startTill(memory, safeMode))
    .catch((cause: unknown) => {
      log('error', 'host.not-started', { cause });
      app.exit(1);
    });
} else {
  tell('This till is already open: its window has been brought to the front.');
  app.quit();
}

async function startTill(memory: StartMemory, safeModeAtStart: SafeModeReason | null): Promise<void> {
  if (memory.safeModeFailed && (await goBackInstead())) return memory.succeeded();
  let safeMode = safeModeAtStart;
  let window: BrowserWindow | undefined;
  let failure: TillError | undefined;
  // Without `persist:` the session lives in memory: no page, cache or form value reaches the disk.
  const tillSession = session.fromPartition('till', { cache: false });

  const kiosk = createKiosk(values.kiosk === true);

  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
  keepPagesInPlace();
  lockDown(
    tillSession,
    appOrigin,
    permitChosenSerialPort(tillSession, join(dataDir, 'window', 'serial-port.json'), () => window),
  );
  handleAppScheme(tillSession, join(__dirname, '../renderer'), () => failure);
  // The window draws itself while the store is opened; calls wait.
  let opening = openTill();
  handleCalls(
    () => opening,
    () => window,
  );
  window = openTillWindow(tillSession);
  kiosk.hold(window);
  recoverWindow(window, { log, startInSafeMode: restartInSafeMode });
  watchStart(memory, window);
  const isQuitting = closeBeforeQuitting(
    async () => {
      const opened = await opening;
      if (opened.ok) await opened.core.close();
    },
    () => (failure === undefined ? 0 : 1),
  );
  links.onWaiting(() => {
    sendEvent(window, { type: 'link' });
    bringToFront(window);
  });
  app.on('second-instance', (_event, _arguments, _folder, data) => {
    links.receive((data as { readonly link?: unknown } | undefined)?.link);
    bringToFront(window);
  });
  app.on('window-all-closed', () => {
    app.quit();
  });
  // Nobody stands at a till whose computer sleeps, or is locked (macOS and Windows tell).
  powerMonitor.on('suspend', () => void lockTill());
  powerMonitor.on('lock-screen', () => void lockTill());
  await settle();
  registerLinks();

  function openTill(): Promise<Result<{ core: Core }>> {
    return openCore(
      () => window,
      // The answer to whoever asked for it goes out first.
      () => setImmediate(() => openAnew(changeKey)),
      {
        takeLink: links.take,
        kiosk,
        safeMode: {
          reason: safeMode,
          // The answer to whoever asked for it goes out first.
          leave: () => setImmediate(leaveSafeMode),
          restoreBackup: restoreChosen,
        },
        autostart: desktopAutostart(argumentsForAnotherStart(givenArguments)),
      },
    );
  }

  function leaveSafeMode(): void {
    safeMode = null;
    openAnew();
  }

  async function restoreChosen(): Promise<boolean> {
    const asked = window;
    if (asked === undefined || asked.isDestroyed()) return false;
    const file = await chooseBackup(asked, dataDir);
    if (file !== undefined) setImmediate(() => openAnew(() => putBack(asked, dataDir, file)));
    return file !== undefined;
  }

  async function lockTill(): Promise<void> {
    const opened = await opening;
    // A till without PINs cannot be locked, and answers so.
    if (opened.ok) await opened.core.callUntrusted('session.lock', {});
  }

  /** @param between what is done while nobody has the data open */
  function openAnew(between: () => void = () => {}): void {
    if (isQuitting()) return;
    opening = opening.then(async (opened) => {
      if (opened.ok) await opened.core.close();
      between();
      return openTill();
    });
    settleAnew().catch((cause: unknown) => {
      log('error', 'host.not-started', { cause });
      app.exit(1);
    });
  }

  async function settleAnew(): Promise<void> {
    await settle();
    const opened = await opening;
    if (!opened.ok) return;
    show();
    const replaced = await opened.core.replaceOutdatedBackups();
    if (!replaced.ok) tell(`Backups still have the former key: ${replaced.error.message}`);
  }

  async function settle(): Promise<void> {
    const opened = await opening;
    failure = opened.ok ? undefined : opened.error;
    kiosk.release(!opened.ok);
    if (opened.ok) {
      opened.core.subscribe((event) => {
        sendEvent(window, event);
        if (event.type === 'settings') kiosk.follow(event.settings.kiosk);
      });
      const kept = await opened.core.call('settings.get', {});
      if (kept.ok) kiosk.follow(kept.settings.kiosk);
      return;
    }
    tell(`${opened.error.message} (${opened.error.code})`);
    show();
    if (window === undefined || window.isDestroyed()) return;
    if (await offerWayOut(window, dataDir, opened.error)) openAnew();
  }

  function show(): void {
    if (window !== undefined && !window.isDestroyed()) showTill(window);
  }
}

/** Another key for the store; where that fails, the till goes on with the one it has. */
function changeKey(): void {
  const changed = changeDesktopKey(dataDir, Date.now());
  if (!changed.ok) tell(`The key was not changed: ${changed.error.message}`);
}

function bringToFront(window: BrowserWindow | undefined): void {
  if (window === undefined || window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

async function openCore(
  tillWindow: () => BrowserWindow | undefined,
  openWithOtherKey: () => void,
  program: HostProgram,
): Promise<Result<{ core: Core }>> {
  const found = resolveDesktopKey(dataDir, process.env);
  if (!found.ok) return found;
  if (found.notice !== undefined) tell(found.notice);
  return createCore({
    dataDir,
    key: found.key,
    keyKeptBy: found.keptBy,
    configuration: configurationOf(givenArguments, dataDir, process.env),
    changeKey: found.keptBy === 'environment' ? undefined : openWithOtherKey,
    // A key that is given from outside protects the store as well as a key store would.
    secrets: found.keptBy === 'environment' ? undefined : desktopSecretStore(dataDir),
    log,
    backgroundSync: true,
    systemPrinters: hasCups() ? cupsPrinters : windowPrinters,
    updates,
    program,
    listenForStatus,
    handOver: {
      copyText: (text) => clipboard.writeText(text),
      typing: typeIntoOtherWindow(tillWindow),
      listen: listenAtCounter,
      allowedHosts: handOverHosts(process.env),
    },
  });
}

/** Where safe mode came to nothing either, the version before may do better. @returns whether the till ends for it */
async function goBackInstead(): Promise<boolean> {
  const former = updates?.former() ?? null;
  if (updates === undefined || former === null || !(await offerFormer(former))) return false;
  closeBeforeQuitting(
    async () => {},
    () => 0,
  );
  updates.goBack();
  return true;
}

/**
 * The process ends when nobody has the data open any more, and what is to take its program's place has done so; not
 * before. Call once.
 *
 * @param close whatever has the data open by then
 * @param exitCode 1 when the data did not open
 * @returns whether that has begun
 */
function closeBeforeQuitting(close: () => Promise<void>, exitCode: () => number): () => boolean {
  let ending: Promise<void> | undefined;
  let hasEnded = false;
  const end = async () => {
    try {
      await close();
    } catch (cause) {
      log('error', 'host.not-closed', { cause });
    }
    await updates?.finish();
    hasEnded = true;
    if (exitCode() === 0) app.quit();
    else app.exit(exitCode());
  };
  app.on('will-quit', (event) => {
    if (hasEnded) return;
    event.preventDefault();
    ending ??= end();
  });
  return () => ending !== undefined;
}

/** Chromium's profile goes inside the data folder. */
function useOwnProfile(): void {
  const profile = join(dataDir, 'window');
  try {
    makeDataFolder(profile);
    app.setPath('userData', profile);
  } catch (cause) {
    // The core says the same in the window, in words: the folder cannot be written.
    tell(`The data folder ${dataDir} cannot be used: ${String(cause)}`);
  }
}
