/**
 * `npm run screenshots`: the pictures of README and user guide, taken in Chromium from real tills with the practice
 * store's invented customers, in every view that tests/browser/views lists. Needs the pages built (`npm run build`).
 * Writes docs/screenshots/: all pictures, or those named (`npm run screenshots -- outbox conflicts`).
 *
 * `npm run screenshots -- --every FOLDER [LANGUAGE]` takes every view and state there is, on each screen in each
 * theme, into a folder.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { languages } from '#shared/contract/languages';
import { screens } from '../tests/browser/look-closely.ts';
import { createTill, type RunningTill } from '../tests/browser/running-till.ts';
import { situations } from '../tests/browser/views/situations.ts';
import type { Situation } from '../tests/browser/views/view.ts';
import { launchChromium } from './find-chromium.ts';
import { inProject } from './project.ts';

interface Picture {
  readonly situation: string;
  readonly view: string;
  readonly screen: { readonly width: number; readonly height: number };
  readonly theme: 'light' | 'dark';
  /** Taken from the page's beginning, wherever the view has led. */
  readonly fromTop?: boolean;
}

const small = { width: 1024, height: 768 };
const usual = { width: 1366, height: 768 };
const large = { width: 1920, height: 1080 };

function picture(
  situation: string,
  view: string,
  screen: Picture['screen'] = small,
  theme: Picture['theme'] = 'light',
): Picture {
  return { situation, view, screen, theme };
}

/** By the name of the file in docs/screenshots. */
const pictures: Readonly<Record<string, Picture>> = {
  'first-run': picture('new', 'first run'),
  'first-run-refused': picture('new', 'a refused sign-in'),
  'first-run-place': picture('new', 'shop and till'),
  till: picture('at work', 'customer', usual),
  'till-dark': picture('at work', 'customer', usual, 'dark'),
  register: picture('at work', 'registering'),
  card: picture('at work', 'card', usual),
  merge: picture('at work', 'merging'),
  'unknown-code': picture('at work', 'a code nobody has'),
  duplicates: picture('at work', 'duplicates'),
  'duplicates-dark': picture('at work', 'duplicates', large, 'dark'),
  appearance: picture('at work', 'appearance'),
  scanner: picture('at work', 'learning a scanner'),
  'into-the-sale': picture('at work', 'into the sale'),
  keys: picture('at work', 'keys'),
  'help-from-it': { ...picture('at work', 'help from IT', usual), fromTop: true },
  locked: picture('at work', 'locked'),
  sync: picture('in trouble', 'sync in trouble', usual),
  'sync-dark': picture('in trouble', 'sync in trouble', usual, 'dark'),
  'sync-held-back': picture('in trouble', 'customers held back'),
  outbox: picture('in trouble', 'a refused registration'),
  'outbox-dark': picture('in trouble', 'a refused registration', large, 'dark'),
  'outbox-correct': picture('in trouble', 'correcting it'),
  'outbox-discard': picture('in trouble', 'discarding it'),
  conflicts: picture('in trouble', 'fields in conflict'),
  'conflicts-dark': picture('in trouble', 'fields in conflict', large, 'dark'),
  'print-queue': picture('with printers', 'print queue'),
  'print-queue-dark': picture('with printers', 'print queue', large, 'dark'),
  'many-cards': picture('with printers', 'cards of a list'),
  printers: picture('with printers', 'printers'),
  'card-designs': picture('with printers', 'plastic card'),
  'card-designs-dark': picture('with printers', 'plastic card', large, 'dark'),
};

/** Pictures of one view, each into its file. */
interface Shot {
  readonly file: string;
  readonly screen: Picture['screen'];
  readonly theme: Picture['theme'];
  readonly fromTop?: boolean | undefined;
}

function shotsOfGuide(situation: string, view: string): readonly Shot[] {
  return Object.entries(pictures)
    .filter(([name, of]) => of.situation === situation && of.view === view && isWanted(name))
    .map(([name, { screen, theme, fromTop }]) => ({
      file: join(folder, `${name}.png`),
      screen,
      theme,
      fromTop,
    }));
}

function shotsOfEvery(situation: string, view: string): readonly Shot[] {
  return screens.flatMap((screen) =>
    (['light', 'dark'] as const).map((theme) => ({
      file: join(folder, `${situation} - ${view} - ${screen.width} ${theme}.png`),
      screen,
      theme,
    })),
  );
}

async function takePictures(situation: Situation, shotsOf: typeof shotsOfGuide): Promise<void> {
  const names = Object.keys(situation.views);
  if (!names.some((name) => shotsOf(situation.name, name).length > 0)) return;
  const till = createTill(situation.till);
  try {
    await till.start();
    await situation.prepare(till);
    for (const [name, show] of Object.entries(situation.views)) {
      await till.call('settings.set', { changes: { language } });
      await takeView(till, (page) => show(page, till), shotsOf(situation.name, name));
    }
  } finally {
    await till.stop();
  }
}

/** Goes to a view even where no picture of it is wanted: later ones may build on what it did. */
async function takeView(
  till: RunningTill,
  show: (page: Page) => Promise<void>,
  shots: readonly Shot[],
): Promise<void> {
  const context = await browser.newContext({
    viewport: shots[0]?.screen ?? usual,
    colorScheme: shots[0]?.theme ?? 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await till.open(page);
  await show(page);
  if (asked !== undefined) {
    await till.call('settings.set', { changes: { language: asked } });
    await page.locator(`html[lang="${asked}"]`).waitFor();
  }
  for (const { file, screen, theme, fromTop } of shots) {
    await page.setViewportSize(screen);
    await page.emulateMedia({ colorScheme: theme });
    await page.mouse.move(0, 0);
    if (fromTop === true) await page.evaluate(scrollToTop);
    await page.screenshot({ path: file });
    console.log(file);
  }
  await context.close();
}

/** Runs in the page. */
function scrollToTop(): void {
  for (const element of document.querySelectorAll('main, main *')) element.scrollTop = 0;
}

const wanted = process.argv.slice(2);
const takesEvery = wanted[0] === '--every';
const folder = takesEvery ? (wanted[1] ?? 'screenshots') : inProject('docs/screenshots');
/** What the pictures of every view speak; they are found in English first. */
const asked = takesEvery ? languages.find((each) => each === wanted[2]) : undefined;
const language = 'en';

function isWanted(name: string): boolean {
  return wanted.length === 0 || wanted.includes(name);
}

mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
try {
  for (const situation of situations) {
    await takePictures(situation, takesEvery ? shotsOfEvery : shotsOfGuide);
  }
} finally {
  await browser.close();
}
