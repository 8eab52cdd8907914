import { expect, test, type Page } from '@playwright/test';
import { languages, type Language } from '#shared/contract/languages';
import {
  complaintsOf,
  overflowing,
  screens,
  smallTargets,
  spilling,
  stumblingByKeyboard,
  violationsIn,
} from './look-closely.ts';
import { startTillForFile, type RunningTill } from './running-till.ts';
import { situations } from './views/situations.ts';

/** Twice the size on the smallest and the usual screen of a till: half the room. */
const zoomed = [
  { width: 512, height: 384 },
  { width: 683, height: 384 },
];
const smallest = { width: 1024, height: 768 };

/** `TILLBOOK_EVERY_PAIR=1`: every view in every theme in every language; else two languages a view, all of them in turn. */
const everyPair = process.env['TILLBOOK_EVERY_PAIR'] === '1';
const themes = ['light', 'dark'] as const;

/** Whatever is on the screen stays there, in other words. */
async function speak(page: Page, till: RunningTill, language: Language): Promise<void> {
  const answer = await till.call('settings.set', { changes: { language } });
  // Locked, a till knows nobody: the language is chosen on its screen.
  if (!answer.ok) await page.locator('select').first().selectOption(language);
  await expect(page.locator('html')).toHaveAttribute('lang', language);
}

/** Gives the window another size, and waits until it is drawn in it. */
async function resize(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  // Width and height may arrive one after the other.
  await page.waitForFunction(({ width, height }) => innerWidth === width && innerHeight === height, size);
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
      }),
  );
}

/** A view may need a moment more to lay itself out; what it comes to rest at is looked at. All that is wrong is told. */
const settled = expect.configure({ soft: true, timeout: 3000 });

let turn = 0;

for (const { name: situation, till: options, prepare, views } of situations) {
  test.describe(`a till ${situation}`, () => {
    const till = startTillForFile(options);
    test.beforeAll(async () => {
      test.setTimeout(120_000);
      await prepare(till);
    });
    test.afterEach(async () => {
      await till.call('settings.set', { changes: { language: 'en', textSize: 'normal' } });
    });

    for (const [name, show] of Object.entries(views)) {
      turn += 1;
      const ownTurn = turn;
      const inTurn = (pass: number): Language => languages[(ownTurn + 2 * pass) % languages.length] ?? 'en';
      test(`${name}: in sight, in reach and in order for everybody`, async ({ page }) => {
        test.setTimeout(everyPair ? 300_000 : 120_000);
        const complaints = complaintsOf(page);
        await page.emulateMedia({ reducedMotion: 'reduce' });
        await till.open(page);
        await show(page, till);

        for (const size of [...screens, ...zoomed]) {
          await resize(page, size);
          await settled
            .poll(() => overflowing(page), { message: `${size.width}×${size.height}` })
            .toEqual([]);
        }
        await resize(page, smallest);
        await settled.poll(() => smallTargets(page, 44), { message: 'targets' }).toEqual([]);

        for (const textSize of ['normal', 'larger'] as const) {
          await till.call('settings.set', { changes: { textSize } });
          // German is the longest, and longest in large text.
          for (const language of everyPair
            ? languages
            : ([textSize === 'normal' ? inTurn(0) : 'de'] as const)) {
            await speak(page, till, language);
            await settled.poll(() => overflowing(page), { message: `${language}, ${textSize}` }).toEqual([]);
            await settled.poll(() => spilling(page), { message: `${language}, ${textSize}` }).toEqual([]);
          }
        }
        await till.call('settings.set', { changes: { textSize: 'normal' } });
        for (const [at, colorScheme] of themes.entries()) {
          await page.emulateMedia({ colorScheme });
          for (const language of everyPair ? languages : [inTurn(at)]) {
            await speak(page, till, language);
            expect.soft(await violationsIn(page), `${colorScheme}, ${language}`).toEqual([]);
          }
        }
        expect.soft(await stumblingByKeyboard(page), 'by keyboard').toEqual([]);
        expect(complaints).toEqual([]);
      });
    }
  });
}
