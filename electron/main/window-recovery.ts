import { app, dialog, type BrowserWindow } from 'electron';
import { matchLanguage, type Language } from '#shared/contract/languages';
import type { CoreLog } from '../core/core.ts';
import { showTill } from './window.ts';

/** A window that fails so often within this time fails again: a person decides. */
const mostFailures = 3;
const countedForMs = 60_000;
const reloadDelayMs = 1000;
/** Chromium says so when a page has not answered for half a minute; then it gets this long to come back. */
const waitForAnswerMs = 5_000;

const ways = ['again', 'safe', 'quit'] as const;
type Way = (typeof ways)[number];

/** The words of the host's own dialog: there is no window left to say them. */
const words: Readonly<Record<Language, Readonly<Record<Way | 'title' | 'kept', string>>>> = {
  en: {
    title: 'The till’s window keeps failing.',
    kept: 'Nothing that was saved is lost; what was being typed is kept for a day.',
    again: 'Open it again',
    safe: 'Start in safe mode',
    quit: 'End Tillbook',
  },
  nb: {
    title: 'Kassens vindu svikter gang på gang.',
    kept: 'Ingenting som er lagret, er tapt; det som ble skrevet, er tatt vare på i et døgn.',
    again: 'Åpne det igjen',
    safe: 'Start i sikker modus',
    quit: 'Avslutt Tillbook',
  },
  sv: {
    title: 'Kassans fönster slutar fungera gång på gång.',
    kept: 'Inget som är sparat är förlorat; det som skrevs finns kvar i ett dygn.',
    again: 'Öppna det igen',
    safe: 'Starta i felsäkert läge',
    quit: 'Avsluta Tillbook',
  },
  da: {
    title: 'Kassens vindue svigter gang på gang.',
    kept: 'Intet, der er gemt, er tabt; det, der blev skrevet, er gemt i et døgn.',
    again: 'Åbn det igen',
    safe: 'Start i fejlsikret tilstand',
    quit: 'Afslut Tillbook',
  },
  de: {
    title: 'Das Fenster der Kasse fällt immer wieder aus.',
    kept: 'Nichts Gespeichertes ist verloren; was gerade eingegeben wurde, bleibt einen Tag lang erhalten.',
    again: 'Erneut öffnen',
    safe: 'Im abgesicherten Modus starten',
    quit: 'Tillbook beenden',
  },
};

/**
 * Opens the till's page again when its process ends or does not answer any more. The core is another process and
 * goes on: the outbox, the session and what is typed are there. A page that keeps failing is left, with the ways out.
 */
export function recoverWindow(
  window: BrowserWindow,
  { log, startInSafeMode }: { readonly log: CoreLog; readonly startInSafeMode: () => void },
): void {
  let failedAtMs: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log('error', 'window.gone', { exitCode });
    const nowMs = performance.now();
    failedAtMs = [...failedAtMs.filter((atMs) => nowMs - atMs < countedForMs), nowMs];
    if (failedAtMs.length <= mostFailures) setTimeout(reopen, reloadDelayMs);
    else void offerWays();
  });

  let answerTimer: ReturnType<typeof setTimeout> | undefined;
  window.on('unresponsive', () => {
    answerTimer ??= setTimeout(() => {
      answerTimer = undefined;
      if (window.isDestroyed()) return;
      log('error', 'window.unresponsive');
      window.webContents.forcefullyCrashRenderer();
    }, waitForAnswerMs);
  });
  const isBack = (): void => {
    clearTimeout(answerTimer);
    answerTimer = undefined;
  };
  window.on('responsive', isBack);
  window.on('closed', isBack);

  function reopen(): void {
    if (!window.isDestroyed()) showTill(window, { isAgain: true });
  }

  async function offerWays(): Promise<void> {
    if (window.isDestroyed()) return;
    const said = words[matchLanguage([app.getLocale()])];
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: said.title,
      detail: said.kept,
      buttons: ways.map((way) => said[way]),
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    failedAtMs = [];
    const way = ways[response];
    if (way === 'safe') startInSafeMode();
    else if (way === 'quit') app.quit();
    else reopen();
  }
}
