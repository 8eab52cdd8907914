import { join } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import type { Result, TillError } from '#shared/contract/errors';
import { matchLanguage, type Language } from '#shared/contract/languages';
import { backupFolderOf } from '../core/privacy/backup-files.ts';
import { storeAt, storePathOf } from '../core/db/data-folder.ts';
import { recoverStore, restoreBackup, startAnew } from '../core/privacy/restore-store.ts';
import { resolveDesktopKey } from './store-key.ts';

/**
 * What a person can do about data that does not open: put a backup in its place,
 * save what can be read, or begin with nothing. Whatever they choose, what there
 * was goes aside and is kept.
 */
const ways = ['restore', 'recover', 'start-anew'] as const;
type Way = (typeof ways)[number];

/** The words of the host's own dialog. */
const words: Readonly<
  Record<Language, Readonly<Record<Way | 'question' | 'kept' | 'later' | 'failing' | 'former', string>>>
> = {
  en: {
    question: 'What should be done with this till’s data?',
    kept: 'What there is now is kept in the folder “aside”, with changes that were not sent.',
    restore: 'Restore a backup …',
    recover: 'Save what can be read',
    'start-anew': 'Begin with an empty till',
    later: 'Nothing for now',
    failing:
      'This till does not start, not in safe mode either. Another version has taken the place of the one before.',
    former: 'Back to version {version}',
  },
  nb: {
    question: 'Hva skal gjøres med dataene til denne kassen?',
    kept: 'Det som er der nå, beholdes i mappen «aside», med endringer som ikke er sendt.',
    restore: 'Hent tilbake en sikkerhetskopi …',
    recover: 'Redd det som kan leses',
    'start-anew': 'Begynn med en tom kasse',
    later: 'Ingenting nå',
    failing:
      'Denne kassen starter ikke, heller ikke i sikker modus. En annen versjon har tatt plassen til den forrige.',
    former: 'Tilbake til versjon {version}',
  },
  sv: {
    question: 'Vad ska göras med den här kassans data?',
    kept: 'Det som finns nu behålls i mappen ”aside”, med ändringar som inte har skickats.',
    restore: 'Återställ en säkerhetskopia …',
    recover: 'Rädda det som går att läsa',
    'start-anew': 'Börja med en tom kassa',
    later: 'Inget just nu',
    failing:
      'Den här kassan startar inte, inte heller i felsäkert läge. En annan version har tagit den förras plats.',
    former: 'Tillbaka till version {version}',
  },
  da: {
    question: 'Hvad skal der ske med denne kasses data?',
    kept: 'Det, der er nu, beholdes i mappen ”aside”, med ændringer, der ikke er sendt.',
    restore: 'Gendan en sikkerhedskopi …',
    recover: 'Red det, der kan læses',
    'start-anew': 'Begynd med en tom kasse',
    later: 'Ikke noget nu',
    failing:
      'Denne kasse starter ikke, heller ikke i fejlsikret tilstand. En anden version har taget den forriges plads.',
    former: 'Tilbage til version {version}',
  },
  de: {
    question: 'Was soll mit den Daten dieser Kasse geschehen?',
    kept: 'Was jetzt da ist, bleibt im Ordner „aside“, mit Änderungen, die nicht gesendet sind.',
    restore: 'Eine Sicherung zurückholen …',
    recover: 'Retten, was sich lesen lässt',
    'start-anew': 'Mit einer leeren Kasse beginnen',
    later: 'Vorerst nichts',
    failing:
      'Diese Kasse startet nicht, auch nicht im abgesicherten Modus. Eine andere Version ist an die Stelle der früheren getreten.',
    former: 'Zurück zu Version {version}',
  },
};

/**
 * Asks what to do about data that does not open, and does it.
 *
 * @returns whether the till is worth opening again
 */
export async function offerWayOut(
  window: BrowserWindow,
  dataDir: string,
  failure: TillError,
): Promise<boolean> {
  const found = resolveDesktopKey(dataDir, process.env);
  const key = found.ok ? found.key : undefined;
  const isLost = storeAt(storePathOf(dataDir)) === 'lost';
  const offered = ways.filter((way) => isOffered(way, failure, key !== undefined, isLost));
  if (offered.length === 0) return false;
  const said = words[matchLanguage([app.getLocale()])];
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: failure.message,
    detail: `${said.question}\n${said.kept}`,
    buttons: [...offered.map((way) => said[way]), said.later],
    defaultId: offered.length,
    cancelId: offered.length,
    noLink: true,
  });
  const way = offered[response];
  const done = way === undefined ? undefined : await take(way, window, dataDir, key);
  if (done?.ok === false) {
    await dialog.showMessageBox(window, { type: 'error', message: done.error.message, noLink: true });
  }
  return done?.ok === true;
}

/** Asks whether a till that does not start is to go back to the version before. */
export async function offerFormer(version: string): Promise<boolean> {
  const said = words[matchLanguage([app.getLocale()])];
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: said.failing,
    buttons: [said.former.replace('{version}', version), said.later],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

/** A first page that is damaged looks like a wrong key; a key somebody gave by hand is more likely wrong than lost. */
function isOffered(way: Way, { code }: TillError, hasKey: boolean, isLost: boolean): boolean {
  if (code === 'store.damaged') return way !== (isLost ? 'recover' : 'start-anew');
  // The version before, after a newer one has changed the data.
  if (code === 'store.too-new') return way === 'restore' && hasKey;
  const isKeyGiven = (process.env['TILLBOOK_KEY'] ?? '') !== '';
  if (isKeyGiven || (code !== 'store.wrong-key' && code !== 'store.no-key')) return false;
  return way === 'start-anew' || (way === 'restore' && hasKey);
}

/** Undefined when the person thought better of it. */
async function take(
  way: Way,
  window: BrowserWindow,
  dataDir: string,
  key: Uint8Array | undefined,
): Promise<Result | undefined> {
  if (way === 'start-anew') return startAnew(dataDir);
  if (key === undefined) return undefined;
  const nowMs = Date.now();
  if (way === 'recover') return recoverStore({ dataDir, key, nowMs });
  const file = await chooseBackup(window, dataDir);
  return file === undefined ? undefined : restoreBackup({ dataDir, key, file, nowMs });
}

/** Asks a person which backup is to take the place of the till's data; undefined when they think better of it. */
export async function chooseBackup(window: BrowserWindow, dataDir: string): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    defaultPath: join(backupFolderOf(dataDir), '/'),
    filters: [{ name: 'Tillbook', extensions: ['backup'] }],
    properties: ['openFile'],
  });
  return filePaths[0];
}

/** Puts a backup in the place of data that nobody has open, or says in a dialog why it could not. */
export function putBack(window: BrowserWindow, dataDir: string, file: string): void {
  const found = resolveDesktopKey(dataDir, process.env);
  const done = found.ok ? restoreBackup({ dataDir, key: found.key, file, nowMs: Date.now() }) : found;
  if (!done.ok)
    void dialog.showMessageBox(window, { type: 'error', message: done.error.message, noLink: true });
}
