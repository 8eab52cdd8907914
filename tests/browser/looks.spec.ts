import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { overflowing } from './look-closely.ts';
import { startTillForFile } from './running-till.ts';
import { openBjorn, openSettings } from './views/view.ts';

const till = startTillForFile({ customers: 200 });

test('says on every page that a practice store is connected', async ({ page }) => {
  await till.open(page);
  const banner = page.getByRole('complementary', { name: 'Practice store' });
  await expect(banner).toBeVisible();
  await page.keyboard.press('F8');
  await expect(banner).toBeVisible();
});

test('remembers theme and text size', async ({ page }) => {
  await till.open(page);
  await openSettings(page, 'Appearance');
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.getByText('Light', { exact: true }).click();
  await expect.poll(background).toBe('rgb(244, 242, 236)');
  await page.getByText('Dark', { exact: true }).click();
  await expect.poll(background).toBe('rgb(16, 20, 19)');
  await page.getByText('Larger', { exact: true }).click();
  await page.reload();
  await expect(page.getByRole('combobox')).toBeVisible();
  expect(await background()).toBe('rgb(16, 20, 19)');
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('20px');
  // The largest text on the smallest screen still has every button in sight.
  await page.setViewportSize({ width: 1024, height: 768 });
  await openBjorn(page);
  expect(await overflowing(page)).toEqual([]);
  await page.keyboard.press('F3');
  await expect(page.getByRole('button', { name: /^Save/ })).toBeInViewport();
  expect(await overflowing(page)).toEqual([]);
  await page.keyboard.press('F2');
  const form = page.getByRole('form', { name: 'New customer' });
  await expect(form.getByRole('button', { name: 'Register' })).toBeInViewport({ ratio: 1 });
  expect(await overflowing(page)).toEqual([]);
  await till.call('settings.set', { changes: { theme: 'system', textSize: 'normal' } });
});

test('saves one file for those who look after the till, and notes down as much as it is told to', async ({
  page,
}) => {
  await till.open(page);
  await openSettings(page, 'Help from IT');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the file for IT' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^tillbook-diagnostics-.*\.zip$/);
  expect(
    readFileSync(await download.path())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
  await expect(page.getByText(`${download.suggestedFilename()} is saved.`)).toBeVisible();
  await page.getByText('Everything', { exact: true }).click();
  await expect
    .poll(async () => {
      const answer = await till.call('settings.get', {});
      return answer.ok && answer.settings.logLevel;
    })
    .toBe('debug');
});
